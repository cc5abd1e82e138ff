import Market
import Numerics
import Replay
import Signals
import Testing

@Suite("What holds of every portfolio")
struct PortfolioLawsTests {
  private static let costs = "costs: { taker: 5bps, slippage: 1bps }"
  private static let symbols = ["AAVEUSDT", "BTCUSDT", "ETHUSDT", "XRPUSDT"]
  private static let ranked = """
    universe: all
    weight: share_across(demean_across(rank_across(close / lag(close, 30))))
    rebalance: 4h
    band: 0.3%
    \(costs)
    """

  @Test(
    "One instrument is the single replay, bit for bit, through opens that leave nothing of it too",
    arguments: ["1", "0.4", "12", "40"], [0, 0.15])
  func one(leverage: String, leap: Double) throws {
    let rule = "\(leverage) * clip(round(zscore(close, 40)) / 2, -1, 1)"
    for seed in UInt64(1)...5 {
      let scenario = Candles.random(bars: 1500, seed: seed, leap: leap)
      let single = try StrategyFile.parse(
        "position: \(rule)\nrebalance: 0.3\n\(Self.costs)\n", file: "single.yaml"
      ).bound().run(
        Evaluator(scenario.frame), on: PreparedMarket(scenario.frame, settlements: scenario.settlements))
      let market = UniverseMarket.random(["BTCUSDT"], bars: 1500, seed: seed, leap: leap)
      let run = try market.run("universe: all\nweight: \(rule)\nband: 0.3\ngross: 40\n\(Self.costs)")
      #expect(run.figures == single.figures)
      #expect(run.ledger == single.ledger)
      #expect(run.trades == single.trades)
      #expect(run.equity == single.equity)
      #expect(run.quantity == single.quantity)
      #expect(single.ledger.count > 20 || leap > 0)
    }
  }

  @Test(
    "and so it is with tiers, marks and the parts that venues take",
    arguments: ["whole", "bybit", "okx", "hyperliquid"], ["traded", "mark"])
  func margined(rule: String, watch: String) throws {
    let margin =
      "margin: { tiers: [{ from: 0, maintenance: 1% }, { from: 20000, maintenance: 2% }, { from: 50000, maintenance: 4% }], watch: \(watch), liquidation: \(rule) }"
    let weight = "12 * clip(round(zscore(close, 40)) / 2, -1, 1)"
    var taken = 0
    for (seed, leap) in [(UInt64(1), 0.0), (2, 0.1), (3, 0.1)] {
      let scenario = Candles.random(bars: 1500, seed: seed, leap: leap)
      let marks = Candles.marks(of: scenario, seed: seed)
      let columns = ["mark_open", "mark_high", "mark_low"].enumerated().map { place, name in
        Column(name, .price, marks.map { $0[place] })
      }
      let frame = Frame(
        market: scenario.market, instrument: scenario.instrument, grid: scenario.grid,
        columns: Array(scenario.columns.values) + columns)
      let single = try StrategyFile.parse(
        "position: \(weight)\nrebalance: 0.3\n\(margin)\n\(Self.costs)\n", file: "single.yaml"
      ).bound().run(Evaluator(frame), on: PreparedMarket(frame, settlements: scenario.settlements))
      let market = UniverseMarket.random(
        ["BTCUSDT"], bars: 1500, seed: seed, extra: ["BTCUSDT": columns], leap: leap)
      let run = try market.run(
        "universe: [BTCUSDT]\nweight: \(weight)\nband: 0.3\ngross: 40\n\(margin)\n\(Self.costs)")
      #expect(run.figures == single.figures)
      #expect(run.ledger == single.ledger)
      #expect(run.trades == single.trades)
      #expect(run.equity == single.equity)
      #expect(run.orders == single.orders)
      #expect(run.liquidations.count == single.liquidations.count)
      taken += single.figures.liquidations
    }
    #expect(taken > 0)
  }

