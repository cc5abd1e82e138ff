import Testing

/// The fifth number of a candle is its volume. With 10% of 50 a bar takes 5 of the 10 that a scene's thousand buys.
@Suite("Scenes: orders larger than a share of the volume")
struct ParticipationScenes {
  private static let share = "\nparticipation: 10%"
  private static let fee = "\ncosts: { taker: 10bps, maker: 0 }"
  private static let calm = "100 100 100 100 50\n"

  static let entries: [Scene] = [
    Scene(
      "an order that a bar does not fill carries on at the next open", Scene.long("hold: 20h") + share + fee,
      calm + "100 101 99 100 50\n102 103 101 102 50\n104 104 104 104 50",
      trades: ["long 10 01:00 @100 -> 04:00 @104 open"],
      ledger: ["01:00 fee -0.5", "02:00 price 10", "02:00 fee -0.51", "04:00 price 20"],
      counts: ["split": 1, "waited": 1, "unfilled": 0]),
    Scene(
      "one that the share covers fills at once", Scene.long("hold: 20h") + share,
      "100 100 100 100 100\n100 101 99 100 100\n104 104 104 104 100", trades: ["long 10 01:00 @100 -> 03:00 @104 open"],
      counts: ["split": 0, "waited": 0]),
    Scene(
      "a bar without volume takes nothing: the order waits", Scene.long("hold: 20h") + share + fee,
      calm + "100 101 99 100 0\n102 103 101 102 100\n104 104 104 104 50",
      trades: ["long 10 02:00 @102 -> 04:00 @104 open"], ledger: ["02:00 fee -1.02", "04:00 price 20"],
      counts: ["split": 1, "waited": 1]),
    Scene(
      "nor does one whose volume is not known", Scene.long("hold: 20h") + share,
      calm + "100 101 99 100\n102 103 101 102 100\n104 104 104 104 50",
      trades: ["long 10 02:00 @102 -> 04:00 @104 open"]),
    Scene(
      "a bar that was not printed is not waited for in vain", Scene.long("hold: 20h") + share,
      calm + "100 101 99 100 50\n-\n102 103 101 102 50", trades: ["long 10 01:00 @100 -> 04:00 @102 open"],
      counts: ["waited": 1]),
    Scene(
      "what the rules no longer want is not bought, and counted",
      "long: { enter: hour() == 0, exit: hour() == 1 }" + share,
      calm + "100 101 99 100 50\n102 103 101 102 50\n104 104 104 104 50",
      trades: ["long 5 01:00 @100 -> 02:00 @102 exit"], counts: ["split": 1, "unfilled": 1]),
    Scene(
      "what still waits at the end is counted", Scene.long("hold: 20h") + share, calm + "100 101 99 100 50",
      trades: ["long 5 01:00 @100 -> 02:00 @100 open"], counts: ["split": 1, "unfilled": 1]),
    Scene(
      "a part is cut to whole lots", Scene.long("hold: 20h") + share,
      "100 100 100 100 56\n100 101 99 100 56\n100 100 100 100 56\n104 104 104 104 56",
      trades: ["long 10 01:00 @100 -> 04:00 @104 open"], counts: ["waited": 1], contract: { $0.lot = 1 }),
    Scene(
      "a weight that changes trades the difference, a share at a time", "position: if(hour() < 2, 1, 0.2)" + share,
      calm + "100 100 100 100 100\n100 100 100 100 100\n100 100 100 100 50\n100 100 100 100 50",
      trades: ["long 10 01:00 @100 -> 05:00 @100 open"], counts: ["split": 1, "waited": 1]),
  ]

