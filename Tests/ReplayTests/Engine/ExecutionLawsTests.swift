import Market
import Numerics
import Replay
import Signals
import Testing

@Suite("Laws of fills in parts, of the path through a bar, and of what a run is made of")
struct ExecutionLawsTests {
  static let seeds: [UInt64] = Array(1...5)
  static let strategies = OrderLawsTests.strategies + OrderLawsTests.plain

  private func bound(_ rules: String) throws -> BoundStrategy {
    // Tiers say it themselves.
    let maintenance = rules.contains("tiers:") ? "" : ", maintenance: 1%"
    return try StrategyFile.parse(
      """
      signals:
        move: change(close, 12)
        noise: 4 * std(close, 24)
      \(rules)

      """ + (rules.contains("costs:") ? "" : "costs: { taker: 5bps, maker: -1bps, slippage: 1bps\(maintenance) }\n"),
      file: "law.yaml"
    ).bound()
  }

  private func run(_ rules: String, on market: Scenario) throws -> Run {
    try bound(rules).run(Evaluator(market.frame), on: PreparedMarket(market))
  }

  /// The random market with volume, and three bars inside each of its bars, whose extremes are in any of them.
  private func market(_ seed: UInt64, bars: Int = 3000, volume: (Int) -> Double = { _ in 1e15 }, parts: Int = 0)
    -> Scenario
  {
    let plain = Candles.random(bars: bars, seed: seed)
    var random = SplitMix64(seed: seed &+ 7)
    let prices = ["open", "high", "low", "close"].map { plain.values($0) }
    var inner: [[Double]] = [[], [], [], []]
    for row in 0..<(parts == 0 ? 0 : bars) {
      let (open, high, low, close) = (prices[0][row], prices[1][row], prices[2][row], prices[3][row])
      let (up, down) = (Int(random.next() % UInt64(parts)), Int(random.next() % UInt64(parts)))
      var price = open
      for part in 0..<parts {
        let next = part + 1 == parts ? close : low + (high - low) * random.uniform(0...1)
        inner[0].append(price)
        inner[1].append(part == up ? high : max(price, next))
        inner[2].append(part == down ? low : min(price, next))
        inner[3].append(next)
        price = next
      }
    }
    let path =
      parts == 0
      ? nil
      : FinerBars(
        interval: Interval(milliseconds: plain.grid.interval.milliseconds / Int64(parts)), parts: parts,
        bars: Bars(open: inner[0], high: inner[1], low: inner[2], close: inner[3]))
    let frame = Frame(
      market: "random", instrument: plain.instrument, grid: plain.grid,
      columns: Array(plain.columns.values) + [Column("volume", .base, (0..<bars).map(volume))], path: path)
    return Scenario(frame: frame, settlements: plain.settlements)
  }

  @Test(
    "with a share that no order reaches, going bar by bar gives what going from event to event does, bit for bit",
    arguments: seeds, strategies)
  func anyShare(seed: UInt64, rules: String) throws {
    let market = market(seed)
    let plain = try run(rules, on: market)
    let shared = try run(rules + "\nparticipation: 50%", on: market)
    #expect(plain.ledger == shared.ledger && plain.trades == shared.trades)
    #expect(plain.equity == shared.equity && plain.quantity == shared.quantity)
    #expect(plain.figures == shared.figures)
    #expect(plain.orders == shared.orders || plain.orders.cutByLeverage != shared.orders.cutByLeverage)
    #expect(plain.trades.count > 5)
  }

