import Market
import Replay
import Signals
import Testing

@Suite("Strategy files with legs")
struct LegFileTests {
  private static let rules = "\nlong: { enter: \"close > 0\" }\ncosts: free\n"

  @Test("The first leg is the position, the second its hedge")
  func short() throws {
    let strategy = try StrategyFile.parse(
      "legs: { perp: binance:BTCUSDT, spot: binance:BTCUSDT/spot }" + Self.rules, file: "a.yaml")
    let legs = try #require(strategy.legs)
    #expect(legs.legs.map(\.name) == ["perp", "spot"])
    #expect(legs.legs.map(\.ratio.text) == ["1", "-1"])
    #expect(legs.hedge == .value)
    #expect(try strategy.bound().identity.contains("legs(binance:BTCUSDT ratio(1)"))
  }

  @Test("What a currency is worth is no leg of the position, and the account is part of what a result is known by")
  func conversion() throws {
    let text = "legs: { here: BTCUSDT, there: BTCUSDC }\nconvert: { USDC: USDCUSDT/spot }"
    let strategy = try StrategyFile.parse(text + Self.rules, file: "a.yaml")
    let legs = try #require(strategy.legs?.legs)
    #expect(legs.map(\.name) == ["here", "there", "USDC"] && legs.map(\.isConversion) == [false, false, true])
    #expect(legs.map(\.ratio.text) == ["1", "-1", "0"] && strategy.account == nil)
    let said = try StrategyFile.parse(text + "\naccount: USDT" + Self.rules, file: "a.yaml")
    #expect(said.account == "USDT")
    #expect(try said.bound().identity != strategy.bound().identity && said.definition != strategy.definition)
  }

  @Test("A ratio may be any expression of the legs' columns")
  func beta() throws {
    let text = """
      legs:
        a: binance:BTCUSDT
        b: { instrument: binance:ETHUSDT, ratio: "-beta(a.close, b.close, 30)" }
      long: { enter: "hour() == 3", exit: "hour() == 20" }
      costs: free
      """
    let strategy = try StrategyFile.parse(text + "\n", file: "beta.yaml")
    #expect(strategy.columnNames == ["a.close", "b.close"])
    let scenario = Candles.random(bars: 900, seed: 3)
    let columns = ["open", "high", "low", "close"].map { scenario.values($0) }
    let rows = (0..<scenario.grid.count).map { row in columns.map { $0[row] } }
    let doubled = rows.indices.map { row in rows[row].map { $0 * 0.05 } }
    let market = LegMarket(
      [("a", LegMarket.perp, rows), ("b", LegMarket.other, doubled)], interval: scenario.grid.interval,
      start: scenario.grid.start)
    let run = try strategy.bound().run(Evaluator(market.frame), on: market.tape())
    let legs = try #require(run.legs).legs
    // The second is the first at a twentieth of the price: it moves by one percent for each of the other's.
    let row = try #require(legs[0].quantity.firstIndex { $0 != 0 })
    #expect(abs(legs[0].quantity[row] + legs[1].quantity[row] / 20) < 1e-6 * abs(legs[0].quantity[row]))
    #expect(abs(run.legs?.total.price ?? 1) < 10)
  }