  static let exits: [Scene] = [
    Scene(
      "a stop is a trigger: its share fills at its level, the rest at the next opens",
      Scene.long("stop: 3%") + "\nsize: 0.8" + share + fee,
      "100 100 100 100 90\n100 101 99 100 90\n100 100 96 98 50\n99 99 95 95 50\n95 95 95 95 50",
      trades: ["long 8 01:00 @100 -> 03:00 @99 stop"],
      ledger: [
        "01:00 fee -0.8", "02:00 price -24", "02:00 fee -0.485", "03:00 price 6", "03:00 fee -0.297",
      ], counts: ["split": 1, "waited": 1, "unfilled": 0]),
    Scene(
      "a stop in an order's first bar takes back what is not bought yet", Scene.long("stop: 3%") + share,
      calm + "100 101 96 97 50\n95 95 95 95 50", trades: ["long 5 01:00 @100 -> 02:00 @95 stop"],
      counts: ["unfilled": 1]),
    Scene(
      "a take-profit is one as well", Scene.long("take: 3%") + "\nsize: 0.8" + share,
      "100 100 100 100 90\n100 101 99 100 90\n100 104 100 103 50\n101 101 101 101 50",
      trades: ["long 8 01:00 @100 -> 03:00 @101 take"], counts: ["split": 1]),
    Scene(
      "the rules leave a share at a time, and are not asked meanwhile",
      "long: { enter: hour() != 1, exit: hour() == 1 }\nsize: 0.8" + share,
      "100 100 100 100 90\n100 101 99 100 90\n100 100 100 100 30\n101 101 101 101 30\n102 102 102 102 30\n103 103 103 103 90",
      trades: ["long 8 01:00 @100 -> 04:00 @102 exit", "long 7.898 05:00 @103 -> 06:00 @103 open"],
      counts: ["split": 1, "waited": 2]),
    Scene(
      "a reversal leaves first, and enters with what is left of the bar's share",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort: { enter: hour() == 1, exit: hour() == 20 }" + share,
      "100 100 100 100 100\n100 100 100 100 100\n100 100 100 100 150\n100 100 100 100 150",
      trades: ["long 10 01:00 @100 -> 02:00 @100 reversal", "short 10 02:00 @100 -> 04:00 @100 open"],
      counts: ["split": 1, "waited": 1]),
    Scene(
      "a reversal that is given up leaves the rest with the stop it was entered with",
      "long: { enter: hour() < 2 or hour() > 2, exit: hour() == 20, stop: 4% }\nshort: { enter: hour() == 2 }" + share,
      "100 100 100 100 100\n100 100 100 100 100\n100 100 100 100 100\n100 100 100 100 30\n100 100 95 99 200",
      trades: ["long 10 01:00 @100 -> 04:00 @96 stop"], counts: ["split": 1, "unfilled": 1]),
    Scene(
      "a liquidation is the venue's, and whole",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nsize: 10" + share
        + "\ncosts: { taker: 0, maker: 0, maintenance: 0, liquidation_fee: 0 }",
      "100 100 100 100 1000\n100 101 99 100 1000\n100 100 80 85 10\n85 85 85 85 10",
      trades: ["long 100 01:00 @100 -> 02:00 @90 liquidation"], counts: ["split": 0]),
    Scene(
      "a time that is up leaves in parts", Scene.long("hold: 1") + "\nsize: 0.8" + share,
      "100 100 100 100 90\n100 101 99 100 90\n101 101 101 101 50\n102 102 102 102 50",
      trades: ["long 8 01:00 @100 -> 03:00 @102 hold"], counts: ["split": 1, "waited": 1]),
  ]

  static let limits: [Scene] = [
    Scene(
      "a limit takes its share of each bar that trades through it",
      Scene.long(order: "limit(99, for 4 bars)") + "participation: 10%\ncosts: { taker: 0, maker: 10bps }",
      calm + "100 101 98 100 50\n100 101 98 100 20\n100 101 99 100 50\n100 100 100 100 50",
      trades: ["long 7 01:00 @99 -> 05:00 @100 open"],
      ledger: ["01:00 fee -0.495", "02:00 price 0", "02:00 fee -0.198", "05:00 price 7"],
      counts: ["filled": 1, "split": 1, "unfilled": 1, "expired": 0]),
    Scene(
      "a limit to leave by, too",
      "long:\n  enter: hour() == 0\n  exit: hour() == 1\n  exit_order: limit(103, for 4 bars)\nsize: 0.8\nparticipation: 10%",
      "100 100 100 100 90\n100 101 99 100 90\n100 104 100 103 50\n100 104 100 103 50",
      trades: ["long 8 01:00 @100 -> 03:00 @103 limit"], counts: ["filled": 1, "split": 1, "unfilled": 0]),
    Scene(
      "of one that runs out in part the rest is held",
      "long:\n  enter: hour() == 0\n  exit: hour() == 1\n  exit_order: limit(103, for 1 bars)\nsize: 0.8\nparticipation: 10%",
      "100 100 100 100 90\n100 101 99 100 90\n100 104 100 103 50\n100 100 100 100 50",
      trades: ["long 8 01:00 @100 -> 04:00 @100 open"], counts: ["expired": 1, "unfilled": 1]),
  ]

  @Test("entries", arguments: entries) func enter(scene: Scene) throws { try scene.check() }
  @Test("exits", arguments: exits) func leave(scene: Scene) throws { try scene.check() }
  @Test("limits", arguments: limits) func limit(scene: Scene) throws { try scene.check() }
}
