import Market
import Replay
import Signals
import Testing

@Suite("Scenes: fees by a venue's levels, and by what was traded")
struct FeeScenes {
  /// Long from 01:00 to 02:00 of every day.
  private static let daily = "long: { enter: hour() == 0, exit: hour() == 1 }\n"
  private static func days(_ count: Int) -> String {
    [String](repeating: "100 100 100 100", count: 24 * count).joined(separator: "\n")
  }
  private static let rows =
    "costs: { fees: [{ volume: 0, taker: 10bps, maker: 5bps }, { volume: 1500, taker: 5bps, maker: 0 }, { volume: 3500, taker: -1bps, maker: -2bps }] }"

  static let scenes: [Scene] = [
    Scene(
      "a level that is named is charged from the first fill to the last",
      Self.daily + "costs: { fees: bybit vip 3 }", days(1), trades: ["long 10 01:00 @100 -> 02:00 @100 exit"],
      ledger: ["01:00 fee -0.35", "02:00 price 0", "02:00 fee -0.35"]),
    Scene(
      "a venue alone is its customer without discounts", Self.daily + "costs: { fees: hyperliquid }", days(1),
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit"],
      ledger: ["01:00 fee -0.45", "02:00 price 0", "02:00 fee -0.45"]),
    Scene(
      "a level may be a parameter's number",
      "parameters: { level: 4 }\n" + Self.daily + "costs: { fees: binance vip level }",
      days(1), trades: ["long 10 01:00 @100 -> 02:00 @100 exit"],
      ledger: ["01:00 fee -0.3", "02:00 price 0", "02:00 fee -0.3"]),
    Scene(
      "who rests is paid a rebate",
      "long: { enter: hour() == 0, exit: hour() == 20, order: 'limit(99, for 3 bars)' }\ncosts: { fees: dydx tier 9 }",
      "100 100 100 100\n100 100 98 100\n100 100 100 100", trades: ["long 10 01:00 @99 -> 03:00 @100 open"],
      ledger: ["01:00 fee 0.1089", "03:00 price 10"]),
    // A day trades 2,000, the next 1,996: each is charged by the days before it, and no fill by its own day.
    Scene(
      "what a day trades makes the fills of the next day cheaper, and none of its own",
      Self.daily + rows, days(3),
      trades: [
        "long 10 01:00 @100 -> 02:00 @100 exit", "long 9.98 01:00 @100 -> 02:00 @100 exit",
        "long 9.97 01:00 @100 -> 02:00 @100 exit",
      ],
      ledger: [
        "01:00 fee -1", "02:00 price 0", "02:00 fee -1", "01:00 fee -0.499", "02:00 price 0", "02:00 fee -0.499",
        "01:00 fee 0.0997", "02:00 price 0", "02:00 fee 0.0997",
      ]),
    Scene(
      "a volume that is reached exactly counts",
      "long: { enter: hour() == 0, exit: hour() == 1 }\nsize: coins(1)\ncosts: { fees: [{ volume: 0, taker: 10bps, maker: 0 }, { volume: 200, taker: 0, maker: 0 }] }",
      days(2),
      trades: ["long 1 01:00 @100 -> 02:00 @100 exit", "long 1 01:00 @100 -> 02:00 @100 exit"],
      ledger: ["01:00 fee -0.1", "02:00 price 0", "02:00 fee -0.1", "02:00 price 0"]),
    Scene(
      "one row is one rate", Self.daily + "costs: { fees: [{ volume: 0, taker: 10bps, maker: 0 }] }", days(2),
      trades: ["long 10 01:00 @100 -> 02:00 @100 exit", "long 9.98 01:00 @100 -> 02:00 @100 exit"],
      ledger: [
        "01:00 fee -1", "02:00 price 0", "02:00 fee -1", "01:00 fee -0.998", "02:00 price 0", "02:00 fee -0.998",
      ]),
  ]

