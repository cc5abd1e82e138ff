/// Mean and spread of returns, from their power sums: what a Sharpe ratio is made of.
///
/// Raw sums lose digits where the mean is large against the deviation; of daily returns it is a small fraction, and
/// fifteen digits become fourteen. Sums of two stretches add up to those of both, and a trial keeps four numbers instead
/// of a year.
@usableFromInline package struct ReturnMoments: Hashable, Sendable {
  package let count: Double
  package let mean: Double
  /// The second moment about the mean, over n; above zero.
  package let variance: Double

  /// A variance under this share of the mean square is the rounding of returns that are one and the same: what earns a
  /// million of its deviations a period earns a fixed sum.
  @usableFromInline package static let rounding = 1e-12

  /// Nil for fewer than two returns and for returns that never vary, but for rounding.
  ///
  /// - Parameters:
  ///   - sum: Σr.
  ///   - squares: Σr².
  package init?(count: Int, sum: Double, squares: Double) {
    guard count > 1 else { return nil }
    let n = Double(count)
    let mean = sum / n
    let variance = squares / n - mean * mean
    guard variance > Self.rounding * squares / n else { return nil }
    self.count = n
    self.mean = mean
    self.variance = variance
  }

  /// The standard deviation over n - 1.
  package var deviation: Double { (variance * count / (count - 1)).squareRoot() }

  /// Mean over standard deviation, not annualised.
  package var sharpe: Double { mean / deviation }

  /// Mean over the root of the mean of min(r, 0)² over all returns, not annualised; nil without a loss.
  ///
  /// - Parameter losses: Σ min(r, 0)².
  package func sortino(losses: Double) -> Double? {
    losses > 0 ? mean / (losses / count).squareRoot() : nil
  }
}

// Every resample of a bootstrap asks for these, from other rooms.
extension Collection<Double> {
  /// Mean, and Σ(x - x̄)², in two passes in order. Both NaN without a value.
  @inlinable package var spread: (mean: Double, squares: Double) {
    let mean = reduce(0, +) / Double(count)
    return (mean, reduce(isEmpty ? .nan : 0) { $0 + ($1 - mean) * ($1 - mean) })
  }

  /// Whether all are one value, but for rounding: a mean and no variation to hold it against.
  @inlinable package var isStill: Bool {
    let (mean, squares) = spread
    return !(squares > ReturnMoments.rounding * Double(count) * mean * mean)
  }
}
