import Market
import Testing

@Suite("Scenes: lots, ticks and the least an order must be worth")
struct StepScenes {
  static let scenes: [Scene] = [
    Scene(
      "a lot of an inverse contract is so many contracts of its face value", Scene.long("hold: 1"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 900 01:00 @100 -> 02:00 @100 hold"],
      contract: {
        $0.form = .inverse
        $0.size = Contract.Size(100, .quote)
        $0.lot = 3
      }),
    Scene(
      "the least notional of one is in dollars, as what is held of it", "size: 0.05\n" + Scene.long("hold: 1"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: [], counts: ["below least": 1],
      contract: {
        $0.form = .inverse
        $0.leastNotional = 100
      }),
    Scene(
      "what is wanted is cut to whole lots, never rounded up", Scene.long("hold: 2"),
      "105 105 105 105\n105 105 105 105\n105 105 105 105\n105 105 105 105",
      trades: ["long 9 01:00 @105 -> 03:00 @105 hold"], contract: { $0.lot = 3 }),
    Scene(
      "three lots of a tenth are three lots, whatever binary fractions make of them",
      "size: coins(0.3)\n" + Scene.long("hold: 1"), "100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 0.3 01:00 @100 -> 02:00 @100 hold"], contract: { $0.lot = 0.1 }),
    Scene(
      "less than a lot cannot be held, and is asked for once", Scene.long("hold: 1"),
      "400 400 400 400\n400 400 400 400\n400 400 400 400", trades: [], counts: ["below lot": 1],
      contract: { $0.lot = 3 }),
    Scene(
      "worth less than the least, neither", "size: quote(90)\n" + Scene.long("hold: 1"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: [], counts: ["below least": 1],
      contract: { $0.leastNotional = 100 }),
    Scene(
      "worth just the least, it is placed", "size: quote(100)\n" + Scene.long("hold: 1"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 1 01:00 @100 -> 02:00 @100 hold"],
      contract: { $0.leastNotional = 100 }),
    Scene(
      "a position is left whole, whatever it is worth by then",
      "size: quote(100)\n" + "long: { enter: hour() == 0, exit: hour() == 1 }",
      "100 100 100 100\n100 100 10 10\n10 10 10 10", trades: ["long 1 01:00 @100 -> 02:00 @10 exit"],
      contract: { $0.leastNotional = 100 }),
    Scene(
      "a reversal too small to open leaves the side it was on",
      "size: if(hour() == 0, 1, 0.01)\nlong: { enter: hour() == 0, exit: hour() == 1 }\nshort: { enter: hour() == 1, exit: hour() == 20 }",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit"], counts: ["below least": 1],
      contract: { $0.leastNotional = 100 }),
    Scene(
      "a change of less than a lot changes nothing, and the position stays", "position: if(hour() == 0, 1, 0.97)",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 04:00 @100 open"], counts: ["below lot": 0], contract: { $0.lot = 2 }),
    Scene(
      "993 ticks of a tenth are 99.3, which a low of 99.3 only touches",
      Scene.long(order: "limit(close - 0.66, for 2 bars)"),
      "100 100 100 100\n100 100 99.3 100\n100 100 99.3 100\n100 100 100 100", trades: [], counts: ["filled": 0],
      contract: { $0.tick = 0.1 }),
    Scene(
      "a seller's limit on 1001 ticks is filled by a high of 100.1 where a touch fills",
      "short:\n  enter: hour() == 0\n  exit: hour() == 20\n  order: limit(close + 0.06)\n  touch: fills\n  hold: 1\n",
      "100 100 100 100\n100 100.1 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["short 10 01:00 @100.1 -> 02:00 @100 hold"], contract: { $0.tick = 0.1 }),
    Scene(
      "a buyer's limit is put on the tick below, so that it is not filled by the price it was asked at",
      Scene.long(order: "limit(97.7)", "  hold: 1\n"),
      "100 100 100 100\n100 100 97.6 98\n98 98 97.4 98\n98 98 98 98",
      trades: ["long 10 02:00 @97.5 -> 03:00 @98 hold"], contract: { $0.tick = 0.5 }),
  ]

  @Test("orders are what a venue takes", arguments: scenes)
  func scene(_ scene: Scene) throws { try scene.check() }
}
