import Market
import Replay
import Signals
import Testing

@Suite("What the trades of a run have in common, and its drawdowns")
struct TradeStatisticsTests {
  /// A trade that earned `net` and was held for `bars`.
  private static func trades(_ rows: [(net: Double, bars: Int)]) throws -> [Trade] {
    // Each on a market of its own, entered at 100 and left at 100 + net / 10.
    try rows.flatMap { row in
      let held = [String](repeating: "100 100 100 100", count: row.bars + 1)
      let out = 100 + row.net / 10
      let table = (held + ["\(out) \(max(out, 100)) \(min(out, 100)) \(out)"]).joined(separator: "\n")
      return try replay(Candles.frame(table), [0: 1, row.bars: 0], costs: .free, equity: 1000).trades
    }
  }

  @Test("profit factor, payoff, expectancy, streaks and times, by hand")
  func byHand() throws {
    let trades = try Self.trades([(20, 1), (10, 2), (-10, 3), (-30, 5), (40, 3), (0, 1)])
    #expect(trades.map { Money.quote($0.net) } == [20, 10, -10, -30, 40, 0])
    let statistics = TradeStatistics(trades)
    #expect(statistics.closed == 6 && statistics.won == 3 && statistics.lost == 2)
    #expect(statistics.profitFactor == 70.0 / 40)
    let win: Double = 70.0 / 3
    #expect(statistics.payoff == win / 20)
    #expect(statistics.meanWin == win)
    #expect(statistics.meanLoss == -20)
    #expect(statistics.bestTrade == 40 && statistics.worstTrade == -30)
    #expect(statistics.expectancy == 5)
    #expect(statistics.longestWins == 2 && statistics.longestLosses == 2)
    #expect(statistics.meanBarsWon == 2 && statistics.meanBarsLost == 4)
    #expect(statistics.endings == [.exit: 6])
    // Python's statistics, and t(0.975, 5) = 2.570582: 5 ± 25.4907.
    let interval = try #require(statistics.expectancyInterval)
    #expect(abs(interval.lowerBound + 20.491) < 0.01)
    #expect(abs(interval.upperBound - 30.491) < 0.01)
  }

