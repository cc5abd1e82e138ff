/// Hansen & Hodrick (1980, JPE 88): autocovariances to lag h - 1 at full weight. The sum may come out negative; then
/// Newey-West with the same lags stands in, and the note says so.
public struct HansenHodrickEstimator: ForwardEstimator {
  public let name = "Hansen-Hodrick"

  public init() {}

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let lags = LagRule.overlap(horizon: sample.horizon).lags(observations: sample.count)
    let windows = windowSums(sample.scores, width: lags + 1)
    // Σ g_t·(g_t + … + g_{t-lags}) has each pair once and the squares once; the full sum has each pair twice.
    let once = Sums.products(sample.scores, windows)
    let squares = sample.fit.regressorSumOfSquares
    let variance = (2 * once - Sums.squares(sample.scores)) / (squares * squares)
    guard variance > 0 else {
      return EstimatorResult(
        name: name, estimate: sample.fit.slope, variance: NeweyWestEstimator.variance(sample, lags: lags),
        note: "negative variance at \(lags) lags; Newey-West stands in")
    }
    return EstimatorResult(name: name, estimate: sample.fit.slope, variance: variance, note: "\(lags) lags")
  }
}
