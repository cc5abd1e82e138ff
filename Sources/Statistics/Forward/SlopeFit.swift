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
  ///
  /// A calibration fits hundreds of times, so each sum is one pass over memory and only the scores are written down.
  static func fit(_ x: [Double], _ outcomes: ForwardOutcomes) throws -> (fit: SlopeFit, scores: [Double]) {
    let n = Double(outcomes.observations)
    let mean = Sums.over(outcomes.weights, x) { weight, x in weight * x } / n
    let squares = Sums.over(outcomes.weights, x) { weight, x in
      let deviation = weight * (x - mean)
      return deviation * deviation
    }
    // A constant leaves rounding behind where zero should be: twelve digits below the regressor's own size.
    guard squares > 1e-24 * n * mean * mean, squares > 0 else {
      throw StatisticsError.constantRegressor(observations: outcomes.observations)
    }
    // Outcomes are zero on rows that do not count, so that their weights may be left out.
    let slope = Sums.over(outcomes.deviations, x) { y, x in y * (x - mean) } / squares
    var residualSquares = SIMD4<Double>.zero
    let scores = [Double](unsafeUninitializedCapacity: x.count) { scores, initialized in
      outcomes.weights.withUnsafeBufferPointer { weights in
        outcomes.deviations.withUnsafeBufferPointer { y in
          x.withUnsafeBufferPointer { x in
            var row = 0
            while row + 4 <= x.count {
              let deviation = Sums.four(weights, row) * (Sums.four(x, row) - mean)
              let residual = Sums.four(y, row) - slope * deviation
              residualSquares += residual * residual
              let score = deviation * residual
              for lane in 0..<4 { scores[row + lane] = score[lane] }
              row += 4
            }
            while row < x.count {
              let deviation = weights[row] * (x[row] - mean)
              let residual = y[row] - slope * deviation
              residualSquares[0] += residual * residual
              scores[row] = deviation * residual
              row += 1
            }
          }
        }
      }
      initialized = x.count
    }
    let fit = SlopeFit(
      observations: outcomes.observations, regressorMean: mean, regressorSumOfSquares: squares, slope: slope,
      intercept: outcomes.mean - slope * mean,
      residualSumOfSquares: (residualSquares[0] + residualSquares[1]) + (residualSquares[2] + residualSquares[3]))
    return (fit, scores)
  }
}
