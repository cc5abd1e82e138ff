import Market
import Numerics

/// What the figures of a run are taken from: its totals, the market it was replayed on, and what several figures share.
///
/// Two dozen figures are each handed all of it, and a reference is handed on for less than what it refers to is copied.
final class FinishedReplay {
  let totals: RunTotals
  /// Bars that were replayed, and days that have a return.
  let bars: Int
  let days: Int
  let daily: DailyMoments
  /// Final over initial equity.
  let growth: Double
  /// What of the peak was left at the worst; 1 without a drawdown.
  let depth: Double
  /// Nil for a run too short to speak of a year, and where compounding leaves the numbers.
  let cagr: Double?
  /// What makes a daily figure an annual one; nil for a run too short for it.
  private let root: Double?

  init(_ totals: RunTotals, market: PreparedMarket) {
    self.totals = totals
    bars = market.rows.count
    days = market.days
    daily = DailyMoments(totals, days: days)
    growth = totals.finalEquity / totals.initialEquity
    depth = totals.drawdown.depth
    let length = market.length
    let compounded = power(growth, length.perYear) - 1
    cagr = compounded.isFinite && length >= LeastLength.compounded ? compounded : nil
    root = length >= LeastLength.annualised ? Annual.root : nil
  }

  func annual(_ daily: Double?) -> Double? {
    root.flatMap { root in daily.map { $0 * root } }
  }
}

/// Moments of daily returns from their power sums over `days` days.
struct DailyMoments {
  /// Φ⁻¹(0.95). A constant, because every trial of a sweep asks for it.
  static let confidence = 1.6448536269514722

  var deviation: Double?
  var sharpe: Double?
  var sharpeLower: Double?
  var sortino: Double?
  var skew: Double?
  var kurtosis: Double?

  init(_ totals: RunTotals, days: Int) {
    guard let moments = ReturnMoments(count: days, sum: totals.daily1, squares: totals.daily2) else { return }
    let (n, mean, m2) = (moments.count, moments.mean, moments.variance)
    let sharpe = moments.sharpe
    self.deviation = moments.deviation
    self.sharpe = sharpe
    sortino = moments.sortino(losses: totals.dailyDown2)
    let m3 = totals.daily3 / n - 3 * mean * totals.daily2 / n + 2 * mean * mean * mean
    let m4 =
      totals.daily4 / n - 4 * mean * totals.daily3 / n + 6 * mean * mean * totals.daily2 / n - 3 * mean * mean * mean
      * mean
    let skew = m3 / (m2 * m2.squareRoot())
    let kurtosis = m4 / (m2 * m2)
    self.skew = skew
    self.kurtosis = kurtosis
    // Bailey & López de Prado (2012), Journal of Risk 15(2), but that skewness only counts against a trial: three lucky
    // days have a large one, which would make their ratio look sure. Days are taken as uncorrelated, of which power sums
    // know nothing.
    let variance = 1 - min(0, skew * sharpe) + (kurtosis - 1) / 4 * sharpe * sharpe
    sharpeLower = sharpe - Self.confidence * (variance / (n - 1)).squareRoot()
  }
}
