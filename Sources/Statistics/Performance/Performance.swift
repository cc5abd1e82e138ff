import Foundation

/// The figures of an equity curve.
///
/// Flat bars stay in: a strategy that trades on one day in ten is judged on all ten.
public struct Performance: Sendable {
  public let sampling: Sampling
  /// Simple returns per bar.
  public let returns: [Double]
  public let moments: Moments
  public let drawdown: Drawdown

  public let totalReturn: Figure
  public let cagr: Figure
  public let sharpePerBar: Figure
  public let sharpeAnnual: Figure
  /// Sharpe annualised for the autocorrelation of returns; see `LoScaling`.
  public let sharpeAnnualLo: Figure
  public let sortinoAnnual: Figure
  public let volatilityAnnual: Figure
  public let maxDrawdown: Figure
  public let calmar: Figure
  public let skewness: Figure
  public let kurtosis: Figure

  /// From simple returns, compounded from an equity of one.
  ///
  /// - Parameters:
  ///   - riskFree: return per bar taken off before Sharpe and Sortino, which makes it Sortino's minimum acceptable return.
  /// - Throws: `missingValue`, `ruined` at a return of -100% or worse, `tooFewObservations` under two returns.
  public init(returns: [Double], sampling: Sampling, riskFree: Double = 0) throws {
    var equity = [1.0]
    equity.reserveCapacity(returns.count + 1)
    var value = 1.0
    for (bar, change) in returns.enumerated() {
      guard change.isFinite else { throw StatisticsError.missingValue(column: "returns", row: bar) }
      value *= 1 + change
      equity.append(value)
    }
    try self.init(equity: equity, returns: returns, sampling: sampling, riskFree: riskFree)
  }

  /// From equity at the close of each bar, the starting equity first.
  public init(equity: [Double], sampling: Sampling, riskFree: Double = 0) throws {
    for (bar, value) in equity.enumerated() where !value.isFinite {
      throw StatisticsError.missingValue(column: "equity", row: bar)
    }
    let returns = zip(equity, equity.dropFirst()).map { $1 / $0 - 1 }
    try self.init(equity: equity, returns: returns, sampling: sampling, riskFree: riskFree)
  }

  private init(equity: [Double], returns: [Double], sampling: Sampling, riskFree: Double) throws {
    if let bar = equity.firstIndex(where: { $0 <= 0 }) { throw StatisticsError.ruined(bar: bar) }
    guard returns.count >= 2, let first = equity.first, let last = equity.last else {
      throw StatisticsError.tooFewObservations(have: returns.count, need: 2)
    }
    let periods = sampling.barsPerYear
    let scale = periods.squareRoot()
    let annual = "x sqrt(\(sampling.barsPerYearText)) on \(sampling.name) returns"
    let excess = riskFree == 0 ? returns : returns.map { $0 - riskFree }
    let moments = Moments(returns)
    let ofExcess = riskFree == 0 ? moments : Moments(excess)
    let sharpe = Self.ratio(ofExcess.mean, ofExcess.standardDeviation(ddof: 1))
    let downside = (Sums.squares(excess.map { min($0, 0) }) / Double(excess.count)).squareRoot()
    let growth = pow(last / first, periods / Double(returns.count)) - 1
    let drawdown = Drawdown(equity: equity)
    let lo = LoScaling(returns: excess, barsPerYear: periods)

    self.sampling = sampling
    self.returns = returns
    self.moments = moments
    self.drawdown = drawdown
    totalReturn = Figure("total_return", last / first - 1, "last equity over first, less one")
    cagr = Figure(
      "cagr", growth, "compounded to \(sampling.barsPerYearText) \(sampling.name) bars a year from \(returns.count)")
    sharpePerBar = Figure("sharpe_per_bar", sharpe, "mean over standard deviation (n - 1) of \(sampling.name) returns")
    sharpeAnnual = Figure("sharpe_annual", sharpe * scale, annual)
    sharpeAnnualLo = Figure(
      "sharpe_annual_lo", sharpe * lo.factor,
      "x \(lo.factor) (Lo 2002: \(sampling.barsPerYearText) bars, autocorrelations to lag \(lo.lags)) on "
        + "\(sampling.name) returns")
    sortinoAnnual = Figure(
      "sortino_annual", Self.ratio(ofExcess.mean, downside) * scale, "\(annual); downside over all bars")
    volatilityAnnual = Figure("volatility_annual", moments.standardDeviation(ddof: 1) * scale, annual)
    maxDrawdown = Figure("max_drawdown", drawdown.depth, "at \(sampling.name) closes, starting equity included")
    calmar = Figure("calmar", Self.ratio(growth, -drawdown.depth), "cagr over the depth of the maximum drawdown")
    skewness = Figure("skewness", moments.skewness, "of \(sampling.name) returns, moments over n")
    kurtosis = Figure("kurtosis", moments.kurtosis, "of \(sampling.name) returns, moments over n; 3 for a normal")
  }

  /// Every figure, in the order of a table.
  public var figures: [Figure] {
    [
      totalReturn, cagr, volatilityAnnual, sharpeAnnual, sharpeAnnualLo, sortinoAnnual, maxDrawdown, calmar,
      sharpePerBar, skewness, kurtosis,
    ]
  }

  /// What the tests of a Sharpe ratio need.
  public var sharpeEstimate: SharpeEstimate {
    SharpeEstimate(
      perBar: sharpePerBar.value, observations: returns.count, skewness: moments.skewness, kurtosis: moments.kurtosis)
  }

  /// NaN rather than an infinity where there is nothing to divide by.
  private static func ratio(_ numerator: Double, _ denominator: Double) -> Double {
    denominator > 0 ? numerator / denominator : .nan
  }
}
