import Testing

@Suite("Scenes: a position may always be left, whatever cannot be entered")
struct LeavingScenes {
  private static let free = "\ncosts: { taker: 0, maker: 0, slippage: 0, maintenance: 0.5%, liquidation_fee: 0 }"
  private static let calm = "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 90 90\n90 90 90 90"

  /// Long from 01:00, and at 02:00 the other side is wanted.
  private static func turns(leaving exit: Int = 2, _ size: String = "", short: String = "") -> String {
    "long: { enter: hour() == 0, exit: hour() == \(exit) }\nshort:\n  enter: hour() == 2\n  exit: hour() == 20\n\(short)\(size)"
      + free
  }

  private static let left = ["long 10 01:00 @100 -> 03:00 @100 exit"]

  static let sides: [Scene] = [
    Scene("a size of nothing", turns("size: if(hour() == 2, 0, 1)"), calm, trades: left, counts: ["unknown size": 1]),
    Scene("one below it", turns("size: if(hour() == 2, -1, 1)"), calm, trades: left, counts: ["unknown size": 1]),
    Scene(
      "one that is not known", turns("size: 1 + 0 / (hour() - 2)"), calm, trades: left, counts: ["unknown size": 1]),
    Scene(
      "a limit that is not known", turns(short: "  order: limit(close * (1 + 0 / (hour() - 2)), for 3 bars)\n"), calm,
      trades: left, counts: ["unknown limit": 1]),
    Scene(
      "a stop that is not known", turns(short: "  stop: close * (0.02 + 0 / (hour() - 2))\n"), calm, trades: left,
      counts: ["unknown stop": 1]),
    Scene(
      "a size whose maintenance is more than there is", turns("size: if(hour() == 2, 300, 1)"), calm, trades: left,
      counts: ["beyond margin": 1]),
    Scene(
      "as where the file says how it is margined",
      turns("size: if(hour() == 2, 300, 1)\nmargin: { watch: traded }"), calm, trades: left,
      counts: ["beyond margin": 1]),
    Scene(
      "a rule that knows the position leaves as any other",
      "long: { enter: hour() == 0, exit: bars_held >= 2 }\nshort: { enter: hour() == 2, exit: hour() == 20 }\nsize: if(hour() == 2, 300, 1)"
        + free,
      calm, trades: left, counts: ["beyond margin": 1]),
    Scene(
      "whoever does not want to leave holds on", turns(leaving: 19, "size: if(hour() == 2, 300, 1)"), calm,
      trades: ["long 10 01:00 @100 -> 05:00 @90 open"], counts: ["beyond margin": 1]),
    Scene(
      "whoever leaves by a limit does so, and its limit is asked for once",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(close * (1 + 0 / (hour() - 2)))\nshort: { enter: hour() == 2 }"
        + free,
      calm, trades: ["long 10 01:00 @100 -> 05:00 @90 open"], counts: ["unknown limit": 1]),
  ]

  static let entries: [Scene] = [
    Scene(
      "an entry by an expression is refused as a venue would, and the close counted",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nsize: if(hour() == 0, 300, 1)" + free, calm, trades: [],
      counts: ["beyond margin": 1]),
    Scene(
      "at half a percent 199 times equity is an order, and 200 is none",
      "long: { enter: hour() < 2, exit: hour() == 2 }\nsize: if(hour() == 0, 200, 199)" + free, calm,
      trades: ["long 1990 02:00 @100 -> 03:00 @100 exit"], counts: ["beyond margin": 1]),
    Scene(
      "a weight that is none keeps what is held until the next",
      "position: if(hour() == 2, -300, if(hour() < 2, 1, 0))" + free, calm,
      trades: ["long 10 01:00 @100 -> 04:00 @90 exit"], counts: ["beyond margin": 1]),
  ]

  @Test("the other side cannot be entered", arguments: sides) func side(scene: Scene) throws { try scene.check() }
  @Test("what cannot be entered", arguments: entries) func entry(scene: Scene) throws { try scene.check() }
}