  @Test("Nobody watching changes a figure")
  func unwatched() throws {
    let market = UniverseMarket.random(Self.symbols, bars: 1500, seed: 3)
    let tape = try market.tape()
    guard case .portfolio(let portfolio) = try market.bound(Self.ranked).decisions(Evaluator(market.frame), on: tape)
    else {
      Issue.record("no portfolio")
      return
    }
    let run = try Run(tape, portfolio: portfolio, initialEquity: 10_000)
    #expect(try Figures(tape, portfolio: portfolio, initialEquity: 10_000) == run.figures)
    let daily = try DailyReturns(tape, portfolio: portfolio, initialEquity: 10_000)
    #expect(daily.figures == run.figures)
    #expect(daily.returns == run.daily.map(\.dailyReturn))
    #expect(run.figures.trades > 20)
  }

  @Test("An instrument of weight zero changes nothing")
  func nothing() throws {
    func own(_ value: Double) -> [Column] { [Column("own", .score, [Double](repeating: value, count: 1500))] }
    let extra = ["AAVEUSDT": own(1), "BTCUSDT": own(1), "ETHUSDT": own(-1), "XRPUSDT": own(0)]
    let text = "universe: all\nweight: own * if(close > lag(close, 20), 0.4, 0.1)\nrebalance: 1h\n\(Self.costs)"
    let three = try UniverseMarket.random(Array(Self.symbols.prefix(3)), bars: 1500, seed: 5, extra: extra).run(text)
    let four = try UniverseMarket.random(Self.symbols, bars: 1500, seed: 5, extra: extra).run(text)
    #expect(three.ledger == four.ledger)
    #expect(three.figures == four.figures)
    #expect(three.equity == four.equity)
    #expect(three.trades == four.trades)
  }

  @Test("The future changes no fill", arguments: [400, 900, 1301])
  func hidden(rows: Int) throws {
    let whole = UniverseMarket.random(Self.symbols, bars: 1500, seed: 7)
    let cut = UniverseMarket.random(Self.symbols, bars: 1500, seed: 7, rows: rows)
    let end = cut.frame.grid.range.to
    let (a, b) = (try whole.run(Self.ranked), try cut.run(Self.ranked))
    #expect(a.ledger.filter { $0.instant < end } == b.ledger.filter { $0.instant < end })
    #expect(Array(a.equity.prefix(rows)) == b.equity)
  }

  @Test("The parts add up, by instrument and by source, at the end and at every bar")
  func closes() throws {
    let run = try UniverseMarket.random(Self.symbols, bars: 1500, seed: 9).run(Self.ranked)
    let account = try #require(run.portfolio)
    #expect(account.total.net == Money.scale * run.figures.finalEquity - Money.scale * run.figures.initialEquity)
    for (index, member) in account.members.enumerated() {
      #expect(run.ledger.reduce(0) { $1.leg == index ? $0 + $1.amount : $0 } == member.leg.sums.net)
    }
    let results = account.members.map(\.leg.result)
    for row in run.equity.indices {
      let made = results.reduce(0) { $0 + $1[row] }
      #expect(run.equity[row] == Money.scale * run.figures.initialEquity + made)
    }
    #expect(run.trades.reduce(0) { $0 + $1.net } == account.total.net)
    #expect(account.gross.max() ?? 0 < 2)
  }

  @Test("Limits hold at every order: gross, net, turnover")
  func limits() throws {
    let text = """
      universe: all
      weight: 5 * rank_across(close / lag(close, 30))
      gross: 0.8
      net: 0.3
      turnover: 0.2
      rebalance: 1h
      costs: free
      """
    let run = try UniverseMarket.random(Self.symbols, bars: 1500, seed: 11).run(text)
    let account = try #require(run.portfolio)
    #expect(account.gross.allSatisfy { $0 < 0.8 * 1.5 })
    #expect(account.net.allSatisfy { abs($0) < 0.3 * 2 })
    let held = account.members.map { (quantity: $0.leg.quantity, close: $0.leg.close) }
    for (previous, next) in zip(0..., 1..<run.equity.count) {
      let traded = held.reduce(0) { sum, member in
        sum + abs(member.quantity[next] - member.quantity[previous]) * member.close[previous]
      }
      // A bar that was missing can let two orders fill at one open.
      #expect(traded < 0.2 * 2.1 * Money.quote(run.equity[previous]))
    }
  }

