import Numerics
import Replay
import Statistics

/// Sums over UTC-daily returns from which the figures of a selection follow.
///
/// Sums of two stretches add up to those of both. A train set of several pieces therefore costs a few additions, however
/// many folds share a piece.
public struct DailySums: Sendable, Hashable {
  public private(set) var days = 0
  /// Σr, Σr², Σr³, Σr⁴.
  private var powers = SIMD4<Double>.zero
  /// Σ min(r, 0)².
  private var below = 0.0
  /// Π(1 + r).
  private var growth = 1.0

  public init() {}

  public init(_ returns: some Sequence<Double>) {
    for value in returns {
      let square = value * value
      days += 1
      powers += SIMD4(value, square, square * value, square * square)
      if value < 0 { below += square }
      growth *= 1 + value
    }
  }

  public static func + (a: DailySums, b: DailySums) -> DailySums {
    var sum = a
    sum.days += b.days
    sum.powers += b.powers
    sum.below += b.below
    sum.growth *= b.growth
    return sum
  }

  public var totalReturn: Double { growth - 1 }

  /// NaN without a day.
  public var mean: Double { powers[0] / Double(days) }

  /// Standard error of the mean, each day being in the sums so many times; nil without variation.
  func meanError(countedTimes times: Double) -> Double? {
    moments.map { $0.deviation / ($0.count / times).squareRoot() }
  }

  /// Mean / standard deviation (n - 1), × √365; nil without variation, as of a set that never traded.
  public var sharpeAnnual: Double? { estimate.map { $0.perBar * Annual.root } }

  /// `sharpeAnnual` where a run of as many days would say one (`LeastLength`): choices may rest on less, documents do not.
  public var statedSharpe: Double? { LeastLength.why(.sharpeAnnual, days: days) == nil ? sharpeAnnual : nil }

  /// Mean / √(mean of min(r, 0)² over all days), × √365; nil without a losing day.
  public var sortinoAnnual: Double? {
    moments?.sortino(losses: below).map { $0 * Annual.root }
  }

  /// The ratio with what its error needs; nil without variation.
  public var estimate: SharpeEstimate? {
    guard let moments else { return nil }
    let (mean, m2) = (moments.mean, moments.variance)
    let raw = powers / moments.count
    let m3 = raw[2] - 3 * mean * raw[1] + 2 * mean * mean * mean
    let m4 = raw[3] - 4 * mean * raw[2] + 6 * mean * mean * raw[1] - 3 * mean * mean * mean * mean
    return SharpeEstimate(
      perBar: moments.sharpe, observations: days, skewness: m3 / (m2 * m2.squareRoot()), kurtosis: m4 / (m2 * m2))
  }

  private var moments: ReturnMoments? { ReturnMoments(count: days, sum: powers[0], squares: powers[1]) }
}