  @Test("no bar takes more than its share, whatever is ordered, and everything adds up", arguments: seeds, strategies)
  func share(seed: UInt64, rules: String) throws {
    let market = market(seed) { Double($0 % 11) * 0.2 }
    let rules = rules + "\nparticipation: 10%"
    let run = try run(rules, on: market)
    var traded: [Instant: Double] = [:]
    for entry in run.ledger where entry.kind == .fee { traded[entry.instant, default: 0] += abs(entry.quantity) }
    for (instant, quantity) in traded {
      #expect(quantity <= 0.1 * Double(market.grid.row(containing: instant) % 11) * 0.2 + 1e-12)
    }
    let sum = run.ledger.reduce(0) { $0 + $1.amount }
    #expect(10_000e6 + sum == run.equity.last && run.trades.reduce(0) { $0 + $1.net } == sum)
    #expect(run.orders.split > 0 && run.orders.barsWaited > 0)
    let bound = try bound(rules)
    #expect(try bound.figures(Evaluator(market.frame), on: PreparedMarket(market)) == run.figures)
  }

  @Test(
    "what was ordered and filled in parts, replayed without the rules, is filled as it was", arguments: seeds,
    strategies)
  func partsAlone(seed: UInt64, rules: String) throws {
    let market = market(seed) { Double($0 % 11) * 0.5 }
    let strategy = try bound(rules + "\nparticipation: 10%")
    let tape = try PreparedMarket(market)
    guard case .orders(let decisions) = try strategy.decisions(Evaluator(market.frame), on: tape) else {
      Issue.record("these are orders")
      return
    }
    let log = try OrderLog(
      decisions, closingAt: tape.rows.upperBound, on: tape, costs: strategy.costs, initialEquity: 10_000)
    let replayed = try OrderList(log.orders).dailyReturns(on: tape, costs: strategy.costs, initialEquity: 10_000)
    #expect(try replayed == strategy.dailyReturns(Evaluator(market.frame), on: tape))
  }

  @Test("a path of one part a bar is the worse path", arguments: seeds, strategies)
  func onePart(seed: UInt64, rules: String) throws {
    let market = market(seed, parts: 1)
    let (plain, along) = (try run(rules, on: market), try run(rules + "\npath: 5m", on: market))
    #expect(plain.ledger == along.ledger && plain.figures == along.figures)
    #expect(along.orders.pathDiffered == 0 && along.orders.pathMissing == 0)
  }

  @Test(
    "finer bars move fills within a bar and no settlement; all bars of the path are accounted for", arguments: seeds)
  func path(seed: UInt64) throws {
    let market = market(seed, parts: 5)
    let rules =
      "long: { enter: move < -1%, exit: move > 2%, stop: 0.4%, take: 0.4% }\nshort: { enter: move > 1%, exit: move < -2%, trail: 0.5% }"
    let (plain, along) = (try run(rules, on: market), try run(rules + "\npath: 1m", on: market))
    #expect(along.orders.pathBars > 20 && along.orders.pathMissing == 0)
    #expect(along.orders.pathDiffered > 0 && along.orders.pathDiffered < along.orders.pathBars)
    #expect(plain.orders.pathBars == 0)
    // Every settlement charges what it lists, on what was held before it.
    for run in [plain, along] {
      for entry in run.ledger where entry.kind == .funding {
        let listed = try #require(market.settlements.first { $0.instant == entry.instant })
        #expect(entry.rate == listed.rate && entry.price == listed.price)
        #expect(entry.amount == -Money.rounded(entry.quantity * Money.scale * listed.price * listed.rate))
      }
    }
    let sum = along.ledger.reduce(0) { $0 + $1.amount }
    #expect(10_000e6 + sum == along.equity.last)
    // In shares as well: one driver for both.
    let shared = try run(rules + "\npath: 1m\nparticipation: 50%", on: market)
    #expect(shared.ledger == along.ledger && shared.figures == along.figures)
  }

