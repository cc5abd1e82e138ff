import Testing

/// Five times equity at 100 in all of them: 50 coins. On a margin of 500, or of all that there is beside a half of it, nothing is
/// left at 90, and 0.5% of the value at 4,500 / 49.75 = 90.4523; on all of equity nothing at 80, and 0.5% at 80.402.
@Suite("Scenes: what is decided at an open knows only the open")
struct OpenScenes {
  private static func rules(_ mode: String, stop: String = "50%", _ more: String = "") -> String {
    Scene.long("stop: \(stop)") + """

      size: 5
      margin: { mode: \(mode), leverage: 10\(more) }
      costs: { taker: 0, maker: 0, slippage: 0, maintenance: 0.5%, liquidation_fee: 0 }
      """
  }

  private static let marked = ", watch: mark"
  private static let calm = "100 100.5 99.5 100\n100 100.5 99.5 100\n"
  private static let calmMarks = "100 100.5 99.5\n100 100.5 99.5\n"

  static let marks: [Scene] = [
    Scene(
      "a bar whose mark and trades open beyond the liquidation price is the venue's, however high it goes later",
      rules("isolated", marked), calm + "88 90.5 87 88.5", trades: ["long 50 01:00 @100 -> 02:00 @88 liquidation"],
      ledger: ["02:00 price -600", "02:00 liquidation 100"], marks: calmMarks + "88 90.5 87"),
    Scene(
      "and whether a stop was nearer or not", rules("isolated", stop: "2%", marked), calm + "88 90.5 87 88.5",
      trades: ["long 50 01:00 @100 -> 02:00 @88 liquidation"], ledger: ["02:00 price -600", "02:00 liquidation 100"],
      marks: calmMarks + "88 90.5 87"),
    Scene(
      "in cross margin too: equity is never below zero", rules("cross", stop: "2%", marked), calm + "78 83 77 82",
      trades: ["long 50 01:00 @100 -> 02:00 @78 liquidation"], ledger: ["02:00 price -1100", "02:00 liquidation 100"],
      marks: calmMarks + "78 83 77"),
    Scene(
      "as without a mark", rules("cross", stop: "2%"), calm + "78 83 77 82",
      trades: ["long 50 01:00 @100 -> 02:00 @78 liquidation"], ledger: ["02:00 price -1100", "02:00 liquidation 100"]),
    Scene(
      "trades that open below the stop fill it there as long as the mark opens above",
      rules("isolated", stop: "2%", marked),
      calm + "91 96 91 95", trades: ["long 50 01:00 @100 -> 02:00 @91 stop"], marks: calmMarks + "95 96 90"),
    Scene(
      "where the mark alone opens beyond it, the position goes at the liquidation price",
      rules("isolated", stop: "2%", marked), calm + "95 96 94 95",
      trades: ["long 50 01:00 @100 -> 02:00 @90.4523 liquidation"], marks: calmMarks + "90 96 90"),
    Scene(
      "trades that open where nothing is left end it there, wherever the mark is",
      rules("isolated", stop: "2%", marked), calm + "88 99 88 98",
      trades: ["long 50 01:00 @100 -> 02:00 @88 liquidation"], ledger: ["02:00 price -600", "02:00 liquidation 100"],
      marks: calmMarks + "99 99 98"),
    Scene(
      "a bar whose mark is missing is held against what was traded", rules("isolated", marked),
      calm + "99 99.5 90.4 99\n99 99 99 99", trades: ["long 50 01:00 @100 -> 02:00 @90.4523 liquidation"],
      counts: ["unmarked": 1], marks: calmMarks + "-\n99 99 99"),
  ]

  static let limits: [Scene] = [
    Scene(
      "a limit at the open rests: what is above it may have come before, and takes no profit",
      Scene.long(order: "limit(close, for 3 bars)", "  take: 5%\n"),
      "100 100 100 100\n100 110 99 99.5\n99.5 99.5 99.5 99.5",
      trades: ["long 10 01:00 @100 -> 03:00 @99.5 open"], counts: ["filled": 1, "taken": 0]),
    Scene(
      "as one a hair below it", Scene.long(order: "limit(close * 0.99999, for 3 bars)", "  take: 5%\n"),
      "100 100 100 100\n100 110 99 99.5\n99.5 99.5 99.5 99.5",
      trades: ["long 10 01:00 @99.999 -> 03:00 @99.5 open"], counts: ["filled": 1, "taken": 0]),
    Scene(
      "where a touch fills, the open does, and the whole bar comes after",
      Scene.long(order: "limit(close, for 3 bars)", "  touch: fills\n  take: 5%\n"),
      "100 100 100 100\n100 110 99 99.5\n99.5 99.5 99.5 99.5", trades: ["long 10 01:00 @100 -> 01:00 @105 take"],
      counts: ["filled": 1]),
    Scene(
      "one to leave by rests there too: on the way against the position the stop comes first",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(close, for 3 bars)\n  stop: 3%\n",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 101 95 98\n98 98 98 98",
      trades: ["long 10 01:00 @100 -> 03:00 @97 stop"], counts: ["filled": 0]),
    Scene(
      "where the stop is not reached it is traded through",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(close, for 3 bars)\n  stop: 3%\n",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 101 98 98\n98 98 98 98",
      trades: ["long 10 01:00 @100 -> 03:00 @100 limit"], counts: ["filled": 1]),
  ]

  @Test("the mark", arguments: marks) func mark(scene: Scene) throws { try scene.check() }
  @Test("limits", arguments: limits) func limit(scene: Scene) throws { try scene.check() }
}
