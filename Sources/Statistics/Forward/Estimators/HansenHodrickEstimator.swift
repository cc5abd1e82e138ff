/// Hansen & Hodrick (1980, JPE 88): autocovariances to lag h - 1 at full weight. The sum may come out negative; then
/// Newey-West with the same lags stands in, and method and note say so.
public struct HansenHodrickEstimator: ForwardEstimator {
  public let name = "Hansen-Hodrick"

  public init() {}

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let lags = LagRule.overlap(horizon: sample.horizon).lags(observations: sample.count)
    let squares = sample.fit.regressorSumOfSquares
    let variance = sample.windows.uniformSum(lags: lags) / (squares * squares)
    guard variance > 0 else {
      return EstimatorResult(
        name: name, estimate: sample.fit.slope, variance: NeweyWestEstimator.variance(sample, lags: lags),
        method: EstimatorMethod(kernel: .bartlett, lags: lags),
        note: "negative variance at \(lags) lags; Newey-West stands in")
    }
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: variance,
      method: EstimatorMethod(kernel: .uniform, lags: lags), note: "h - 1 lags")
  }
}