  @Test("fees", arguments: scenes) func fees(scene: Scene) throws { try scene.check() }

  @Test("a day counts for thirty days after it, and no longer")
  func window() throws {
    let table = [String](repeating: "100 100 100 100", count: 70).joined(separator: "\n")
    let schedule = VolumeSchedule(
      days: 30, [.init(volume: 0, taker: 0.001, maker: 0), .init(volume: 50, taker: 0.0005, maker: 0)])
    var costs = Costs(taker: 0.001)
    costs.byVolume = schedule
    // Fills at the opens of the days after: 5 and 6, 36 (which day 6 lies thirty before), 67 (whose thirty begin with day 37).
    let run = try replay(
      Candles.frame(table, interval: .day), [4: 0.1, 5: 0, 35: 0.1, 66: 0], costs: costs)
    #expect(run.ledger.filter { $0.kind == .fee }.map(\.rate) == [0.001, 0.0005, 0.0005, 0.001])
  }

  @Test("of an inverse contract what is traded counts in dollars")
  func inverse() throws {
    let table = [String](repeating: "50 50 50 50", count: 4).joined(separator: "\n")
    let scenario = Candles.frame(table, interval: .day) { contract in
      contract.form = .inverse
      (contract.quote, contract.base, contract.settlement) = ("USD", "BTC", "BTC")
    }
    func rates(from volume: Double) throws -> [Double] {
      var costs = Costs(taker: 0.001)
      costs.byVolume = VolumeSchedule(
        days: 30, [.init(volume: 0, taker: 0.001, maker: 0), .init(volume: volume, taker: 0, maker: 0)])
      return try replay(scenario, [0: 1, 1: 0.5], costs: costs).ledger.filter { $0.kind == .fee }.map(\.rate)
    }
    // An equity of 1,000 dollars of coin holds a face of 1,000.
    #expect(try rates(from: 1000) == [0.001])
    #expect(try rates(from: 1001) == [0.001, 0.001])
  }

  @Test("legs that pay by one schedule share what they traded, and one leg is the replay of one instrument")
  func legs() throws {
    var costs = Costs(taker: 5e-4, slippage: 1e-4)
    costs.byVolume = VolumeSchedule(
      days: 3,
      [
        .init(volume: 0, taker: 5e-4, maker: 0), .init(volume: 40_000, taker: 3e-4, maker: 0),
        .init(volume: 80_000, taker: -1e-4, maker: 0),
      ])
    for seed in UInt64(1)...4 {
      let scenario = Candles.random(bars: 3000, seed: seed, leap: 0.05)
      let weights = Candles.randomDecisions(bars: 3000, seed: seed &+ 100, leverage: 3)
      let single = try Run(
        PreparedMarket(scenario), decisions: ScriptedDecisions(weights), costs: costs, initialEquity: 10_000)
      let one = try LegMarket.copies(of: scenario, [("perp", LegMarket.perp)]).run(
        weights, [LegTerms(name: "perp", costs: costs)], ratios: [1])
      #expect(one.ledger == single.ledger)
      #expect(one.figures == single.figures)
      #expect(Set(single.ledger.filter { $0.kind == .fee }.map(\.rate)).count > 1)
      let two = try LegMarket.copies(of: scenario, [("a", LegMarket.perp), ("b", LegMarket.other)]).run(
        weights, [LegTerms(name: "a", costs: costs), LegTerms(name: "b", costs: costs)], ratios: [1, -1])
      let fees = two.ledger.filter { $0.kind == .fee }
      let rates = Dictionary(grouping: fees, by: \.instant).values.map { Set($0.map(\.rate)).count }
      #expect(rates.allSatisfy { $0 == 1 }, "both legs pay by one volume")
    }
  }

  @Test("half the costs are half of each rate")
  func scaled() throws {
    var costs = Costs(taker: 0.001)
    costs.byVolume = VolumeSchedule(days: 30, [.init(volume: 0, taker: 0.001, maker: 0)])
    costs.modelled = 0.5
    let run = try replay(Candles.frame("100 100 100 100\n100 100 100 100"), [0: 1], costs: costs)
    #expect(run.figures.fees == -0.5)
  }

