import Foundation

extension StationaryBootstrap {
  /// Variance of √T times the resampled mean of `deviations`, exactly and without resampling: Hansen's (2005) ω̂².
  ///
  ///     ω² = γ₀ + 2 Σ_{i=1}^{T-1} κ(i)·γ_i,   κ(i) = (1 - i/T)·qⁱ + (i/T)·qᵀ⁻ⁱ,   γ_i = Σ x_j·x_{j+i} / T,   q = 1 - 1/block
  ///
  /// (Politis & Romano 1994, lemma 1.) Both parts of κ are geometric, so running sums give all T lags in one pass: the
  /// first part weighs pairs by their distance, the second by how near they stand to opposite ends of the sample, which a
  /// circle joins.
  ///
  /// - Parameter deviations: `count` values with mean zero.
  /// - Complexity: O(T); the sum as written is O(T²).
  func variance(ofDeviations deviations: [Double]) -> Double {
    precondition(deviations.count == count, "a value for each row")
    let size = Double(count)
    let q = 1 - 1 / meanBlock
    // Over the values before j: Σ qⁱ·x_{j-i} and Σ i·qⁱ·x_{j-i}, then Σ q^a·x_a and Σ a·q^a·x_a from the front.
    var near = 0.0
    var nearByDistance = 0.0
    var front = 0.0
    var frontByPosition = 0.0
    var weight = 1.0
    var pairs = 0.0
    for (row, value) in deviations.enumerated() {
      let position = Double(row)
      let acrossEnds = pow(q, size - position) * (position * front - frontByPosition)
      pairs += value * (near - nearByDistance / size + acrossEnds / size)
      nearByDistance = q * (nearByDistance + near + value)
      near = q * (near + value)
      front += weight * value
      frontByPosition += weight * position * value
      weight *= q
    }
    return (Sums.squares(deviations) + 2 * pairs) / size
  }
}
