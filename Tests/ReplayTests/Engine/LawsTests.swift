import Market
import Replay
import Testing

@Suite("Laws that hold on any market")
struct LawsTests {
  static let seeds: [UInt64] = Array(1...12)
  let costs = Costs(taker: 0.0005, slippage: 0.0001, maintenance: 0.005, liquidationFee: 0.005)

  private func run(_ seed: UInt64, leverage: Double = 1, costs: Costs? = nil, bars: Int = 2000) throws -> Run {
    try replay(
      Candles.random(bars: bars, seed: seed), Candles.randomDecisions(bars: bars, seed: seed &+ 99, leverage: leverage),
      costs: costs ?? self.costs, equity: 10_000)
  }

  @Test("the ledger closes to the last digit", arguments: seeds, [1.0, 12.0])
  func ledgerCloses(seed: UInt64, leverage: Double) throws {
    let run = try run(seed, leverage: leverage)
    let sum = run.ledger.reduce(0) { $0 + $1.amount }
    #expect(10_000e6 + sum == run.equity.last)
    #expect(run.ledger.shuffled().reduce(0) { $0 + $1.amount } == sum, "whole numbers add up in any order")
    #expect(run.trades.reduce(0) { $0 + $1.net } == sum)
    #expect(!run.ledger.isEmpty)
  }

  @Test("watching changes nothing", arguments: seeds, [1.0, 12.0])
  func observedEqualsUnobserved(seed: UInt64, leverage: Double) throws {
    let frame = Candles.random(bars: 2000, seed: seed)
    let decisions = ScriptedDecisions(Candles.randomDecisions(bars: 2000, seed: seed, leverage: leverage))
    let tape = try PreparedMarket(frame)
    let watched = try Run(tape, decisions: decisions, costs: costs, initialEquity: 10_000)
    let bare = try Figures(tape, decisions: decisions, costs: costs, initialEquity: 10_000)
    #expect(watched.figures == bare)
  }

  @Test("hiding or poisoning the future changes no past bar", arguments: seeds)
  func noLookAhead(seed: UInt64) throws {
    let whole = Candles.random(bars: 1500, seed: seed)
    let decisions = Candles.randomDecisions(bars: 1500, seed: seed)
    let full = try replay(whole, decisions, costs: costs)
    for cut in [200, 801, 1499] {
      let frame = Frame(
        market: "poisoned", instrument: whole.instrument, grid: whole.grid,
        columns: whole.columns.values.map { column in
          Column(column.name, column.unit, column.values.enumerated().map { $0 < cut ? $1 : $1 * 3 })
        })
      let poisoned = Scenario(
        frame: frame, settlements: whole.settlements.filter { $0.instant < whole.grid.open(cut) })
      let other = try replay(poisoned, decisions, costs: costs)
      #expect(full.equity.prefix(cut) == other.equity.prefix(cut))
      #expect(full.quantity.prefix(cut) == other.quantity.prefix(cut))
    }
  }

  @Test("long plus short is zero-sum before costs", arguments: seeds)
  func zeroSum(seed: UInt64) throws {
    let frame = Candles.random(bars: 600, seed: seed)
    // One trade from the same equity, so that both sides hold the same quantity.
    let long = try replay(frame, [20: 0.5, 400: 0])
    let short = try replay(frame, [20: -0.5, 400: 0])
    #expect(long.figures.pricePnl == -short.figures.pricePnl)
    #expect(long.figures.fundingPnl == -short.figures.fundingPnl)
    #expect(long.figures.pricePnl != 0)
  }

  @Test("equity at each bar is the equity before plus the entries in between", arguments: seeds)
  func equityFollowsLedger(seed: UInt64) throws {
    let run = try run(seed)
    for trade in run.trades where trade.ending != .open {
      let row = run.grid.row(containing: trade.left)
      let booked = run.ledger.filter { $0.instant <= trade.left }.reduce(0) { $0 + $1.amount }
      if run.quantity[row] == 0 { #expect(run.equity[row] == 10_000e6 + booked) }
    }
  }

  @Test("no weight earns nothing")
  func nothingEarnsNothing() throws {
    let run = try replay(Candles.random(bars: 500, seed: 7), [:], costs: costs)
    #expect(run.figures.totalReturn == 0)
    #expect(run.figures.sharpeAnnual == nil, "a curve without variation has no Sharpe ratio")
  }

  @Test("doubling the equity doubles every amount to within a rounding")
  func scale() throws {
    let frame = Candles.random(bars: 800, seed: 3)
    let decisions = Candles.randomDecisions(bars: 800, seed: 3)
    let one = try replay(frame, decisions, costs: costs, equity: 1000)
    let two = try replay(frame, decisions, costs: costs, equity: 2000)
    #expect(one.ledger.count == two.ledger.count)
    for (a, b) in zip(one.ledger, two.ledger) { #expect(abs(2 * a.amount - b.amount) <= 2) }
  }

  @Test("a strategy that turns round at every bar of a year keeps its books, down to the last of its equity")
  func flips() throws {
    let bars = 105_120
    let tape = try PreparedMarket(Candles.random(bars: bars, seed: 11))
    let weights = (0..<bars).map { $0 % 2 == 0 ? 0.5 : -0.5 }
    let run = try Run(
      tape, decisions: WeightDecisions(weights: weights, band: 0, allowed: tape.decidable),
      costs: Costs(taker: 0.0001, slippage: 0), initialEquity: 10_000)
    #expect(run.figures.trades > 100_000)
    #expect(run.ledger.reduce(10_000e6) { $0 + $1.amount } == run.equity.last)
    #expect(run.equity.allSatisfy { $0 >= 0 })
  }

  @Test("an account too large for exact arithmetic is refused, not rounded")
  func refusesOverflow() throws {
    #expect(throws: Problem.self) {
      try replay(Candles.random(bars: 50, seed: 1), [0: 40], equity: 60_000_000)
    }
  }
}
