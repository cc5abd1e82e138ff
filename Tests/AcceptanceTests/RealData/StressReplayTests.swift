import Market
import Replay
import Signals
import TestSupport
import Testing

/// The engine against a plain loop that shares no code with it.
@Suite(
  "Stress fade on BTCUSDT 2025, beside an independent loop",
  .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct StressReplayTests {
  struct Setting: Sendable, CustomTestStringConvertible {
    let entry: Double
    let exit: Double
    let window: Int
    let size: Double
    var testDescription: String { "entry \(entry), exit \(exit), window \(window), size \(size)" }
  }

  @Test(
    "every trade, payment and bar of equity agrees to the cent",
    arguments: [
      Setting(entry: 1.5, exit: 0, window: 288, size: 1), Setting(entry: 0.5, exit: 0.5, window: 2016, size: 1),
      // Twelve times the equity: liquidations, and funding large enough to tell mark from trade price.
      Setting(entry: 1, exit: 0, window: 288, size: 12),
    ])
  func agrees(_ setting: Setting) throws {
    let frame = try RealBitcoin.frame()
    let strategy = try RealBitcoin.strategy()
    let bound = try strategy.bound(to: [
      "entry": .number(setting.entry), "exit": .number(setting.exit), "lookback": .number(Double(setting.window)),
    ])
    let tape = try PreparedMarket(frame)
    let costs = bound.costs
    let run = try Sized(bound, setting.size).run(Evaluator(frame), on: tape)
    let outcome = StressFadeOracle.replay(
      market(frame, tape.funding.settlements),
      StressFadeOracle.Settings(
        entry: setting.entry, exit: setting.exit, window: setting.window, size: setting.size, taker: costs.taker,
        slippage: costs.slippage, maintenance: costs.maintenance, liquidationFee: costs.liquidationFee,
        initialEquity: strategy.initialEquity))

    #expect(run.trades.count == outcome.trades.count)
    #expect(run.trades.count >= 4)
    for (mine, theirs) in zip(run.trades, outcome.trades) {
      #expect(mine.entered.milliseconds == theirs.entryMilliseconds)
      #expect(mine.left.milliseconds == theirs.exitMilliseconds)
      #expect(abs(mine.quantity - theirs.quantity) < 1e-8)
      #expect(mine.bars == theirs.bars)
      cents(mine.entryPrice, theirs.entryPrice)
      cents(mine.exitPrice, theirs.exitPrice)
      cents(Money.quote(mine.price), theirs.pricePnL)
      cents(Money.quote(mine.funding), theirs.fundingPnL)
      cents(Money.quote(mine.fee), theirs.fees)
      cents(Money.quote(mine.slippage), theirs.slippage)
      cents(Money.quote(mine.liquidation), theirs.liquidationPnL)
    }
    let worst = zip(run.equity, outcome.equity).map { abs(Money.quote($0) - $1) }.max() ?? .infinity
    #expect(worst < 0.005)
    cents(run.figures.finalEquity, outcome.totals.finalEquity)
    cents(run.figures.fundingPnl, outcome.totals.fundingPnL)
    cents(run.figures.fees, outcome.totals.fees)
    cents(run.figures.slippage, outcome.totals.slippage)
    #expect(abs(run.figures.maxDrawdown - outcome.figures.maxDrawdown) < 1e-7)
    // An account that is lost has no returns to speak of; how each side says so is its own affair.
    guard outcome.totals.finalEquity > 1 else { return }
    #expect(abs((run.figures.sharpeAnnual ?? .nan) - (outcome.figures.sharpe ?? .nan)) < 1e-5)
    #expect(abs((run.figures.sortinoAnnual ?? .nan) - (outcome.figures.sortino ?? .nan)) < 1e-5)
  }

  @Test("a trial of a sweep is a replay, bit for bit, on any number of threads")
  func sweepEqualsReplay() throws {
    try SweepLaw.check(frame: try RealBitcoin.frame(), strategy: try RealBitcoin.strategy())
  }

  private func cents(_ mine: Double, _ theirs: Double) {
    #expect(abs(mine - theirs) < 0.005, "\(mine) beside \(theirs)")
  }

  private func market(_ frame: Frame, _ settlements: [Settlement]) -> StressFadeOracle.Market {
    StressFadeOracle.Market(
      barOpenMilliseconds: (0..<frame.grid.count).map { frame.grid.open($0).milliseconds },
      intervalMilliseconds: frame.grid.interval.milliseconds, open: frame.values("open"), high: frame.values("high"),
      low: frame.values("low"), close: frame.values("close"), fundingRate: frame.values("funding_rate"),
      premium: frame.values("premium"), openInterest: frame.values("open_interest"),
      settlements: settlements.map { ($0.instant.milliseconds, $0.rate, $0.price) })
  }
}

/// A strategy with another size than its file gives it.
private struct Sized {
  let strategy: BoundStrategy

  init(_ bound: BoundStrategy, _ size: Double) throws {
    let file = bound.strategy
    strategy = try Strategy(
      name: file.name, signals: file.signals, rules: file.rules, size: Expression(parsing: "\(size)"),
      rebalance: file.rebalance, costs: file.costs, initialEquity: file.initialEquity
    ).bound(to: bound.parameters)
  }

  func run(_ evaluator: Evaluator, on tape: PreparedMarket) throws -> Run { try strategy.run(evaluator, on: tape) }
}