  @Test("a hidden future changes no fill in parts or along a path", arguments: seeds)
  func noLookAhead(seed: UInt64) throws {
    let whole = market(seed, bars: 1500, volume: { Double($0 % 11) }, parts: 5)
    let rules = OrderLawsTests.strategies[0] + "\npath: 1m\nparticipation: 10%"
    let full = try run(rules, on: whole)
    for cut in [300, 801, 1400] {
      func poisoned(_ values: [Double], _ parts: Int = 1) -> [Double] {
        values.enumerated().map { $0 < cut * parts ? $1 : $1 * 3 }
      }
      let path = try #require(whole.members[0].path)
      let frame = Frame(
        market: "poisoned", instrument: whole.instrument, grid: whole.grid,
        columns: whole.columns.values.map { Column($0.name, $0.unit, poisoned($0.values)) },
        path: FinerBars(
          interval: path.interval, parts: path.parts,
          bars: Bars(
            open: poisoned(path.bars.open, 5), high: poisoned(path.bars.high, 5), low: poisoned(path.bars.low, 5),
            close: poisoned(path.bars.close, 5))))
      let other = try run(
        rules, on: Scenario(frame: frame, settlements: whole.settlements.filter { $0.instant < whole.grid.open(cut) }))
      #expect(full.equity.prefix(cut) == other.equity.prefix(cut))
      let past = { (run: Run) in run.ledger.filter { $0.instant < whole.grid.open(cut) } }
      #expect(past(full) == past(other))
    }
  }

  @Test("twice the size is twice the profit of a linear contract, to a rounding an entry", arguments: seeds)
  func double(seed: UInt64) throws {
    let market = Candles.random(bars: 800, seed: seed)
    let (one, two) = (try replay(market, [20: 0.4, 600: 0]), try replay(market, [20: 0.8, 600: 0]))
    #expect(one.ledger.count == two.ledger.count && one.ledger.count > 3)
    for (a, b) in zip(one.ledger, two.ledger) { #expect(abs(2 * a.amount - b.amount) <= 2) }
  }

  @Test("a run that is flat where it is cut has the ledger of its two parts, one after the other", arguments: seeds)
  func joined(seed: UInt64) throws {
    let tape = try PreparedMarket(Candles.random(bars: 2000, seed: seed))
    let cut = try #require((900..<1100).first { tape.present[$0] && tape.present[$0 - 1] })
    var decisions = Candles.randomDecisions(bars: 2000, seed: seed, leverage: 0.5)
    // Left at the open of the bar before the cut, and nothing wanted until after it.
    for row in (cut - 60)...cut { decisions[row] = nil }
    decisions[cut - 30] = 0
    let costs = Costs(taker: 0.0005, slippage: 0.0001)
    func run(_ rows: Range<Int>, _ equity: Double) throws -> Run {
      try Run(
        tape.slice(rows), decisions: ScriptedDecisions(decisions.filter { rows.contains($0.key) }), costs: costs,
        initialEquity: equity)
    }
    let whole = try run(0..<2000, 10_000)
    let first = try run(0..<cut, 10_000)
    let second = try run(cut..<2000, Money.quote(try #require(first.equity.last)))
    #expect(first.quantity.last == 0)
    let joined = Array(first.ledger) + Array(second.ledger)
    #expect(whole.ledger.count == joined.count)
    for (a, b) in zip(whole.ledger, joined) {
      #expect(a.instant == b.instant && a.kind == b.kind && a.amount == b.amount && a.quantity == b.quantity)
    }
    #expect(whole.equity == first.equity + second.equity)
  }

  @Test("long and short of one size are zero-sum before costs with stops and limits between them", arguments: seeds)
  func zeroSum(seed: UInt64) throws {
    let market = Candles.random(bars: 1000, seed: seed)
    func run(_ side: String) throws -> Run {
      try self.run("\(side): { enter: hour() >= 0, exit: hour() < 0, hold: 300 }\nsize: 0.3\ncosts: free", on: market)
    }
    let (long, short) = (try run("long"), try run("short"))
    let (a, b) = (try #require(long.trades.first), try #require(short.trades.first))
    #expect(a.price == -b.price && a.funding == -b.funding && a.price != 0 && a.left == b.left)
  }
}