  @Test("Where what is held for its least time takes more than a limit leaves, that is counted, and only there")
  func keptBeyond() throws {
    let text = "universe: all\nweight: demean_across(rank_across(close / lag(close, 10)))\nnet: 0.01\nrebalance: 1h\n"
    let market = UniverseMarket.random(Self.symbols, bars: 1500, seed: 11)
    let held = try #require(try market.run(text + "hold: 2d\ncosts: free").portfolio)
    #expect(held.counts.heldBack > 20)
    #expect(held.counts.keptBeyond > 0)
    let whole = UniverseMarket.random(["BTCUSDT"], bars: 1500, seed: 11)
    let free = try #require(try whole.run("universe: all\nweight: 0.5\nnet: 0.3\nrebalance: 1h\ncosts: free").portfolio)
    #expect(free.counts.netCut > 20 && free.counts.keptBeyond == 0)
  }

  /// Two instruments at 100. The first is wanted from the close of 01:00 on, or of another row, and its bar at 02:00 is missing;
  /// the second is wanted from the close of 02:00 on.
  private static func waiting(
    _ first: Double, _ second: Double, wantedFrom row: Int = 1, inCoins: Bool = false
  ) -> UniverseMarket {
    let printed = [Double](repeating: 100, count: 4)
    func own(_ weight: Double, from row: Int) -> [Column] {
      [Column("own", .score, (0..<6).map { $0 < row ? 0 : weight })]
    }
    var rows = [[Double]](repeating: printed, count: 6)
    let second = UniverseMarket.Member(
      symbol: inCoins ? "ETHUSD_PERP" : "ETHUSDT", rows: rows, extra: own(second, from: 2))
    rows[2] = [Double](repeating: .nan, count: 4)
    return UniverseMarket([
      UniverseMarket.Member(symbol: inCoins ? "BTCUSD_PERP" : "BTCUSDT", rows: rows, extra: own(first, from: row)),
      second,
    ])
  }

