import Market
import Replay
import Signals
import Testing

@Suite("A file with a universe")
struct PortfolioFileTests {
  private func refusal(_ text: String) -> String {
    do throws(Problem) {
      _ = try StrategyFile.parse(text + "\n", file: "p.yaml").bound()
      return "nothing was refused"
    } catch { return error.what }
  }

  private func replayRefusal(_ text: String, _ symbols: [String]) -> String {
    do {
      _ = try UniverseMarket.random(symbols, bars: 200, seed: 1).run(text)
      return "nothing was refused"
    } catch let problem as Problem { return problem.what } catch { return "\(error)" }
  }

  @Test(
    "is refused where it cannot be meant",
    arguments: [
      ("universe: all", "no 'weight'"),
      ("universe: all\nposition: 1", "'position' is no key"),
      ("universe: all\nweight: 1\nlong: { enter: close > 1 }", "'long' is no key"),
      ("universe: all\nweight: 1\nsize: 2", "'size' is no key"),
      ("universe: all\nweight: 1\nrebalance: 0.05", "is not a duration"),
      ("universe: all\nweight: 1\nhold: often", "is not a duration"),
      ("universe: [BTCUSDT, BTCUSDT]\nweight: 1", "twice"),
      ("universe: mean(close, 5)\nweight: 1", "needs a condition"),
      ("universe: all\nweight: close > 1", "'weight' needs a number"),
      ("universe: all\nweight: 1\ngross: 0", "gross is 0"),
      ("universe: all\nweight: 1\nband: 5", "nothing would be entered"),
      ("universe: all\nweight: 1\ngross: 2\nband: 200%", "no instrument is ever so far off its weight"),
      ("universe: all\nweight: 1\ngross: 12\nleverage: 10", "times equity"),
      ("universe: all\nweight: 1\ngross: 200", "liquidated as it is entered"),
      ("universe: all\nweight: 1\nnet: close", "one number for the whole run"),
      ("universe: all\nweight: 1\nmargin: { liquidation: okx }", "none has one of its own"),
      (
        "universe: [BTCUSDT, ETHUSDT]\nweight: 1\nmargin: { liquidation: bybit }",
        "not which of several that share a purse goes first"
      ),
      ("universe: all\nweight: 1\nmargin: { mode: isolated }", "all of the purse stands behind every instrument"),
      ("universe: all\nweight: 1\nmargin: { leverage: 5 }", "of a universe it is said at the top"),
      (
        "universe: all\nweight: 1\nmargin: { tiers: binance-btc-2021 }\ncosts: { maintenance: 1% }",
        "both say at what rate"
      ),
      ("gross: 2\nposition: 1", "there is no universe"),
      ("weight: 1", "there is no universe"),
      ("position: rank_across(close)", "compares the instruments of a universe"),
      ("signals: { a: \"demean_across(close) > 0\" }\nlong: { enter: a }", "compares the instruments of a universe"),
      ("universe: all\nweight: top(close, 0)", "'n' of 'top' is '0'"),
    ])
  func refused(text: String, why: String) {
    #expect(refusal(text).contains(why), "\(refusal(text))")
  }

  @Test(
    "is refused where it asks of orders what its instruments do not do, at the line that asks",
    arguments: [
      ("participation: 5%", "participation"), ("max_turnover: 3/day", "max_turnover"), ("path: 1m", "path"),
      ("costs: { slippage: \"impact(0.6, 1d)\" }", "impact"),
      ("costs: { slippage: \"1bps + spread((high - low) / close)\" }", "spread"),
      ("costs: { slippage: spread(quoted) }", "spread"),
    ])
  func execution(line: String, what: String) {
    do throws(Problem) {
      _ = try StrategyFile.parse("universe: all\nweight: 1\n\(line)\n", file: "p.yaml").bound()
      Issue.record("nothing was refused")
    } catch {
      #expect(error.what.hasPrefix(what) && error.what.contains("instruments of a universe"), "\(error.what)")
      #expect(error.place.file == "p.yaml" && error.place.line == 3, "\(error.place)")
    }
  }

