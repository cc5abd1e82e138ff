import Market
import Replay
import Testing

@Suite("Figures of a run")
struct FiguresTests {
  private func run(seed: UInt64) throws -> Run {
    try replay(
      Candles.random(bars: 5000, seed: seed), Candles.randomDecisions(bars: 5000, seed: seed),
      costs: Costs(taker: 0.0005), equity: 10_000)
  }

  /// The machine adds up powers of daily returns as it goes; here they are taken from the equity curve by the textbook.
  @Test("daily figures are those of the equity curve at UTC midnights", arguments: [1, 2, 3] as [UInt64])
  func daily(seed: UInt64) throws {
    let run = try run(seed: seed)
    let returns = run.daily.map(\.dailyReturn)
    let n = Double(returns.count)
    let mean = returns.reduce(0, +) / n
    let deviation = (returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    let down = (returns.reduce(0) { $0 + min($1, 0) * min($1, 0) } / n).squareRoot()
    func moment(_ power: Int) -> Double {
      returns.reduce(0) { sum, r in sum + (0..<power).reduce(1.0) { product, _ in product * (r - mean) } } / n
    }
    #expect(run.figures.days == returns.count)
    close(run.figures.sharpeAnnual, mean / deviation * 365.0.squareRoot())
    close(run.figures.sortinoAnnual, mean / down * 365.0.squareRoot())
    close(run.figures.volatilityAnnual, deviation * 365.0.squareRoot())
    close(run.figures.skewDaily, moment(3) / (moment(2) * moment(2).squareRoot()))
    close(run.figures.kurtosisDaily, moment(4) / (moment(2) * moment(2)))
    let sharpe = mean / deviation
    let skew = moment(3) / (moment(2) * moment(2).squareRoot())
    let kurtosis = moment(4) / (moment(2) * moment(2))
    // scipy.stats.norm.ppf(0.95)
    let error =
      1.6448536269514722 * ((1 - min(0, skew * sharpe) + (kurtosis - 1) / 4 * sharpe * sharpe) / (n - 1)).squareRoot()
    close(run.figures.sharpeLower, (sharpe - error) * 365.0.squareRoot())
    #expect(run.figures.sharpeLower ?? .nan < run.figures.sharpeAnnual ?? .nan)
  }

  @Test("drawdown, exposure and profit are those of the curve and the ledger", arguments: [4, 5] as [UInt64])
  func curve(seed: UInt64) throws {
    let run = try run(seed: seed)
    var peak = 10_000e6
    var deepest = 0.0
    for equity in run.equity {
      peak = max(peak, equity)
      deepest = min(deepest, equity / peak - 1)
    }
    #expect(run.figures.maxDrawdown == deepest)
    #expect(run.figures.exposure == Double(run.quantity.count { $0 != 0 }) / Double(run.quantity.count))
    #expect(run.figures.totalReturn == run.figures.finalEquity / 10_000 - 1)
    #expect(run.figures.pricePnl == run.total(.price))
    #expect(run.figures.fundingPnl == run.total(.funding))
    #expect(run.figures.fees == run.total(.fee))
  }

  @Test("what an exit at the open loses or wins counts for the drawdown, though that bar closes flat")
  func flatCloses() throws {
    let loss = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n90 90 90 90\n90 90 90 90"), [0: 1, 1: 0])
    #expect(loss.equityInQuote == [1000, 1000, 900, 900])
    #expect(loss.figures.maxDrawdown == 900e6 / 1000e6 - 1)
    // What a chart of it is drawn from: one equity more than there are bars.
    #expect(loss.equityPath == [1000, 1000, 1000, 900, 900])
    let lost: Double = 900.0 / 1000 - 1
    #expect(loss.drawdownPath == [0, 0, 0, lost, lost])
    #expect(loss.exposurePath([100, 100, 90, 90]) == [0, 1, 0, 0])
    #expect(loss.exposurePath([100, .nan, 90, 90]) == [0, 0, 0, 0])
    let peak = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n120 120 120 120\n120 120 120 120\n110 110 110 110"),
      [0: 1, 1: 0, 2: 1])
    #expect(peak.equityInQuote == [1000, 1000, 1200, 1200, 1100])
    #expect(peak.figures.maxDrawdown == 1100e6 / 1200e6 - 1)
  }

  @Test("figures survive the store: numbers by name make the same figures again")
  func roundTrip() throws {
    let figures = try run(seed: 6).figures
    let values = Dictionary(uniqueKeysWithValues: FigureKey.allCases.map { ($0, figures[$0] ?? .nan) })
    #expect(Figures(initialEquity: figures.initialEquity, values: values) == figures)
    #expect(Figures(initialEquity: 1, values: [:]) == nil)
  }

  private func close(_ mine: Double?, _ theirs: Double) {
    guard let mine else {
      Issue.record("the figure is missing")
      return
    }
    #expect(abs(mine - theirs) <= 1e-9 * max(1, abs(theirs)), "\(mine) beside \(theirs)")
  }
}
