import Testing

@Suite("Scenes: funding and liquidation beside orders, and bars that are not there")
struct MarginScenes {
  private static let free = "\ncosts: { taker: 0, maker: 0, slippage: 0, maintenance: 0.5%, liquidation_fee: 0 }"

  static let funding: [Scene] = [
    Scene(
      "a settlement at the open is paid before the stop of that bar", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n95 96 94 95", trades: ["long 10 01:00 @100 -> 02:00 @95 stop"],
      ledger: ["02:00 funding -10", "02:00 price -50"], funding: [Candles.funding(2, rate: 0.01, price: 100)]),
    Scene(
      "who was stopped out before it pays nothing", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 96 98\n98 98 98 98", trades: ["long 10 01:00 @100 -> 01:00 @97 stop"],
      ledger: ["01:00 price -30"], funding: [Candles.funding(2, rate: 0.01, price: 100)]),
    Scene(
      "who enters at its instant was not there before", Scene.long("hold: 2h"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @100 hold"], ledger: ["03:00 funding -20", "03:00 price 0"],
      funding: [Candles.funding(1, rate: 0.01, price: 100), Candles.funding(3, rate: 0.02, price: 100)]),
    Scene(
      "a limit that fills inside a bar fills after what settles inside it",
      Scene.long(order: "limit(99, for 3 bars)", "  hold: 1\n"),
      "100 100 100 100\n100 100 98 99\n99 99 99 99", trades: ["long 10 01:00 @99 -> 02:00 @99 hold"],
      ledger: ["02:00 price 0"], funding: [Candles.funding(1, minutes: 30, rate: 0.01, price: 100)]),
    Scene(
      "a position stopped inside a bar was held when that bar's settlement came", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n100 100 96 97", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"],
      ledger: ["02:30 funding -10", "02:00 price -30"],
      funding: [Candles.funding(2, minutes: 30, rate: 0.01, price: 100)]),
    Scene(
      "a flip through zero between two settlements pays nothing", Scene.long("hold: 1"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 hold"], ledger: ["02:00 price 0"],
      funding: [Candles.funding(1, rate: 0.01, price: 100), Candles.funding(3, rate: 0.01, price: 100)]),
  ]

  // Ten times equity at 100: 100 coins, 9,000 owed; equity is 0.5 % of the value at 9000 / 99.5 = 90.4523.
  static let liquidations: [Scene] = [
    Scene(
      "a stop that is nearer than the liquidation price comes first", Scene.long("stop: 3%") + "\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n100 100 80 85", trades: ["long 100 01:00 @100 -> 02:00 @97 stop"]),
    Scene(
      "a stop beyond it never comes", Scene.long("stop: 15%") + "\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n100 100 80 85", trades: ["long 100 01:00 @100 -> 02:00 @90.4523 liquidation"]),
    Scene(
      "a bar that opens between the two fills the stop at its open", Scene.long("stop: 3%") + "\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n95 95 80 85", trades: ["long 100 01:00 @100 -> 02:00 @95 stop"]),
    Scene(
      "a bar that opens beyond both is the venue's", Scene.long("stop: 3%") + "\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n89 89 80 85", trades: ["long 100 01:00 @100 -> 02:00 @89 liquidation"],
      ledger: ["02:00 price -1100", "02:00 liquidation 100"]),
    Scene(
      "a limit's own bar can liquidate it", Scene.long(order: "limit(99, for 3 bars)") + "size: 10" + free,
      "100 100 100 100\n100 100 100 100\n100 100 80 85",
      trades: ["long 100 02:00 @99 -> 02:00 @89.4472 liquidation"]),
    Scene(
      "after a liquidation the rules decide again at that bar's close",
      "long: { enter: hour() < 3, exit: hour() == 20, stop: 50% }\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n100 100 80 90\n90 90 90 90",
      trades: ["long 100 01:00 @100 -> 02:00 @90.4523 liquidation", "long 5.0251 03:00 @90 -> 04:00 @90 open"]),
  ]

  static let gaps: [Scene] = [
    Scene(
      "a bar that was not printed reaches no stop; the next one opens beyond it", Scene.long("stop: 3%"),
      "100 100 100 100\n100 100 99 100\n-\n90 91 89 90", trades: ["long 10 01:00 @100 -> 03:00 @90 stop"]),
    Scene(
      "an entry waits for the next printed bar, and its stop is measured from there", Scene.long("stop: 3%"),
      "100 100 100 100\n-\n90 91 87 88\n88 88 88 88", trades: ["long 10 02:00 @90 -> 02:00 @87.3 stop"]),
    Scene(
      "a limit waits through a gap, and its time runs on", Scene.long(order: "limit(99, for 2 bars)"),
      "100 100 100 100\n-\n-\n99 99 90 91", trades: [], counts: ["expired": 1]),
    Scene(
      "a decision at the last bar has no bar to fill in", "long: { enter: hour() == 1, exit: hour() == 20, stop: 3% }",
      "100 100 100 100\n100 100 100 100", trades: []),
  ]

  @Test("funding", arguments: funding) func settlement(scene: Scene) throws { try scene.check() }
  @Test("liquidation", arguments: liquidations) func liquidation(scene: Scene) throws { try scene.check() }
  @Test("gaps", arguments: gaps) func gap(scene: Scene) throws { try scene.check() }
}