  @Test(
    "An order that waits for a missing bar takes its part of the limits with what is kept", arguments: [false, true])
  func waits(inCoins: Bool) throws {
    func account(_ first: Double, _ second: Double, _ limits: String) throws -> PortfolioAccount {
      let run = try Self.waiting(first, second, inCoins: inCoins).run(
        "universe: all\nweight: own\n\(limits)\nrebalance: 1h\ncosts: free")
      return try #require(run.portfolio)
    }
    func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 }
    // All of gross waits at the close of 02:00, and three quarters: the other gets what is left there.
    let whole = try account(1, 1, "gross: 1")
    #expect(near(whole.gross[3], 1) && near(whole.members[0].leg.quantity[3] * 100, inCoins ? 1_000_000 : 10_000))
    #expect(whole.members[1].leg.quantity[3] == 0)
    let part = try account(0.75, 1, "gross: 1")
    #expect(near(part.gross[3], 1))
    #expect(part.counts.keptBeyond == 0)
    // Of net the same; and what waits on one side leaves room for as much more on the other.
    #expect(near(try account(0.5, 0.5, "gross: 2\nnet: 0.6").net[3], 0.6))
    #expect(near(try account(-0.5, 1, "gross: 2\nnet: 0.5").net[3], 0.5))
  }

  @Test(
    "At a close at which everything is left, what waits for a missing bar is withdrawn, and what is held is left at the next"
  )
  func leavesAll() throws {
    let text = "universe: all\nweight: own\nrebalance: 1h\ncosts: free"
    /// All is left at the close of 02:00, whose bar the first instrument lacks.
    func run(_ market: UniverseMarket) throws -> Run {
      let tape = try market.tape()
      guard case .portfolio(let portfolio) = try market.bound(text).decisions(Evaluator(market.frame), on: tape) else {
        throw Problem("no portfolio")
      }
      let left = try #require(PortfolioDecisions([(portfolio, 0..<6, 2)]))
      return try Run(tape, portfolio: left, initialEquity: 10_000)
    }
    let waiting = try run(Self.waiting(0.5, 0.5))
    #expect(waiting.ledger.isEmpty && waiting.trades.isEmpty)
    let held = try run(Self.waiting(0.5, 0.5, wantedFrom: 0))
    let account = try #require(held.portfolio)
    #expect(account.members[0].leg.quantity == [0, 50, 50, 0, 0, 0])
    #expect(held.trades.map(\.ending) == [.exit])
  }

  @Test(
    "Nothing is left or turned round before the least time it is held: not for a limit, and not for a lot",
    arguments: [(0.0, ""), (0, "net: 0.05\n"), (0, "gross: 0.4\n"), (1, ""), (1, "net: 0.05\nleverage: 3\n")])
  func held(lot: Double, limits: String) throws {
    let market = UniverseMarket.random(Self.symbols, bars: 1500, seed: 11, lot: lot > 0 ? lot / 200 : nil)
    let text = "universe: all\nweight: clip(change(close, 6) * 20, -0.6, 0.6)\nrebalance: 1h\n\(limits)costs: free\n"
    let bars = 36
    /// Lengths of what is held on one side, from the first close to the last, without what the end cuts short.
    func holdings(_ run: Run) throws -> [Int] {
      try #require(run.portfolio).members.flatMap { member -> [Int] in
        var (lengths, side, length) = ([Int](), 0.0, 0)
        for quantity in member.leg.quantity {
          let now = quantity == 0 ? 0 : quantity > 0 ? 1.0 : -1
          if now != side {
            if side != 0 { lengths.append(length) }
            (side, length) = (now, 0)
          }
          length += 1
        }
        return lengths
      }
    }
    let interval = market.frame.grid.interval
    let run = try market.run(text + "hold: \(interval.milliseconds * Int64(bars))ms")
    #expect(run.figures.liquidations == 0)
    let lengths = try holdings(run)
    #expect(lengths.count > 20)
    #expect(lengths.allSatisfy { $0 >= bars }, "\(lengths.filter { $0 < bars })")
    // Without it they are.
    #expect(try holdings(try market.run(text)).contains { $0 < bars })
  }

  @Test("An instrument that ends is closed at its last close, free of costs, and never held again")
  func delisting() throws {
    let whole = UniverseMarket.random(Self.symbols, bars: 600, seed: 13)
    let unprinted = [Double](repeating: .nan, count: 4)
    let members = whole.frame.members.enumerated().map { index, member in
      let bars = member.bars
      var rows = (0..<600).map { row in [bars.open[row], bars.high[row], bars.low[row], bars.close[row]] }
      if index == 1 { rows.replaceSubrange(350..., with: repeatElement(unprinted, count: 250)) }
      return UniverseMarket.Member(symbol: member.name, rows: rows, settlements: whole.settlements[index])
    }
    let grid = whole.frame.grid
    let run = try UniverseMarket(members, interval: grid.interval, start: grid.start).run(
      "universe: all\nweight: 0.25\nrebalance: 1h\n\(Self.costs)")
    let account = try #require(run.portfolio)
    #expect(account.delisted.map(\.leg.name) == ["BTCUSDT"])
    #expect(account.counts.delistings == 1)
    #expect(account.members.map(\.isClosedAtEnd) == [false, true, false, false])
    #expect(account.members.allSatisfy { !$0.isExpired })
    let last = try #require(run.ledger.last { $0.leg == 1 })
    #expect(last.kind == .price)
    #expect(last.price == (0..<350).reversed().lazy.map { members[1].rows[$0][3] }.first { !$0.isNaN })
    #expect(account.members[1].leg.quantity.suffix(240).allSatisfy { $0 == 0 })
    #expect(run.trades.contains { $0.ending == .delisting })
  }

  @Test("What is ordered of it at its last close waits for no bar, and leaves the limits to the others")
  func orderedAtTheLastClose() throws {
    func bars(_ prices: [Double]) -> [[Double]] { prices.map { [$0, $0, $0, $0] } }
    let market = UniverseMarket([
      UniverseMarket.Member(symbol: "AAVEUSDT", rows: bars([90, 110, .nan, .nan, .nan])),
      UniverseMarket.Member(symbol: "BTCUSDT", rows: bars([110, 110, 110, 110, 110])),
    ])
    let run = try market.run(
      "universe: all\nweight: if(close > 100, 0.5, 0)\ngross: 0.5\nrebalance: 1h\nequity: 1100\ncosts: { taker: 0, slippage: 0 }"
    )
    let account = try #require(run.portfolio)
    #expect(account.members[0].leg.quantity == [0, 0, 0, 0, 0])
    #expect(account.members[1].leg.quantity == [0, 5, 2.5, 5, 5])
  }
}