  @Test(
    "What cannot be is refused, and how to write it is said",
    arguments: [
      ("legs: { perp: binance:BTCUSDT }\nstop: 2%", "stands at the top"),
      ("legs: { perp: binance:BTCUSDT }\nmargin: { mode: cross }", "say 'leverage' of a leg"),
      ("legs: { perp: binance:BTCUSDT }\ninstrument: binance:BTCUSDT", "name the instruments under 'legs:'"),
      ("legs: { perp: binance:BTCUSDT }\nhedge: delta", "write value or coins"),
      ("legs: { perp: binance:BTCUSDT }\naccount: dollars", "which is no currency"),
      ("legs: { USDC: binance:BTCUSDT }\nconvert: { USDC: USDCUSDT/spot }", "both name 'USDC'"),
      ("legs: { perp: binance:BTCUSDT }\nconvert: { BTC: binance:BTCUSDT/front }", "away from it by their basis"),
      ("account: USDT", "this trades one"),
      ("convert: { USDC: USDCUSDT/spot }", "is about legs"),
      ("legs: { perp: { ratio: 1 } }", "has no 'instrument'"),
      ("legs: { p.q: binance:BTCUSDT }", "take letters"),
      ("legs: { a: x:A, b: x:B, c: x:C }", "has no 'ratio'"),
      ("legs: { a: { instrument: x:A, stop: 2% } }", "unknown key 'stop'"),
      ("legs: { a: { instrument: x:A, taker: 50% } }", "a.taker is 0.5"),
      ("legs: { a: { instrument: x:A, taker: 0.05 } }", "a.taker is 0.05"),
      ("legs: { a: { instrument: x:A, borrow: 8 } }", "a.borrow is 8.0 it must lie from 0.0 to 3.0"),
      ("legs: { a: x:A, b: x:B }\ndrift: 25", "drift is 25.0 it must lie from 0.0001 to 10.0"),
      ("legs: { a: { instrument: x:A, ratio: close > 1 } }", "is a condition"),
      ("legs: { a: { instrument: x:A, borrow: close } }", "needs one number"),
      ("legs: { a: x:A }\nsize: coins(1)", "a multiple of equity"),
      ("legs: { a: { instrument: x:A, margin: isolated } }", "say value over margin: leverage: 5"),
      ("legs: { a: { instrument: x:A, margin: isolated, leverage: 300 } }", "liquidated as it is entered"),
      (
        "legs: { a: x:A, b: { instrument: x:B, maintenance: 1% } }\nsize: 100",
        "take a size below 66.6666, or smaller ratios"
      ),
      (
        "legs: { a: { instrument: x:A, maintenance: 1%, ratio: 20 }, b: { instrument: x:B, leverage: 1.2, margin: isolated } }",
        "the margins of the others 0.8333"
      ),
      (
        "legs: { a: x:A, b: { instrument: x:B, margin: { liquidation: bybit } } }",
        "share the purse, which is liquidated in one way"
      ),
      (
        "legs: { a: x:A, b: x:B }\nmargin: { liquidation: bybit }", "not which of several that share a purse goes first"
      ),
      ("legs: { a: x:A, b: x:B }\nmargin: { liquidation: okx }", "none has one of its own"),
      ("legs: { a: x:A, b: x:B/spot }\nmargin: { liquidation: hyperliquid }", "in one purse with coins (the leg 'b')"),
      ("legs: { a: x:A }\nmargin: { liquidation: binance }", "is not modelled"),
      ("legs: { a: { instrument: x:A, margin: { leverage: 5 } } }", "said beside it"),
      ("legs: { a: { instrument: x:A, margin: some } }", "write cross or isolated"),
      (
        "legs: { a: { instrument: x:A, maintenance: 1%, margin: { tiers: binance-btc-2021 } } }", "keep one of them"
      ),
      ("legs: { a: x:A, b: { instrument: x:B/spot, margin: { watch: mark } } }", "a spot pair has no mark"),
      ("legs: { a: x:A, b: { instrument: x:B/spot, ratio: 1, leverage: 5 } }", "'leverage' is said of the leg 'b'"),
      (
        "legs: { a: x:A, b: { instrument: x:B/spot, ratio: 0.5, maintenance: 4% } }",
        "'maintenance' is said of the leg 'b'"
      ),
      ("legs: { a: x:A }\nmargin: { mode: cross }", "say 'leverage' of a leg"),
      ("hedge: coins", "there are none"),
      ("legs: { a: { instrument: x:A, leverage: 2 }, b: { instrument: x:B/spot, ratio: 1 } }", "0.6666 or less"),
      ("legs: { a: x:A }\nsize: open_return", "several legs"),
    ])
  func refused(text: String, words: String) {
    let problem = #expect(throws: Problem.self) {
      _ = try StrategyFile.parse(text + Self.rules, file: "bad.yaml").bound()
    }
    #expect(problem.map { "\($0.what) \($0.remedy ?? "")" }?.contains(words) ?? false, "\(String(describing: problem))")
  }

  @Test("So are orders and exits that ask about one position")
  func orders() {
    for side in ["{ enter: \"close > 0\", stop: 2% }", "{ enter: \"close > 0\", exit: open_return > 1% }"] {
      let problem = #expect(throws: Problem.self) {
        _ = try StrategyFile.parse("legs: { a: x:A }\nlong: \(side)\ncosts: free\n", file: "bad.yaml")
      }
      #expect(problem?.remedy != nil)
    }
  }

  @Test("A spot leg that the rules can sell needs to say what borrowing costs")
  func borrowing() throws {
    let rows = [[Double]](repeating: [100, 100, 100, 100], count: 20)
    let market = LegMarket([("perp", LegMarket.perp, rows), ("spot", LegMarket.spot, rows)])
    let problem = #expect(throws: Problem.self) {
      try market.run("legs: { perp: perpetual, spot: spot }" + Self.rules)
    }
    #expect(problem?.remedy == "say what a year of it costs: borrow: 8%")
    #expect(throws: Never.self) {
      try market.run("legs: { perp: perpetual, spot: spot }\nshort: { enter: \"close > 0\" }\ncosts: free")
    }
    // Nothing is borrowed of a perpetual that is sold, and a cost that is never charged is none.
    let idle = #expect(throws: Problem.self) {
      try market.run(
        "legs: { perp: { instrument: perpetual, borrow: 5% }, spot: { instrument: spot, borrow: 8% } }" + Self.rules)
    }
    #expect(idle?.what.contains("'borrow' would never be charged") == true)
  }

  @Test("A leg without bars for half of the window, and one in another currency, are no legs")
  func unfit() throws {
    let rows = [[Double]](repeating: [100, 100, 100, 100], count: 20)
    let gone = rows.indices.map { $0 < 12 ? [Double](repeating: .nan, count: 4) : rows[$0] }
    let short = #expect(throws: Problem.self) {
      try LegMarket([("perp", LegMarket.perp, rows), ("spot", LegMarket.spot, gone)]).tape()
    }
    #expect(short?.what.contains("has bars for 8 of the 20 of the window") ?? false)
    let usdc = Instrument(venue: "binance", symbol: "BTCUSDC", type: .spot)
    let currency = #expect(throws: Problem.self) {
      try LegMarket([("perp", LegMarket.perp, rows), ("spot", usdc, rows)]).tape()
    }
    #expect(currency?.what.contains("nothing says what USDC is worth in USDT") ?? false)
  }

  @Test("A leg whose bars end inside the window says when; one that only misses some does not")
  func ended() throws {
    let rows = (0..<20).map { _ in [100.0, 100, 100, 100] }
    let gone = [Double](repeating: .nan, count: 4)
    func account(_ missing: Range<Int>) throws -> LegAccount? {
      let other = rows.indices.map { missing.contains($0) ? gone : rows[$0] }
      let market = LegMarket([("a", LegMarket.perp, rows), ("b", LegMarket.other, other)])
      return try market.run("legs: { a: perpetual, b: ETHUSDT }" + Self.rules).legs
    }
    #expect(try account(14..<20)?.legs.map(\.end) == [nil, Instant(year: 2025, month: 1, day: 1, hour: 14)])
    #expect(try account(10..<19)?.legs.map(\.end) == [nil, nil])
  }

  @Test("Trials of a sweep are replays, bit for bit")
  func trials() throws {
    let scenario = Candles.random(bars: 1500, seed: 61)
    let market = LegMarket.copies(of: scenario, [("perp", LegMarket.perp), ("spot", LegMarket.spot)])
    let text = """
      legs: { perp: perpetual, spot: { instrument: spot, borrow: 8%, ratio: -hedged } }
      parameters: { move: 0.5%, hedged: 0.9, band: 5% }
      drift: band
      size: 0.9
      long: { enter: "change(perp.close, 12) > move", exit: "change(perp.close, 12) < 0" }
      short: { enter: "change(perp.close, 12) < -move", exit: "change(perp.close, 12) > 0" }
      """
    let strategy = try StrategyFile.parse(text + "\n", file: "trial.yaml").charged(as: [LegMarket.perp, LegMarket.spot])
    let tape = try market.tape()
    for (move, hedged) in [(0.002, 0.5), (0.01, 0.5), (0.01, 1.0)] {
      let bound = try strategy.bound(to: ["move": .number(move), "hedged": .number(hedged), "band": .number(0.03)])
      let run = try bound.run(Evaluator(market.frame), on: tape)
      #expect(try bound.figures(Evaluator(market.frame), on: tape) == run.figures)
      let half = try tape.slice(300..<1100)
      #expect(try bound.dailyReturns(Evaluator(market.frame), on: half).figures.trades > 3)
    }
    #expect(try strategy.bound().legs != nil)
  }
}