  // scipy.stats.t.ppf(0.975, n - 1)
  @Test(
    "the interval of an expectancy is Student's, to ten digits, for few trades and for many",
    arguments: [
      (2, 12.706204736174694), (3, 4.302652729749462), (5, 2.7764451051977934), (8, 2.364624251592784),
      (12, 2.200985160091639), (16, 2.131449545559776), (101, 1.9839715185235518),
    ])
  func interval(trades: Int, quantile: Double) throws {
    let net = (0..<trades).map { Double(10 * ($0 % 2)) }
    let statistics = TradeStatistics(try Self.trades(net.map { ($0, 1) }))
    let mean = net.reduce(0, +) / Double(trades)
    let squares = net.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(trades - 1) / Double(trades)).squareRoot()
    let interval = try #require(statistics.expectancyInterval)
    #expect(abs((interval.upperBound - mean) / error / quantile - 1) < 1e-10)
  }

  @Test("what does not exist is not said")
  func empty() throws {
    let none = TradeStatistics([])
    #expect(none.closed == 0)
    #expect(none.profitFactor == nil)
    #expect(none.expectancy == nil)
    #expect(none.expectancyInterval == nil)
    let won = TradeStatistics(try Self.trades([(20, 1)]))
    #expect(won.profitFactor == nil)
    #expect(won.payoff == nil)
    #expect(won.expectancy == 20)
    #expect(won.expectancyInterval == nil)
  }

  @Test("how far the price went against a trade and in its favour, by what was traded while it was held")
  func excursions() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 104 97 100\n100 110 99 105\n102 120 80 102"), [0: 1, 2: 0], equity: 1000)
    let trade = try #require(run.trades.first)
    #expect(
      abs(trade.adverse - 0.03) < 1e-12 && abs(trade.favourable - 0.1) < 1e-12, "the exit's bar only counts its open")
    let short = try replay(
      Candles.frame("100 100 100 100\n100 104 97 100\n100 110 99 105\n112 120 80 102"), [0: -1, 2: 0], equity: 1000)
    #expect(abs((short.trades.first?.adverse ?? 0) - 0.12) < 1e-12, "a gap at the exit counts")
  }

  @Test(
    "before a take-profit inside a bar comes what the bar did against the trade, and before a stop nothing in its favour"
  )
  func excursionsOfTheLastBar() throws {
    func last(_ orders: String, _ bar: String) throws -> Trade {
      let market = Candles.frame("100 100 100 100\n100 101 99 100\n" + bar)
      let rules = "long: { enter: hour() == 0, exit: hour() == 20, \(orders) }\ncosts: { taker: 0, slippage: 0 }\n"
      let bound = try StrategyFile.parse(rules, file: "rules.yaml").bound()
      let run = try bound.run(Evaluator(market.frame), on: PreparedMarket(market))
      return try #require(run.trades.first)
    }
    let taken = try last("take: 5%", "100 110 95 104")
    #expect(abs(taken.adverse - 0.05) < 1e-12 && abs(taken.favourable - 0.05) < 1e-12)
    let stopped = try last("stop: 3%", "100 110 95 104")
    #expect(abs(stopped.adverse - 0.03) < 1e-12 && abs(stopped.favourable - 0.01) < 1e-12)
    let atOpen = try last("take: 5%", "106 110 95 104")
    #expect(abs(atOpen.adverse - 0.01) < 1e-12 && abs(atOpen.favourable - 0.06) < 1e-12, "the open came first")
    // A take-profit is a trigger, which an open at its price fills.
    let touched = try last("take: 5%", "105 110 95 104")
    #expect(abs(touched.adverse - 0.01) < 1e-12 && abs(touched.favourable - 0.05) < 1e-12)
  }

  @Test("an open at the price of a limit to leave by leaves nothing, unless touching it fills")
  func excursionsOfALimitAtTheOpen() throws {
    func last(_ more: String, _ bar: String) throws -> Trade {
      let market = Candles.frame("100 100 100 100\n100 100.2 99 100\n" + bar)
      let rules =
        "long:\n  enter: hour() == 0\n  exit: hour() == 1\n  exit_order: limit(100.5, for 6 bars)\n\(more)costs: { taker: 0, maker: 0, slippage: 0 }\n"
      let bound = try StrategyFile.parse(rules, file: "rules.yaml").bound()
      let run = try bound.run(Evaluator(market.frame), on: PreparedMarket(market))
      return try #require(run.trades.first)
    }
    for open in ["100.5", "100.49"] {
      let left = try last("", "\(open) 101 95 100.2")
      #expect(abs(left.adverse - 0.05) < 1e-12 && abs(left.favourable - 0.005) < 1e-12, "opens at \(open)")
    }
    for (more, open, favourable) in [("", "100.6", 0.006), ("  touch: fills\n", "100.5", 0.005)] {
      let left = try last(more, "\(open) 101 95 100.2")
      #expect(abs(left.adverse - 0.01) < 1e-12 && abs(left.favourable - favourable) < 1e-12, "opens at \(open)")
    }
  }

  @Test("what a limit opens inside a bar has seen all of it, though its take-profit lies at the open")
  func excursionsOfABarThatOpensAndEnds() throws {
    let market = Candles.frame("100 100 100 100\n101 102 97 101.5")
    let rules =
      "long:\n  enter: hour() == 0\n  exit: hour() == 20\n  order: limit(100)\n  take: 1%\ncosts: { taker: 0, maker: 0, slippage: 0 }\n"
    let bound = try StrategyFile.parse(rules, file: "rules.yaml").bound()
    let trade = try #require(try bound.run(Evaluator(market.frame), on: PreparedMarket(market)).trades.first)
    #expect(trade.ending == .take && abs(trade.exitPrice - 101) < 1e-9)
    #expect(abs(trade.adverse - 0.03) < 1e-12)
  }

  @Test("drawdowns, the deepest first, the one that is still open among them")
  func drawdowns() throws {
    // Equity 1000, 1100, 1050, 1100, 1200, 900, 1000.
    let run = try replay(
      Candles.frame(
        "100 100 100 100\n100 110 100 110\n110 110 105 105\n105 110 105 110\n110 120 110 120\n120 120 90 90\n90 100 90 100"
      ),
      [0: 1], equity: 1000)
    let start = Instant(year: 2025, month: 1, day: 1)
    let found = run.drawdowns()
    let deepest: Double = 900.0 / 1200 - 1
    let other: Double = 1050.0 / 1100 - 1
    #expect(found.map(\.depth) == [deepest, other])
    #expect(found[0].peak == start + .hours(5))
    #expect(found[0].valley == start + .hours(6))
    #expect(found[0].recovered == nil)
    #expect(found[0].bars == 2)
    #expect(found[1].peak == start + .hours(2))
    #expect(found[1].valley == start + .hours(3))
    #expect(found[1].recovered == start + .hours(4))
    #expect(found[1].bars == 2)
    #expect(run.drawdowns(most: 1).count == 1)
    #expect(found[0].depth == run.figures.maxDrawdown)
  }

  @Test("the rolling Sharpe ratio over all days is the run's")
  func rolling() throws {
    let market = Candles.random(bars: 288 * 12, seed: 5)
    let run = try replay(market, Candles.randomDecisions(bars: 288 * 12, seed: 5), equity: 10_000)
    let rolling = run.rollingSharpe(days: run.figures.days)
    #expect(rolling.count == 1)
    let whole = try #require(run.figures.sharpeAnnual)
    #expect(abs((rolling[0].sharpe ?? .nan) - whole) < 1e-9)
    #expect(run.rollingSharpe(days: 5).count == run.figures.days - 4)
    #expect(run.rollingSharpe(days: 500).isEmpty)
  }
}
