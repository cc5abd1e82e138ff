import Statistics

/// Sums over UTC-daily returns from which the figures of a selection follow.
///
/// Sums of two stretches add up to those of both. A train set of several pieces therefore costs a few additions, however
/// many folds share a piece. Raw sums lose digits where the mean is large against the deviation; of daily returns it is a
/// small fraction.
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

  /// Mean / standard deviation (n - 1), × √365; nil without variation, as of a set that never traded.
  public var sharpeAnnual: Double? { estimate.map { $0.perBar * Sampling.utcDaily.annualiser } }

  /// Mean / √(mean of min(r, 0)² over all days), × √365; nil without a losing day.
  public var sortinoAnnual: Double? {
    guard estimate != nil, below > 0 else { return nil }
    return mean / (below / Double(days)).squareRoot() * Sampling.utcDaily.annualiser
  }

  /// The ratio with what its error needs; nil without variation.
  public var estimate: SharpeEstimate? {
    let n = Double(days)
    guard days > 1 else { return nil }
    let moments = powers / n
    let m2 = moments[1] - mean * mean
    guard m2 > 0 else { return nil }
    let m3 = moments[2] - 3 * mean * moments[1] + 2 * mean * mean * mean
    let m4 = moments[3] - 4 * mean * moments[2] + 6 * mean * mean * moments[1] - 3 * mean * mean * mean * mean
    return SharpeEstimate(
      perBar: mean / (m2 * n / (n - 1)).squareRoot(), observations: days, skewness: m3 / (m2 * m2.squareRoot()),
      kurtosis: m4 / (m2 * m2))
  }
}