  @Test(
    "what is wrong is said at its place, with the nearest word",
    arguments: [
      ("bybit vip 9", "did you mean 'vip "), ("bybit vpi 3", "did you mean 'vip 3'?"),
      ("bibit vip 3", "did you mean 'bybit'?"), ("okx vip 2", "the levels are regular user"),
      ("kraken", "the lists are binance"), ("binance by volume", "a balance of BNB"),
      ("bybit gold", "the levels are non-VIP, vip 1"), ("bybit vip -1", "bybit has no level 'vip -1'"),
      ("hyperliquid tier - 2", "hyperliquid has no level 'tier - 2'"),
    ])
  func refusals(text: String, words: String) throws {
    let problem = try #require(throws: Problem.self) {
      _ = try StrategyFile.parse("long: { enter: close > 1 }\ncosts: { fees: \(text) }\n", file: "s.yaml").bound()
    }
    #expect(problem.place.line == 2 && problem.place.column == 16)
    #expect("\(problem)".contains(words), "\(problem)")
  }

  @Test(
    "rows begin at nothing, rise and have rates; and a fee is said once",
    arguments: [
      ("fees: [{ volume: 1, taker: 1bps, maker: 0 }]", "begin at a volume of 0"),
      ("fees: [{ volume: 0, taker: 1bps, maker: 0 }, { volume: 0, taker: 1bps, maker: 0 }]", "and rise"),
      ("fees: [{ volume: 0, taker: 1bps }]", "no 'maker'"),
      ("fees: [{ volume: 0, taker: 20, maker: 0 }]", "taker is 20"),
      ("fees: [{ volume: 0, takr: 1bps, maker: 0 }]", "takr"), ("fees: bybit, taker: 1bps", "both say"),
    ])
  func rows(text: String, words: String) throws {
    let problem = try #require(throws: Problem.self) {
      _ = try StrategyFile.parse("long: { enter: close > 1 }\ncosts: { \(text) }\n", file: "s.yaml").bound()
    }
    #expect("\(problem)".contains(words), "\(problem)")
  }

  @Test("a level's number that the list does not have is refused when it is bound")
  func numbers() throws {
    let text = "parameters: { level: 1 }\nlong: { enter: close > 1 }\ncosts: { fees: bybit vip level }\n"
    let strategy = try StrategyFile.parse(text, file: "s.yaml")
    #expect(strategy.parametersRead.contains("level"))
    #expect(try strategy.bound().costs == Costs(taker: 0.0004, maker: 0.00018))
    #expect(try strategy.bound(to: ["level": .number(0)]).costs.taker == 0.00055)
    for level in [7, -1, 1.5] {
      #expect(throws: Problem.self) { try strategy.bound(to: ["level": .number(level)]) }
    }
  }

  @Test("who names a list is not charged what is assumed, and two levels are two strategies")
  func named() throws {
    let binance = Instrument(venue: "binance", symbol: "BTCUSDT")
    func strategy(_ fees: String) throws -> Strategy {
      try StrategyFile.parse("long: { enter: close > 1 }\ncosts: { fees: \(fees) }\n", file: "s.yaml")
        .charged(as: binance)
    }
    let named = try strategy("hyperliquid by volume")
    #expect(named.assumedFees == nil)
    #expect(try named.bound().costs.byVolume?.days == 14)
    #expect(named.definition != (try strategy("hyperliquid tier 1").definition))
    #expect(try named.bound().identity != strategy("hyperliquid").bound().identity)
    #expect(
      try strategy("bybit vip 3").bound().identity
        == StrategyFile.parse(
          "long: { enter: close > 1 }\ncosts: { taker: 3.5bps, maker: 1.4bps }\n", file: "s.yaml"
        ).bound().identity)
  }
}
