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

  /// Each sum is one pass over memory and nothing is written down.
  static func fit(_ x: [Double], _ outcomes: ForwardOutcomes) throws -> SlopeFit {
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
    let residualSquares = outcomes.weights.withUnsafeBufferPointer { weights in
      outcomes.deviations.withUnsafeBufferPointer { y in
        x.withUnsafeBufferPointer { x in
          Sums.lanes(x.count) { row in
            let residual = Sums.four(y, row) - slope * (Sums.four(weights, row) * (Sums.four(x, row) - mean))
            return residual * residual
          } last: { row in
            let residual = y[row] - slope * (Double(weights[row]) * (x[row] - mean))
            return residual * residual
          }
        }
      }
    }
    return SlopeFit(
      observations: outcomes.observations, regressorMean: mean, regressorSumOfSquares: squares, slope: slope,
      intercept: outcomes.mean - slope * mean, residualSumOfSquares: residualSquares)
  }

  /// The scores g, on the grid, zero on rows that do not count.
  func scores(_ x: [Double], _ outcomes: ForwardOutcomes) -> [Double] {
    [Double](unsafeUninitializedCapacity: x.count) { scores, initialized in
      eachScore(x, outcomes) { scores[$0] = $1 }
      initialized = x.count
    }
  }

  /// `body` of each row and its score.
  @inline(__always)
  func eachScore(_ x: [Double], _ outcomes: ForwardOutcomes, _ body: (Int, Double) -> Void) {
    let mean = regressorMean
    let slope = slope
    outcomes.weights.withUnsafeBufferPointer { weights in
      outcomes.deviations.withUnsafeBufferPointer { y in
        x.withUnsafeBufferPointer { x in
          for row in 0..<x.count {
            let deviation = Double(weights[row]) * (x[row] - mean)
            body(row, deviation * (y[row] - slope * deviation))
          }
        }
      }
    }
  }
}
