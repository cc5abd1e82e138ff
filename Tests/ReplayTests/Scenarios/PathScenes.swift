import Testing

/// Each hour has three bars of twenty minutes inside it.
@Suite("Scenes: the path through a bar, where finer bars tell it")
struct PathScenes {
  private static let path = "\npath: 20m"
  private static let calm = "100 100 100 100\n"
  private static let calmParts = "100 100 100 100\n100 100 100 100\n100 100 100 100\n"

  private static func leaving(_ limit: String) -> String {
    "long:\n  enter: hour() == 0\n  exit: hour() == 1\n  exit_order: limit(\(limit), for 3 bars)\n  take: 5%\npath: 20m"
  }

  static let scenes: [Scene] = [
    Scene(
      "a bar that reaches stop and take comes to the one that it came to first",
      Scene.long("stop: 3%, take: 3%") + path, calm + "100 100 100 100\n100 104 96 97",
      trades: ["long 10 01:00 @100 -> 02:00 @103 take"], counts: ["path": 1, "differed": 1],
      finer: calmParts + calmParts + "100 104 100 101\n101 101 96 96\n96 97 96 97"),
    Scene(
      "and to the stop where that came first", Scene.long("stop: 3%, take: 3%") + path,
      calm + "100 100 100 100\n100 104 96 103", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"],
      counts: ["path": 1, "differed": 0],
      finer: calmParts + calmParts + "100 101 96 98\n98 104 98 104\n104 104 103 103"),
    Scene(
      "a part that reaches both is taken on its own worse path", Scene.long("stop: 3%, take: 3%") + path,
      calm + "100 100 100 100\n100 104 96 97", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"],
      counts: ["path": 1, "differed": 0],
      finer: calmParts + calmParts + "100 104 96 97\n97 97 97 97\n97 97 97 97"),
    Scene(
      "a part that opens beyond the stop fills it at its open", Scene.long("stop: 3%") + path,
      calm + "100 100 100 100\n100 100 94 95", trades: ["long 10 01:00 @100 -> 02:00 @96 stop"],
      counts: ["path": 1, "differed": 1],
      finer: calmParts + calmParts + "100 100 98 98\n96 96 94 95\n95 95 95 95"),
    Scene(
      "a bar whose parts are missing is taken on the worse path, and counted", Scene.long("stop: 3%, take: 3%") + path,
      calm + "100 100 100 100\n100 104 96 97", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"],
      counts: ["path": 0, "path missing": 1], finer: calmParts + calmParts + "100 104 100 101\n-\n96 97 96 97"),
    Scene(
      "so is one whose parts do not add up to it", Scene.long("stop: 3%, take: 3%") + path,
      calm + "100 100 100 100\n100 104 96 97", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"],
      counts: ["path": 0, "path missing": 1],
      finer: calmParts + calmParts + "100 104 100 101\n101 101 97 97\n97 97 97 97"),
    Scene(
      "bars in which no level lies are not asked about", Scene.long("stop: 10%, take: 10%") + path,
      calm + "100 100 100 100\n100 104 96 97", trades: ["long 10 01:00 @100 -> 03:00 @97 open"],
      counts: ["path": 0, "path missing": 0], finer: calmParts + calmParts + "-\n-\n-"),
    Scene(
      "a trailing stop follows the path: up to 120 and back to 107 is a fall of more than a tenth",
      Scene.long("trail: 10%") + path, calm + "100 100 100 100\n100 120 100 107\n107 107 107 107",
      trades: ["long 10 01:00 @100 -> 02:00 @108 trail"], counts: ["path": 1, "differed": 1],
      finer: calmParts + calmParts
        + "100 120 100 119\n119 119 107 107\n107 107 107 107\n107 107 107 107\n107 107 107 107\n107 107 107 107"),
    Scene(
      "a limit that the price jumps over is filled, and a stop in the same jump at the open behind it",
      Scene.long(order: "limit(99, for 3 bars)", "  stop: 1%\n") + "path: 20m",
      calm + "100 100 95 96\n96 96 96 96", trades: ["long 10 01:00 @99 -> 01:00 @95 stop"],
      finer: calmParts + "100 100 100 100\n95 96 95 96\n96 96 96 96\n96 96 96 96\n96 96 96 96\n96 96 96 96"),
    Scene(
      "a limit is met on its way, and what was above it before takes no profit",
      Scene.long(order: "limit(99, for 3 bars)", "  take: 2%\n") + "path: 20m",
      calm + "100 104 98 100\n100 100 100 100",
      trades: ["long 10 01:00 @99 -> 03:00 @100 open"], counts: ["path": 1, "differed": 0],
      finer: calmParts + "100 104 100 100\n100 100 98 98\n98 100 98 100\n" + calmParts),
    Scene(
      "what is above it after does", Scene.long(order: "limit(99, for 3 bars)", "  take: 2%\n") + "path: 20m",
      calm + "100 104 98 100\n100 100 100 100", trades: ["long 10 01:00 @99 -> 01:00 @100.98 take"],
      counts: ["path": 1, "differed": 1],
      finer: calmParts + "100 100 98 98\n98 104 98 104\n104 104 100 100\n" + calmParts),
    Scene(
      "a limit between two parts fills at its price: the market traded on",
      Scene.long(order: "limit(99, for 3 bars)") + "path: 20m", calm + "100 100 97 98\n98 98 98 98",
      trades: ["long 10 01:00 @99 -> 03:00 @98 open"], counts: ["path": 1],
      finer: calmParts + "100 100 100 100\n98 98 97 98\n98 98 98 98\n98 98 98 98\n98 98 98 98\n98 98 98 98"),
    Scene(
      "a part that opens beyond a limit to leave by and a farther take fills the limit at its price",
      leaving("102"), calm + "100 100 100 100\n100 108 100 108", trades: ["long 10 01:00 @100 -> 02:00 @102 limit"],
      counts: ["path": 1, "differed": 0],
      finer: calmParts + calmParts + "100 100 100 100\n108 108 108 108\n108 108 108 108"),
    Scene(
      "a take that is nearer is triggered first, and fills where the market is", leaving("106"),
      calm + "100 100 100 100\n100 108 100 108", trades: ["long 10 01:00 @100 -> 02:00 @108 take"],
      counts: ["path": 1, "differed": 1],
      finer: calmParts + calmParts + "100 100 100 100\n108 108 108 108\n108 108 108 108"),
    Scene(
      "a liquidation comes when its price does",
      Scene.long("take: 5%") + "\nsize: 10\ncosts: { taker: 0, maker: 0, maintenance: 0, liquidation_fee: 0 }" + path,
      calm + "100 100 100 100\n100 106 88 90", trades: ["long 100 01:00 @100 -> 02:00 @105 take"],
      counts: ["path": 1, "differed": 1],
      finer: calmParts + calmParts + "100 106 100 100\n100 100 88 88\n88 90 88 90"),
    Scene(
      "after an exit on the way the rules decide at the close of the whole bar",
      "long: { enter: hour() < 3, exit: hour() == 20, take: 3% }" + path,
      calm + "100 104 100 100\n100 100 100 100",
      trades: [
        "long 10 01:00 @100 -> 01:00 @103 take", "long 10.3 02:00 @100 -> 03:00 @100 open",
      ], finer: calmParts + "100 104 100 100\n100 100 100 100\n100 100 100 100\n" + calmParts),
  ]

  @Test("paths", arguments: scenes) func path(scene: Scene) throws { try scene.check() }
}
