/// Mean, spread and shape of a sample.
///
/// Two passes in fixed order. Missing values are not skipped: one NaN makes every figure NaN.
public struct Moments: Hashable, Sendable {
  public let count: Int
  public let mean: Double
  /// Σ(x - x̄)²; NaN for an empty sample.
  public let sumOfSquares: Double
  /// m₃/m₂^1.5 with moments that divide by n; NaN when all values are equal.
  public let skewness: Double
  /// m₄/m₂² with moments that divide by n: 3 for a normal sample, not 0. NaN when all values are equal.
  public let kurtosis: Double

  public init(_ values: [Double]) {
    let n = Double(values.count)
    let mean = Sums.sum(values) / n
    let deviations = values.map { $0 - mean }
    let squares = deviations.map { $0 * $0 }
    let sumOfSquares = values.isEmpty ? .nan : Sums.sum(squares)
    let m2 = sumOfSquares / n
    count = values.count
    self.mean = mean
    self.sumOfSquares = sumOfSquares
    skewness = m2 > 0 ? Sums.products(squares, deviations) / n / (m2 * m2.squareRoot()) : .nan
    kurtosis = m2 > 0 ? Sums.squares(squares) / n / (m2 * m2) : .nan
  }

  /// Σ(x - x̄)²/(n - `ddof`); NaN when nothing is left to divide by.
  public func variance(ddof: Int) -> Double {
    count > ddof ? sumOfSquares / Double(count - ddof) : .nan
  }

  public func standardDeviation(ddof: Int) -> Double { variance(ddof: ddof).squareRoot() }
}
