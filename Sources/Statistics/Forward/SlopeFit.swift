/// Least squares with one regressor and an intercept, in closed form.
///
/// By Frisch, Waugh & Lovell every covariance of the slope is a scalar sum over g_t = (x_t - x̄)·e_t: whatever the generic
/// path does with score matrices, it does here with one array. The tests hold the two against each other.
public struct SlopeFit: Hashable, Sendable {
  public let observations: Int
  /// Mean of the regressor; the share of rows in the regime when it is one.
  public let regressorMean: Double
  /// Σ(x - x̄)².
  public let regressorSumOfSquares: Double
  public let slope: Double
  public let intercept: Double
  public let residualSumOfSquares: Double

  /// The fit and its scores g, on the grid, zero on rows that do not count.
  static func fit(_ x: [Double], _ outcomes: ForwardOutcomes) throws -> (fit: SlopeFit, scores: [Double]) {
    let n = Double(outcomes.observations)
    let mean = Sums.products(outcomes.weights, x) / n
    let deviations = elementwise(outcomes.weights, x) { $0 * ($1 - mean) }
    let squares = Sums.squares(deviations)
    // A constant leaves rounding behind where zero should be: twelve digits below the regressor's own size.
    guard squares > 1e-24 * n * mean * mean, squares > 0 else {
      throw StatisticsError.constantRegressor(observations: outcomes.observations)
    }
    let slope = Sums.products(deviations, outcomes.deviations) / squares
    let residuals = elementwise(outcomes.deviations, deviations) { $0 - slope * $1 }
    let fit = SlopeFit(
      observations: outcomes.observations, regressorMean: mean, regressorSumOfSquares: squares, slope: slope,
      intercept: outcomes.mean - slope * mean, residualSumOfSquares: Sums.squares(residuals))
    return (fit, elementwise(deviations, residuals) { $0 * $1 })
  }
}
