/// Independent errors of any variance (White 1980, HC0): Σg²/(Σ(x - x̄)²)². Cures nothing that overlap does.
public struct WhiteEstimator: ForwardEstimator {
  public let name = "HC0"

  public init() {}

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let squares = sample.fit.regressorSumOfSquares
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: Sums.squares(sample.scores) / (squares * squares))
  }
}
