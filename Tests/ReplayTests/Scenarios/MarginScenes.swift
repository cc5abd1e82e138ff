import Market
import Replay
import Signals
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
      "a bar that opens beyond the stop ended it there, before what settles inside that bar", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n95 96 94 95", trades: ["long 10 01:00 @100 -> 02:00 @95 stop"],
      ledger: ["02:00 price -50"], funding: [Candles.funding(2, minutes: 30, rate: 0.01, price: 100)]),
    Scene(
      "beyond the trailing stop too", Scene.short("trail: 3%"),
      "100 100 100 100\n100 101 99 100\n103 103 101 102", trades: ["short 10 01:00 @100 -> 02:00 @103 trail"],
      ledger: ["02:00 price -30"], funding: [Candles.funding(2, minutes: 30, rate: -0.01, price: 100)]),
    Scene(
      "beyond the take-profit as well, and nothing is received", Scene.long("take: 5%"),
      "100 100 100 100\n100 101 99 100\n106 107 105 106", trades: ["long 10 01:00 @100 -> 02:00 @106 take"],
      ledger: ["02:00 price 60"], funding: [Candles.funding(2, minutes: 30, rate: -0.01, price: 100)]),
    Scene(
      "and a limit to leave by that fills at the open",
      "long:\n  enter: hour() == 0\n  exit: hour() == 1\n  exit_order: limit(101, for 3 bars)\n",
      "100 100 100 100\n100 100 100 100\n102 103 101 102", trades: ["long 10 01:00 @100 -> 02:00 @102 limit"],
      ledger: ["02:00 price 20"], funding: [Candles.funding(2, minutes: 30, rate: 0.01, price: 100)]),
    Scene(
      "one that is come to inside it pays",
      "long:\n  enter: hour() == 0\n  exit: hour() == 1\n  exit_order: limit(101, for 3 bars)\n",
      "100 100 100 100\n100 100 100 100\n100 103 100 102", trades: ["long 10 01:00 @100 -> 02:00 @101 limit"],
      ledger: ["02:30 funding -10", "02:00 price 10"],
      funding: [Candles.funding(2, minutes: 30, rate: 0.01, price: 100)]),
    Scene(
      "a share of the volume that covers the stop leaves nothing to pay on",
      Scene.long("stop: 3%") + "\nparticipation: 10%",
      "100 100 100 100 100\n100 101 99 100 100\n95 96 94 95 100", trades: ["long 10 01:00 @100 -> 02:00 @95 stop"],
      ledger: ["02:00 price -50"], funding: [Candles.funding(2, minutes: 30, rate: 0.01, price: 100)]),
    Scene(
      "a stop that the open filled is no liquidation for what was not due yet",
      Scene.long("stop: 5%") + "\nsize: 5\nmargin: { mode: isolated, leverage: 10 }" + free,
      "100 100 100 100\n100 101 99 100\n92 93 91 92", trades: ["long 50 01:00 @100 -> 02:00 @92 stop"],
      ledger: ["02:00 price -400"], funding: [Candles.funding(2, minutes: 30, rate: 0.02, price: 92)]),
    Scene(
      "whom the venue took at the open pays nothing after it",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nsize: 10" + free,
      "100 100 100 100\n100 101 99 100\n90.2 91 89 90",
      trades: ["long 100 01:00 @100 -> 02:00 @90.2 liquidation"], ledger: ["02:00 price -980"],
      funding: [Candles.funding(2, minutes: 30, rate: 0.0001, price: 90)]),
    Scene(
      "a flip through zero between two settlements pays nothing", Scene.long("hold: 1"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 hold"], ledger: ["02:00 price 0"],
      funding: [Candles.funding(1, rate: 0.01, price: 100), Candles.funding(3, rate: 0.01, price: 100)]),
  ]

  // Ten times equity at 100: 100 coins, 9,000 owed; equity is 0.5% of the value at 9000 / 99.5 = 90.4523.
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

  private static let isolated =
    "\nmargin: { mode: isolated, leverage: 5 }\ncosts: { taker: 0, maker: 0, maintenance: 0.5%, liquidation_fee: 0 }"

  /// 60,000 of equity, one coin, a margin of 1,200, and the tiers of a venue.
  private static let tiered = """

    equity: 60000
    margin:
      mode: isolated
      leverage: 50
      tiers: [{ from: 0, maintenance: 0.4% }, { from: 50000, maintenance: 0.5% }, { from: 600000, maintenance: 1% }]
    costs: { taker: 0, maker: 0, liquidation_fee: 0 }
    """

  // Ten coins at 100 on a margin of 200: what stands behind them is 0.5% of their value at 800 / 9.95 = 80.402.
  static let margins: [Scene] = [
    Scene(
      "an isolated position is gone when its own margin is, with equity to spare", Scene.long("stop: 50%") + isolated,
      "100 100 100 100\n100 100 99 100\n100 100 75 90", trades: ["long 10 01:00 @100 -> 02:00 @80.402 liquidation"],
      ledger: ["02:00 price -195.9799"]),
    Scene(
      "a gap beyond its margin costs no more than that: the venue bears the rest", Scene.long("stop: 50%") + isolated,
      "100 100 100 100\n100 100 99 100\n70 75 60 70", trades: ["long 10 01:00 @100 -> 02:00 @70 liquidation"],
      ledger: ["02:00 price -300", "02:00 liquidation 100"]),
    Scene(
      "a short's lies above, at 1200 / 10.05", Scene.short("stop: 50%") + isolated,
      "100 100 100 100\n100 100 99 100\n100 125 100 110", trades: ["short 10 01:00 @100 -> 02:00 @119.403 liquidation"]),
    Scene(
      "a stop that is nearer comes first", Scene.long("stop: 10%") + isolated,
      "100 100 100 100\n100 100 99 100\n100 100 75 90", trades: ["long 10 01:00 @100 -> 02:00 @90 stop"]),
    // Ten coins at 101 on a margin of 202, of which slippage has taken 10: gone at (1010 − 202) / 9.95 = 81.206.
    Scene(
      "its margin is a part of what was paid, and what slippage made of the price comes out of it",
      Scene.long("stop: 50%")
        + isolated.replacing("maker: 0", with: "maker: 0, slippage: 1%"),
      "100 100 100 100\n100 100 99 100\n100 100 81 90", trades: ["long 10 01:00 @101 -> 02:00 @81.206 liquidation"]),
    Scene(
      "an order in a tier whose maintenance is more than its margin is not placed",
      Scene.long("stop: 50%") + "\nsize: 5"
        + isolated.replacing(
          "leverage: 5", with: "leverage: 5, tiers: [{ from: 0, maintenance: 0.5% }, { from: 100, maintenance: 30% }]"
        ).replacing(", maintenance: 0.5%, liq", with: ", liq"),
      "100 100 100 100\n100 100 99 100\n100 100 99 100", trades: [], counts: ["beyond margin": 1]),
    Scene(
      "leverage bounds what is held", Scene.long("stop: 50%") + "\nsize: 9" + isolated,
      "100 100 100 100\n100 100 99 100", trades: ["long 50 01:00 @100 -> 02:00 @100 open"]),
    Scene(
      "in cross margin all of equity stands behind a position",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nsize: 10\nmargin: { mode: cross }"
        + "\ncosts: { taker: 0, maker: 0, maintenance: 0.5%, liquidation_fee: 0 }",
      "100 100 100 100\n100 100 99 100\n100 100 80 85", trades: ["long 100 01:00 @100 -> 02:00 @90.4523 liquidation"]),
    Scene(
      "by tiers one coin on 1,200 is taken at 59,045.2261", Scene.long("stop: 50%") + tiered,
      "60000 60000 60000 60000\n60000 60000 59046 59500\n59500 59500 59045 59100",
      trades: ["long 1 01:00 @60000 -> 02:00 @59045.2261 liquidation"]),
    Scene(
      "funding that is paid out of the margin moves it to 59,063.3166", Scene.long("stop: 50%") + tiered,
      "60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 59064 59500\n59500 59500 59060 59100",
      trades: ["long 1 01:00 @60000 -> 06:00 @59063.3166 liquidation"],
      ledger: [
        "02:00 funding -6", "03:00 funding -6", "04:00 funding -6", "06:00 price -936.6834",
      ], funding: (2...4).map { Candles.funding($0, rate: 0.0001, price: 60_000) }),
    Scene(
      "funding that is received moves it to 59,027.1357", Scene.long("stop: 50%") + tiered,
      "60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 60000 60000\n60000 60000 59028 59500\n59500 59500 59027 59100",
      trades: ["long 1 01:00 @60000 -> 06:00 @59027.1357 liquidation"],
      funding: (2...4).map { Candles.funding($0, rate: -0.0001, price: 60_000) }),
    Scene(
      "funding can liquidate by itself: it is paid first", Scene.long("stop: 50%") + tiered,
      "60000 60000 60000 60000\n60000 60000 59060 59060\n59060 59060 59060 59060",
      trades: ["long 1 01:00 @60000 -> 02:00 @59060 liquidation"],
      ledger: ["02:00 funding -18", "02:00 price -940"], funding: [Candles.funding(2, rate: 0.0003, price: 60_000)]),
    Scene(
      "who is liquidated in the bar before a settlement does not pay it", Scene.long("stop: 50%") + tiered,
      "60000 60000 60000 60000\n60000 60000 59000 59060\n59060 59060 59060 59060",
      trades: ["long 1 01:00 @60000 -> 01:00 @59045.2261 liquidation"], ledger: ["01:00 price -954.7739"],
      funding: [Candles.funding(2, rate: 0.0003, price: 60_000)]),
  ]

  @Test("margin", arguments: margins) func margin(scene: Scene) throws { try scene.check() }

  /// Bybit's printed example of its older rule: one coin at 20,000, fifty times, 0.5% of its value at the entry.
  private static func bybit(_ basis: String) -> String {
    "\nsize: coins(1)\nequity: 20000\nmargin: { mode: isolated, leverage: 50, basis: \(basis) }"
      + "\ncosts: { taker: 0, maker: 0, maintenance: 0.5%, liquidation_fee: 0 }"
  }
  /// The same of its inverse contract: 60,000 dollars at 50,000, ten times.
  private static let bybitInverse =
    "\nsize: quote(60000)\nequity: 60000\nmargin: { mode: isolated, leverage: 10, basis: entry }"
    + "\ncosts: { taker: 0, maker: 0, maintenance: 0.5%, liquidation_fee: 0 }"
  private static let doubled =
    "position: if(hour() == 0, 1, 2)\nmargin: { basis: entry }"
    + "\ncosts: { taker: 0, maker: 0, maintenance: 10%, liquidation_fee: 0 }"

  static let bases: [Scene] = [
    Scene(
      "maintenance of what the position was worth at its entry: 20,000 − (400 − 100)",
      Scene.long("stop: 50%") + bybit("entry"),
      "20000 20000 20000 20000\n20000 20000 19701 19750\n19750 19750 19600 19650",
      trades: ["long 1 01:00 @20000 -> 02:00 @19700 liquidation"]),
    Scene(
      "on the mark it is less at a lower price, and the position lives on to 19,698.4925",
      Scene.long("stop: 50%") + bybit("mark"),
      "20000 20000 20000 20000\n20000 20000 19699 19750\n19750 19750 19600 19650",
      trades: ["long 1 01:00 @20000 -> 02:00 @19698.4925 liquidation"]),
    Scene(
      "a short's lies as far above", Scene.short("stop: 50%") + bybit("entry"),
      "20000 20000 20000 20000\n20000 20299 19701 20000\n20000 20400 20000 20100",
      trades: ["short 1 01:00 @20000 -> 02:00 @20300 liquidation"]),
    Scene(
      "in cross margin twenty coins at 1,000 on 10,000 go at 510 (BitMEX)",
      Scene.long("stop: 90%")
        + "\nsize: coins(20)\nequity: 10000\nmargin: { basis: entry }\ncosts: { taker: 0, maker: 0, maintenance: 1%, liquidation_fee: 0 }",
      "1000 1000 1000 1000\n1000 1000 511 600\n600 600 500 550",
      trades: ["long 20 01:00 @1000 -> 02:00 @510 liquidation"]),
    InverseScenes.scene(
      "of an inverse contract it is in coin: a long goes at 45,662.1005", Scene.long("stop: 50%") + bybitInverse,
      "50000 50000 50000 50000\n50000 50000 45663 46000\n46000 46000 45000 45500",
      trades: ["long 60000 01:00 @50000 -> 02:00 @45662.1005 liquidation"]),
    InverseScenes.scene(
      "and a short at 55,248.6188", Scene.short("stop: 50%") + bybitInverse,
      "50000 50000 50000 50000\n50000 55248 50000 55000\n55000 56000 55000 55500",
      trades: ["short 60000 01:00 @50000 -> 02:00 @55248.6188 liquidation"]),
    // Ten coins at 100 and ten at 110: 210 of maintenance, gone at 110 − (1100 − 210) / 20.
    Scene(
      "what is added counts at its own price", doubled,
      "100 100 100 100\n100 110 100 110\n110 110 60 70", trades: ["long 20 01:00 @100 -> 02:00 @65.5 liquidation"]),
    InverseScenes.scene(
      "with the fee of leaving beside it, as OKX has it: (1 + 0.45%) / (1/25000 + 0.04/10000)",
      Scene.long("stop: 50%")
        + "\nsize: quote(10000)\nequity: 10000\nmargin: { mode: isolated, leverage: 10, basis: mark_and_fee }\ncosts: { taker: 5bps, maker: 0, maintenance: 0.4%, liquidation_fee: 0 }",
      "25000 25000 25000 25000\n25000 25000 22830 23000\n23000 23000 22000 22500",
      trades: ["long 10000 01:00 @25000 -> 02:00 @22829.5455 liquidation"]),
  ]

  @Test("what maintenance is a share of", arguments: bases) func basis(scene: Scene) throws { try scene.check() }

  private static func initial(_ size: Int, _ mode: String, equity: Int = 1000) -> String {
    "long: { enter: hour() == 0, exit: hour() == 20 }\nsize: \(size)\nequity: \(equity)\nmargin: { \(mode)tiers: [{ from: 0, maintenance: 1%, initial: 10% }, { from: 5000, maintenance: 2%, initial: 20% }] }"
  }
  private static let flat = "100 100 100 100\n100 100 100 100"

  static let initials: [Scene] = [
    Scene(
      "an order is cut to what the initial margin of its tier lets be opened: 1,000 are 20% of 5,000",
      initial(8, ""), flat, trades: ["long 50 01:00 @100 -> 02:00 @100 open"], counts: ["by leverage": 1]),
    Scene(
      "what the lower tier's lets be opened is not cut", initial(4, ""), flat,
      trades: ["long 40 01:00 @100 -> 02:00 @100 open"], counts: ["by leverage": 0]),
    Scene(
      "in the upper tier its rate is of the whole: 2,000 are 20% of 10,000", initial(8, "", equity: 2000), flat,
      trades: ["long 100 01:00 @100 -> 02:00 @100 open"], counts: ["by leverage": 1]),
    Scene(
      "a tier that asks for more than the margin at that leverage is closed to it",
      initial(3, "mode: isolated, leverage: 10, ", equity: 2000), flat,
      trades: ["long 50 01:00 @100 -> 02:00 @100 open"], counts: ["by leverage": 1]),
    Scene(
      "and open at a lower one", initial(3, "mode: isolated, leverage: 5, ", equity: 2000), flat,
      trades: ["long 60 01:00 @100 -> 02:00 @100 open"], counts: ["by leverage": 0]),
    Scene(
      "what the leverage cuts to 6,000 and the tier to 5,000 is one order that is cut",
      initial(8, "mode: cross, leverage: 6, "), flat, trades: ["long 50 01:00 @100 -> 02:00 @100 open"],
      counts: ["by leverage": 1]),
    Scene(
      "a short is cut as far", initial(8, "").replacing("long:", with: "short:"), flat,
      trades: ["short 50 01:00 @100 -> 02:00 @100 open"], counts: ["by leverage": 1]),
  ]

  @Test("initial margin by tier", arguments: initials) func opened(scene: Scene) throws { try scene.check() }

  @Test(
    "what makes no sense of a margin is said at its place",
    arguments: [
      ("margin: { basis: entry_price }", "mark or entry or mark_and_fee"),
      ("margin: { tiers: [{ from: 0, maintenance: 1%, initial: 2% }, { from: 100, maintenance: 2% }] }", "or of none"),
      ("margin: { tiers: [{ from: 0, maintenance: 1%, initial: 0.5% }] }", "from its maintenance"),
      (
        "margin: { mode: isolated, leverage: 60, tiers: [{ from: 0, maintenance: 1%, initial: 2% }] }",
        "take 50.0 at most"
      ),
    ])
  func refusals(margin: String, words: String) throws {
    let problem = try #require(throws: Problem.self) {
      _ = try StrategyFile.parse("long: { enter: close > 1 }\n\(margin)\n", file: "s.yaml").bound()
    }
    #expect(problem.place.line == 2 && "\(problem)".contains(words), "\(problem)")
  }

  @Test("that positions are taken as another venue takes them is said, of its own contracts nothing")
  func otherWay() throws {
    let frame = Candles.frame(Self.flat).frame
    func note(_ way: String) throws -> String? {
      try StrategyFile.parse("long: { enter: close > 1 }\nmargin: { liquidation: \(way) }\n", file: "s.yaml")
        .marginNote(on: frame)
    }
    let venue = frame.instrument.venue
    let other = try #require(["bybit", "okx"].first { $0 != venue })
    #expect(try note(other) == "Positions are taken as \(other) takes them, and \(frame.instrument) trades elsewhere.")
    #expect(try note("whole") == nil)
    let market = Frame(
      market: "m", instrument: Instrument(venue: other, symbol: "BTCUSDT"), grid: frame.grid,
      columns: Array(frame.columns.values))
    let strategy = try StrategyFile.parse(
      "long: { enter: close > 1 }\nmargin: { liquidation: \(other) }\n", file: "s.yaml")
    #expect(strategy.marginNote(on: market) == nil)
  }

  @Test("of several positions in one account neither is modelled, and that is said")
  func several() throws {
    for (text, words) in [
      ("legs: { a: { instrument: x:A, margin: { basis: entry } } }\nposition: 1\n", "one instrument"),
      ("universe: all\nweight: 1\nmargin: { basis: entry }\n", "one instrument"),
      (
        "universe: all\nweight: 1\nmargin: { tiers: [{ from: 0, maintenance: 1%, initial: 2% }] }\n", "one instrument"
      ),
    ] {
      let problem = try #require(throws: Problem.self) { _ = try StrategyFile.parse(text, file: "s.yaml") }
      #expect("\(problem)".contains(words), "\(problem)")
    }
  }

  @Test("a wick of the traded price that the mark does not follow takes nothing, and one of the mark alone does")
  func mark() throws {
    let table = "60000 60000 60000 60000\n60000 60000 58900 59500\n59500 59500 59200 59500"
    func run(_ watch: String, markLows: [Double]) throws -> Run {
      let market = Candles.frame(
        table,
        extra: [
          Column("mark_low", .price, markLows), Column("mark_high", .price, [Double](repeating: 60_000, count: 3)),
          Column("mark_open", .price, [Double](repeating: .nan, count: 3)),
        ])
      let text = (Scene.long("stop: 50%") + Self.tiered).replacing(
        "leverage: 50", with: "leverage: 50\n  watch: \(watch)")
      return try StrategyFile.parse(text + "\n", file: "mark.yaml").bound()
        .run(Evaluator(market.frame), on: PreparedMarket(market))
    }
    let lows = [60_000.0, 59_100, 59_040]
    #expect(try run("traded", markLows: lows).trades.map(\.exitPrice.whole) == [59_045])
    #expect(try run("traded", markLows: lows).trades.map(\.left) == [Instant(year: 2025, month: 1, day: 1, hour: 1)])
    #expect(try run("mark", markLows: lows).trades.map(\.exitPrice.whole) == [59_045])
    #expect(try run("mark", markLows: lows).trades.map(\.left) == [Instant(year: 2025, month: 1, day: 1, hour: 2)])
    #expect(try run("mark", markLows: [60_000, 59_100, 59_100]).trades.map(\.ending) == [.open])
  }

  @Test(
    "a mark that opens beyond its price takes a position at the bar's open, where trades open beyond it too"
  )
  func markGap() throws {
    let table = "60000 60000 60000 60000\n60000 60000 59500 59500\n58900 59500 58850 59200"
    func run(markOpens: [Double]) throws -> Run {
      let market = Candles.frame(
        table,
        extra: [
          Column("mark_open", .price, markOpens), Column("mark_low", .price, [60_000, 59_500, 57_600]),
          Column("mark_high", .price, [60_000, 60_000, 59_400]),
        ])
      let text = (Scene.long("stop: 50%") + Self.tiered).replacing("leverage: 50", with: "leverage: 50\n  watch: mark")
      return try StrategyFile.parse(text + "\n", file: "gap.yaml").bound()
        .run(Evaluator(market.frame), on: PreparedMarket(market))
    }
    #expect(try run(markOpens: [60_000, 59_500, 58_900]).trades.map(\.exitPrice) == [58_900])
    #expect(try run(markOpens: [60_000, 59_500, 59_400]).trades.map(\.exitPrice.whole) == [59_045])
  }

  // Ten times equity at 100: nothing is left at 90 for a long, at 110 for a short.
  static let ruins: [Scene] = [
    Scene(
      "at an open that leaves nothing the venue comes before the order of the rules",
      "long: { enter: hour() == 0, exit: hour() == 1 }\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n85 86 84 85\n85 85 85 85",
      trades: ["long 100 01:00 @100 -> 02:00 @85 liquidation"], ledger: ["02:00 price -1500", "02:00 liquidation 500"]),
    Scene(
      "as long as something is left the order fills",
      "long: { enter: hour() == 0, exit: hour() == 1 }\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n90.2 91 84 85\n85 85 85 85",
      trades: ["long 100 01:00 @100 -> 02:00 @90.2 exit"], ledger: ["02:00 price -980"]),
    Scene(
      "before a time that is up, too", Scene.short("hold: 1h") + "\nsize: 10" + free,
      "100 100 100 100\n100 100 99 100\n120 120 119 120",
      trades: ["short 100 01:00 @100 -> 02:00 @120 liquidation"],
      ledger: ["02:00 price -2000", "02:00 liquidation 1000"]),
    Scene(
      "before an order for the other side, which nothing is left for",
      "long: { enter: hour() == 0, exit: hour() == 1 }\nshort: { enter: hour() >= 1, exit: hour() == 20 }\nsize: 10"
        + free,
      "100 100 100 100\n100 100 99 100\n85 86 84 85\n85 85 85 85",
      trades: ["long 100 01:00 @100 -> 02:00 @85 liquidation"]),
    Scene(
      "and where orders share the volume of bars",
      "long: { enter: hour() == 0, exit: hour() == 1 }\nsize: 10\nparticipation: 100%" + free,
      "100 100 100 100 1000\n100 100 99 100 1000\n85 86 84 85 1000\n85 85 85 85 1000",
      trades: ["long 100 01:00 @100 -> 02:00 @85 liquidation"], ledger: ["02:00 price -1500", "02:00 liquidation 500"]),
    Scene(
      "an isolated margin that an open has used up is all that is lost",
      "long: { enter: hour() == 0, exit: hour() == 1 }" + isolated,
      "100 100 100 100\n100 100 99 100\n70 75 60 70", trades: ["long 10 01:00 @100 -> 02:00 @70 liquidation"],
      ledger: ["02:00 price -300", "02:00 liquidation 100"]),
  ]

  @Test("opens beyond all equity", arguments: ruins) func ruin(scene: Scene) throws { try scene.check() }

  static let absurd: [Scene] = [
    Scene(
      "a settlement at an absurd rate takes what there is; the venue bears the rest", Scene.long("hold: 20h"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 liquidation"],
      ledger: ["02:00 funding -5000", "02:00 price 0", "02:00 liquidation 4000"],
      funding: [Candles.funding(2, rate: 5, price: 100)]),
    Scene(
      "a price below zero takes all of a position that owes nothing, and no more", Scene.long("hold: 20h"),
      "100 100 100 100\n100 100 -50 -50\n-50 -50 -50 -50", trades: ["long 10 01:00 @100 -> 01:00 @0 liquidation"],
      ledger: ["01:00 price -1000"]),
    Scene(
      "who has nothing left trades nothing", "long: { enter: hour() < 5, exit: hour() == 20, hold: 20h }",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 02:00 @100 liquidation"], funding: [Candles.funding(2, rate: 5, price: 100)]),
    Scene(
      "a limit far beyond anything traded is an order like any other",
      Scene.long(order: "limit(close * 1000, for 2 bars)"),
      "100 100 100 100\n101 101 101 101\n102 102 102 102", trades: ["long 10 01:00 @101 -> 03:00 @102 open"]),
  ]

  @Test("absurd input", arguments: absurd) func absurdity(scene: Scene) throws { try scene.check() }

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

extension Double {
  fileprivate var whole: Double { rounded(.toNearestOrEven) }
}
