import Testing

/// The contract is worth dollars and pays in coin: of a coin that costs 100 an account of 1,000 has ten, and a weight of 1
/// holds 1,000 dollars. Amounts are coins at the first price.
@Suite("Scenes: orders on inverse contracts")
struct InverseScenes {
  static func scene(
    _ name: String, _ rules: String, _ candles: String, trades: [String], ledger: [String]? = nil,
    counts: [String: Int] = [:]
  ) -> Scene {
    Scene(name, rules, candles, trades: trades, ledger: ledger, counts: counts) { contract in
      contract.form = .inverse
    }
  }

  static let scenes: [Scene] = [
    scene(
      "a stop is a share of the price; the loss is in coin: 1,000 × (1/100 − 1/80) of them at 100",
      Scene.long("stop: 20%"), "100 100 100 100\n100 100 100 100\n100 100 75 90",
      trades: ["long 1000 01:00 @100 -> 02:00 @80 stop"], ledger: ["02:00 price -250"]),
    scene(
      "a gap through it fills at the open", Scene.long("stop: 20%"), "100 100 100 100\n100 100 100 100\n75 75 75 75",
      trades: ["long 1000 01:00 @100 -> 02:00 @75 stop"]),
    scene(
      "a take-profit of a short lies below, and earns a quarter", Scene.short("take: 20%"),
      "100 100 100 100\n100 100 100 100\n100 100 75 90", trades: ["short 1000 01:00 @100 -> 02:00 @80 take"],
      ledger: ["02:00 price 250"]),
    scene(
      "a distance in price is one in price", Scene.long("stop: close * 10%, take: close * 5%"),
      "100 100 100 100\n100 100 100 100\n100 106 95 104", trades: ["long 1000 01:00 @100 -> 02:00 @105 take"]),
    scene(
      "a trailing stop is a share of the best price", Scene.long("trail: 10%"),
      "100 100 100 100\n100 100 100 100\n100 120 100 118\n118 118 100 105",
      trades: ["long 1000 01:00 @100 -> 03:00 @108 trail"]),
    scene(
      "a limit fills when its price is traded through, at the maker's fee in coin",
      Scene.long(order: "limit(80, for 3 bars)") + "costs: { taker: 0, maker: 1% }",
      "100 100 100 100\n100 100 75 90\n90 90 90 90", trades: ["long 1000 01:00 @80 -> 03:00 @90 open"],
      ledger: ["01:00 fee -12.5", "03:00 price 138.8889"]),
    scene(
      "an amount of quote currency is that many dollars", Scene.long("hold: 1") + "\nsize: quote(500)",
      "100 100 100 100\n100 100 100 100\n125 125 125 125", trades: ["long 500 01:00 @100 -> 02:00 @125 hold"],
      ledger: ["02:00 price 100"]),
    scene(
      "coins are what they cost", Scene.long("hold: 1") + "\nsize: coins(2)",
      "100 100 100 100\n100 100 100 100\n125 125 125 125", trades: ["long 200 01:00 @100 -> 02:00 @125 hold"]),
    scene(
      "a risk of 1% of the coins is lost at the stop", Scene.long("stop: 20%") + "\nsize: risk(1%)",
      "100 100 100 100\n100 100 100 100\n100 100 75 90", trades: ["long 40 01:00 @100 -> 02:00 @80 stop"],
      ledger: ["02:00 price -10"]),
    scene(
      "rules see the price: open_return is the change of it", "long: { enter: hour() == 0, exit: open_return > 24% }",
      "100 100 100 100\n100 100 100 100\n125 125 125 125\n130 130 130 130",
      trades: ["long 1000 01:00 @100 -> 03:00 @130 exit"]),
    scene(
      "an isolated position of 5,000 dollars on ten coins goes where its coins are gone: 5000 / (5000/100 + 10)",
      Scene.long("stop: 90%")
        + "\nsize: 5\nmargin: { mode: isolated, leverage: 5 }\ncosts: { taker: 0, maker: 0, maintenance: 0, liquidation_fee: 0 }",
      "100 100 100 100\n100 100 100 100\n100 100 83 90", trades: ["long 5000 01:00 @100 -> 02:00 @83.3333 liquidation"]),
    scene(
      "the most leverage bounds it", Scene.long("hold: 1") + "\nsize: 5\nmax_leverage: 2",
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 2000 01:00 @100 -> 02:00 @100 hold"],
      counts: ["by leverage": 1]),
  ]

  @Test("orders in coin", arguments: scenes) func order(scene: Scene) throws { try scene.check() }
}