  @Test("pays half of a spread that never changes")
  func spread() throws {
    let head = "universe: all\nweight: 0.3\nrebalance: 1h\n"
    let market = UniverseMarket.random(["BTCUSDT", "ETHUSDT"], bars: 200, seed: 4)
    let spread = try market.run(head + "parameters: { s: 4bps }\ncosts: { taker: 0, slippage: spread(s) }")
    let fixed = try market.run(head + "costs: { taker: 0, slippage: 2bps }")
    #expect(spread.ledger == fixed.ledger && !spread.ledger.isEmpty)
  }

  @Test("is refused on a market that cannot hold it")
  func unfit() throws {
    #expect(
      replayRefusal("universe: all\nweight: demean_across(close)\ncosts: free", ["BTCUSDT"]).contains("alone"))
    #expect(
      replayRefusal("universe: all\nweight: 1\nrebalance: 7m\ncosts: free", ["BTCUSDT", "ETHUSDT"])
        .contains("not a whole number of 5m bars"))
    #expect(
      replayRefusal("universe: all\nweight: 1\ncosts: free", ["BTCUSDT", "ETHUSDC"])
        .contains("no member says what USDC is worth in USDT"))
    let one = Candles.random(bars: 200, seed: 1)
    #expect(throws: Problem.self) {
      try StrategyFile.parse("universe: all\nweight: 1\ncosts: free\n", file: "p.yaml").bound()
        .run(Evaluator(one.frame), on: PreparedMarket(one.frame))
    }
  }

  @Test("says the same whatever the order in which instruments are named")
  func order() throws {
    func parsed(_ list: String) throws -> Strategy {
      try StrategyFile.parse("universe: \(list)\nweight: 1\n", file: "p.yaml")
    }
    let (a, b) = (try parsed("[BTCUSDT, ETHUSDT]"), try parsed("[ETHUSDT, BTCUSDT]"))
    #expect(a.definition == b.definition)
    #expect(try a.bound().identity == b.bound().identity)
    #expect(try parsed("[BTCUSDT]").definition != a.definition)
    #expect(try parsed("top(close, 2)").definition != parsed("top(close, 3)").definition)
  }

  @Test("decides nothing where a weight is not known, and keeps what is held")
  func unknown() throws {
    let blank = (0..<300).map { $0 < 50 || (100..<120).contains($0) ? Double.nan : 0.5 }
    let market = UniverseMarket.random(
      ["BTCUSDT", "ETHUSDT"], bars: 300, seed: 2,
      extra: ["BTCUSDT": [Column("w", .score, blank)], "ETHUSDT": [Column("w", .score, blank.map { -$0 })]])
    let run = try market.run("universe: all\nweight: w\nrebalance: 5m\ncosts: free")
    let account = try #require(run.portfolio)
    #expect(run.quantity.prefix(50).allSatisfy { $0 == 0 })
    #expect(Set(run.quantity[102..<119]).count == 1)
    #expect(account.counts.unknown > 30)
    #expect(account.counts.membershipUnknown == 0)
  }

  @Test("keeps what is held as long as nobody knows whether it belongs")
  func doubtfulMembership() throws {
    let x = (0..<300).map { $0 == 150 ? Double.nan : 2 }
    let market = UniverseMarket.random(
      ["BTCUSDT", "ETHUSDT"], bars: 300, seed: 2,
      extra: [
        "BTCUSDT": [Column("x", .score, x)], "ETHUSDT": [Column("x", .score, x.map { $0 - 1 })],
      ])
    let run = try market.run("universe: top(x, 1, 20)\nweight: 0.5\nrebalance: 5m\ncosts: free")
    let account = try #require(run.portfolio)
    let held = account.members[0].leg.quantity
    // The value of one bar is missing: for 20 closes the window is not full, and nothing is traded.
    #expect(held[30] > 0 && held[150] > 0)
    #expect(Set(held[155..<170]).count == 1)
    #expect(Set(held[170..<200]).count > 1)
    #expect(account.counts.membershipUnknown > 10 && account.counts.membershipUnknown <= 20)
    #expect(account.counts.unknown >= account.counts.membershipUnknown)
  }

  @Test("names an instrument whose weight was not known at any bar")
  func neverKnown() throws {
    let market = UniverseMarket.random(
      ["BTCUSDT", "ETHUSDT"], bars: 300, seed: 2,
      extra: [
        "BTCUSDT": [Column("w", .score, [Double](repeating: 0.5, count: 300))],
        "ETHUSDT": [Column("w", .score, [Double](repeating: .nan, count: 300))],
      ])
    let account = try #require(try market.run("universe: all\nweight: w\nrebalance: 5m\ncosts: free").portfolio)
    #expect(account.unknown.map(\.leg.name) == ["ETHUSDT"])
  }

  @Test("refuses a least holding that is no whole number of bars, where it is written")
  func hold() throws {
    let market = UniverseMarket.random(["BTCUSDT", "ETHUSDT"], bars: 300, seed: 2)
    let interval = market.frame.grid.interval
    let problem = #expect(throws: Problem.self) {
      try market.run("universe: all\nweight: 0.1\nhold: \(interval.milliseconds * 3 / 2)ms\ncosts: free")
    }
    #expect(problem?.what.contains("not a whole number of \(interval) bars") == true)
    #expect(problem?.place.line == 3)
    #expect(throws: Never.self) {
      try market.run("universe: all\nweight: 0.1\nhold: \(interval.milliseconds * 2)ms\ncosts: free")
    }
  }

  @Test("scales weights whose sum is beyond numbers as it scales any others")
  func endless() throws {
    let market = UniverseMarket.random(["AAVEUSDT", "BTCUSDT", "ETHUSDT"], bars: 100, seed: 3)
    func equity(_ weight: String) throws -> [Double] {
      let run = try market.run("universe: all\nweight: \(weight)\nrebalance: 1h\ncosts: free")
      #expect((run.portfolio?.gross.max() ?? 0) > 0.9)
      return run.equity
    }
    #expect(try zip(equity("1e308"), equity("1")).allSatisfy { abs($0 - $1) < 10 })
  }

  @Test("judges who lives to the end by a week, and by a tenth of a window that has less than ten of them")
  func survivors() throws {
    func dead(days: Int, without last: Int) throws -> Int {
      let rows = [[Double]](repeating: [100, 100, 100, 100], count: days)
      let gone = rows.indices.map { $0 < days - last ? rows[$0] : [Double](repeating: .nan, count: 4) }
      let market = UniverseMarket(
        [UniverseMarket.Member(symbol: "AAVEUSDT", rows: rows), UniverseMarket.Member(symbol: "BTCUSDT", rows: gone)],
        interval: .day)
      return try #require(try market.run("universe: all\nweight: 0.1\ncosts: free").portfolio).dead.count
    }
    #expect(try dead(days: 100, without: 7) == 0 && dead(days: 100, without: 8) == 1)
    #expect(try dead(days: 30, without: 3) == 0 && dead(days: 30, without: 4) == 1)
  }

  @Test("is liquidated at an open that leaves less than maintenance, though neither all lows nor all highs do")
  func gap() throws {
    func flat(_ price: Double) -> [Double] { [price, price, price, price] }
    let calm = [[Double]](repeating: flat(100), count: 3)
    func market(_ one: Double, _ other: Double) -> UniverseMarket {
      func rows(_ open: Double) -> [[Double]] { calm + [[open, max(open, 100), min(open, 100), 100]] + calm }
      func own(_ weight: Double) -> [Column] { [Column("own", .score, [Double](repeating: weight, count: 7))] }
      return UniverseMarket([
        UniverseMarket.Member(symbol: "AAVEUSDT", rows: rows(one), extra: own(2)),
        UniverseMarket.Member(symbol: "BTCUSDT", rows: rows(other), extra: own(-2)),
      ])
    }
    let entered = "universe: all\nweight: own\ngross: 4\ncosts: free"
    // 200 of each: at opens of 60 and 140 each loses 8,000 of 10,000.
    let gapped = try market(60, 140).run(entered)
    #expect(gapped.figures.liquidations == 2)
    #expect(gapped.portfolio?.members.map { $0.leg.quantity[3] } == [0, 0])
    // Where both gap the same way the one pays for the other.
    #expect(try market(60, 60).run(entered).figures.liquidations == 0)
    #expect(try market(80, 110).run(entered).figures.liquidations == 0)
  }
}
