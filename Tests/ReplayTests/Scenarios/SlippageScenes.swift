import Testing

@Suite("Scenes: what a fill costs beyond its fee, and bounds on what is traded")
struct SlippageScenes {
  private static func costing(_ slippage: String) -> String {
    "\ncosts: { taker: 0, maker: 0, slippage: '\(slippage)' }"
  }

  // A scene has no column of spreads: the volume's number stands for one, freed of its unit by a logarithm.
  static let spreads: [Scene] = [
    Scene(
      "half of a spread is paid on the way in and on the way out",
      "long: { enter: hour() == 0, exit: hour() == 1 }" + costing("spread(2%)"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 10 01:00 @101 -> 02:00 @99 exit"],
      ledger: ["01:00 slippage -10", "02:00 price 0", "02:00 slippage -10"]),
    Scene(
      "a spread that moves is the one of the close before the fill",
      "long: { enter: hour() == 0, exit: hour() == 1 }" + costing("spread(exp(log(volume)))"),
      "100 100 100 100 0.02\n100 100 100 100 0.04\n100 100 100 100 0.5",
      trades: ["long 10 01:00 @101 -> 02:00 @98 exit"],
      ledger: ["01:00 slippage -10", "02:00 price 0", "02:00 slippage -20"]),
    Scene(
      "one that is not known is the last that was",
      "long: { enter: hour() == 0, exit: hour() == 1 }" + costing("spread(exp(log(volume)))"),
      "100 100 100 100 0.02\n100 100 100 100\n100 100 100 100 0.5",
      trades: ["long 10 01:00 @101 -> 02:00 @99 exit"], counts: ["unpriced": 0]),
    Scene(
      "before any is known there is none, and that is counted",
      "long: { enter: hour() == 0, exit: hour() == 1 }" + costing("spread(exp(log(volume)))"),
      "100 100 100 100\n100 100 100 100 0.02\n100 100 100 100 0.5",
      trades: ["long 10 01:00 @100 -> 02:00 @99 exit"], counts: ["unpriced": 1]),
    Scene(
      "one below zero is not known, one above a fifth of the price is a fifth, and both are counted",
      "long: { enter: hour() == 1, exit: hour() == 2 }" + costing("spread(exp(log(volume)) - 1)"),
      "100 100 100 100 1.02\n100 100 100 100 0.5\n100 100 100 100 9\n100 100 100 100 1",
      trades: ["long 10 02:00 @101 -> 03:00 @90 exit"], counts: ["unpriced": 0, "doubtful spread": 2]),
    Scene(
      "a fixed part and a spread add up",
      "long: { enter: hour() == 0, exit: hour() == 1 }" + costing("1% + spread(2%)"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 10 01:00 @102 -> 02:00 @98 exit"]),
    Scene(
      "a stop pays the spread as well", Scene.long("stop: 3%") + costing("spread(exp(log(volume)))"),
      "100 100 100 100\n100 100 100 100 0.02\n100 100 96 98 0.5",
      trades: ["long 10 01:00 @100 -> 02:00 @96.03 stop"]),
    Scene(
      "a limit that rested pays none",
      Scene.long(order: "limit(99)") + "costs: { taker: 0, maker: 0, slippage: spread(2%) }",
      "100 100 100 100\n100 101 98 100\n100 100 100 100", trades: ["long 10 01:00 @99 -> 03:00 @100 open"]),
  ]

  /// Two hours of ±ln 1.1 have a deviation of √2 × ln 1.1 = 0.1348 a bar, over two bars √2 times that, 0.19062. Of a volume of
  /// 1000 in them an order of 10 is a hundredth, whose root is a tenth.
  static let impacts: [Scene] = [
    Scene(
      "impact is coefficient × volatility × the root of the order over the volume, an entry of its own",
      "long: { enter: hour() == 2, exit: hour() == 20 }" + costing("impact(0.5, 2)"),
      "100 100 100 100 500\n110 110 110 110 500\n100 100 100 100 500\n100 100 100 100 500",
      trades: ["long 10 03:00 @100.9531 -> 04:00 @100 open"], ledger: ["03:00 impact -9.531", "04:00 price 0"]),
    Scene(
      "slippage beside it stays apart",
      "long: { enter: hour() == 2, exit: hour() == 20 }" + costing("1% + impact(0.5, 2)"),
      "100 100 100 100 500\n110 110 110 110 500\n100 100 100 100 500\n100 100 100 100 500",
      trades: ["long 10 03:00 @101.9531 -> 04:00 @100 open"],
      ledger: ["03:00 slippage -10", "03:00 impact -9.531", "04:00 price 0"]),
    Scene(
      "a quarter of the order moves it half as far",
      "long: { enter: hour() == 2, exit: hour() == 20 }\nsize: 0.25" + costing("impact(0.5, 2)"),
      "100 100 100 100 500\n110 110 110 110 500\n100 100 100 100 500\n100 100 100 100 500",
      trades: ["long 2.5 03:00 @100.4766 -> 04:00 @100 open"]),
    Scene(
      "a reversal is one order: of twice the size it moves the price of both its fills √2 times as far",
      "long: { enter: hour() == 2 }\nshort: { enter: hour() == 3 }" + costing("impact(0.5, 2)"),
      "100 100 100 100 500\n110 110 110 110 500\n100 100 100 100 500\n100 100 100 100 500\n100 100 100 100 500",
      trades: ["long 10 03:00 @100.9531 -> 04:00 @99.3277 reversal", "short 9.9047 04:00 @99.3277 -> 05:00 @100 open"]),
    Scene(
      "an order in parts pays for each of them, and for less of each",
      "long: { enter: hour() == 2, exit: hour() == 20 }\nparticipation: 1%" + costing("impact(0.5, 2)"),
      "100 100 100 100 500\n110 110 110 110 500\n100 100 100 100 500\n100 100 100 100 250\n100 100 100 100 750",
      trades: ["long 10 03:00 @100.4766 -> 05:00 @100 open"], counts: ["split": 1, "waited": 1]),
  ]

  static let bounds: [Scene] = [
    Scene(
      "leverage that binds is counted", Scene.short("hold: 1") + "\nsize: quote(5000)\nmax_leverage: 3",
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["short 30 01:00 @100 -> 02:00 @100 hold"],
      counts: ["by leverage": 1]),
    Scene(
      "leverage that does not is not", Scene.short("hold: 1") + "\nsize: quote(500)\nmax_leverage: 3",
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["short 5 01:00 @100 -> 02:00 @100 hold"],
      counts: ["by leverage": 0]),
    Scene(
      "of a turnover of 2.5 a day, in and out take two and half is left",
      "long: { enter: hour() == 0 or hour() == 2, exit: hour() == 1 or hour() == 20 }\nmax_turnover: 2.5/day",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit", "long 5 03:00 @100 -> 05:00 @100 open"],
      counts: ["by turnover": 1]),
    Scene(
      "what is spent lets nothing be opened, but what is held be left",
      "long: { enter: hour() == 0 or hour() == 2, exit: hour() == 1 or hour() == 20 }\nmax_turnover: 1.5/day",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit"], counts: ["by turnover": 1]),
    Scene(
      "a reversal is cut in what it opens",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort: { enter: hour() == 1, exit: hour() == 20 }\nmax_turnover: 2.4/day",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 reversal", "short 4 02:00 @100 -> 04:00 @100 open"],
      counts: ["by turnover": 1]),
    // The day's two are spent at 02:00; its other closes, the last of which fills on the next day, ask again.
    Scene(
      "a reversal that the day leaves nothing of is a leaving, and the other side is asked for until there is a day for it",
      "long: { enter: hour() == 0, exit: close < 50 }\nshort: { enter: hour() > 0, exit: close < 50 }\nmax_turnover: 2/day",
      String(repeating: "100 100 100 100\n", count: 25),
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit", "short 10 00:00 @100 -> 01:00 @100 open"],
      counts: ["by turnover": 22]),
    Scene(
      "so it is with a weight", "position: if(hour() == 0, 1, -1)\nmax_turnover: 2/day",
      String(repeating: "100 100 100 100\n", count: 25),
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit", "short 10 00:00 @100 -> 01:00 @100 open"],
      counts: ["by turnover": 22]),
    Scene(
      "and of orders that share the volume of bars",
      "long: { enter: hour() == 0, exit: close < 50 }\nshort: { enter: hour() > 0, exit: close < 50 }\nmax_turnover: 2/day\nparticipation: 50%",
      String(repeating: "100 100 100 100 1000\n", count: 25),
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit", "short 10 00:00 @100 -> 01:00 @100 open"],
      counts: ["by turnover": 22]),
    // Returns of +10% and −5% have mean 0.025 and variance 0.01125: Kelly says 2.2222.
    Scene(
      "Kelly's rule: mean over variance, here half of it",
      "long: { enter: hour() == 2, exit: hour() == 20 }\nsize: kelly(0.5, 2, 5)",
      "100 100 100 100\n100 110 100 110\n110 110 104.5 104.5\n104.5 104.5 104.5 104.5",
      trades: ["long 10.6326 03:00 @104.5 -> 04:00 @104.5 open"]),
    Scene(
      "closes at which it knows no size are counted: returns are too few at two",
      "long: { enter: close > 1, exit: close < 1 }\nsize: kelly(0.5, 2, 5)",
      "100 100 100 100\n100 110 100 110\n110 110 104.5 104.5\n104.5 104.5 104.5 104.5",
      trades: ["long 10.6326 03:00 @104.5 -> 04:00 @104.5 open"], counts: ["unknown size": 2]),
    Scene(
      "and without variance at all", "long: { enter: close > 1, exit: close < 1 }\nsize: kelly(0.5, 2, 5)",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100", trades: [], counts: ["unknown size": 4]),
    Scene(
      "and no more than its cap", "long: { enter: hour() == 2, exit: hour() == 20 }\nsize: kelly(1, 2, 0.5)",
      "100 100 100 100\n100 110 100 110\n110 110 104.5 104.5\n104.5 104.5 104.5 104.5",
      trades: ["long 4.7847 03:00 @104.5 -> 04:00 @104.5 open"]),
    Scene(
      "a side that it does not favour is not entered",
      "short: { enter: hour() == 2, exit: hour() == 20 }\nsize: kelly(1, 2, 0.5)",
      "100 100 100 100\n100 110 100 110\n110 110 104.5 104.5\n104.5 104.5 104.5 104.5", trades: []),
    Scene(
      "nor reversed to: what is held is only left",
      "long: { enter: hour() == 2, exit: hour() == 20 }\nshort: { enter: hour() == 3, exit: hour() == 20 }\nsize: kelly(1, 2, 0.5)",
      "100 100 100 100\n100 110 100 110\n110 110 104.5 104.5\n104.5 115 104.5 114.95\n114.95 114.95 114.95 114.95",
      trades: ["long 4.7847 03:00 @104.5 -> 04:00 @114.95 exit"]),
  ]

  @Test("spreads", arguments: spreads) func spread(scene: Scene) throws { try scene.check() }
  @Test("impact", arguments: impacts) func impact(scene: Scene) throws { try scene.check() }
  @Test("bounds and Kelly's rule", arguments: bounds) func bound(scene: Scene) throws { try scene.check() }
}
