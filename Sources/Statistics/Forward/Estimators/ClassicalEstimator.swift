/// Ordinary least squares with independent errors of one variance: s²/Σ(x - x̄)², s² = RSS/(n - 2).
///
/// Here to be seen failing: forward returns that overlap are far from independent, and it finds a signal in noise more
/// than half of the time.
public struct ClassicalEstimator: ForwardEstimator {
  public let name = "OLS iid"

  public init() {}

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: Self.variance(sample.fit),
      method: EstimatorMethod(correction: .degreesOfFreedom))
  }

  static func variance(_ fit: SlopeFit) -> Double {
    fit.residualSumOfSquares / Double(fit.observations - 2) / fit.regressorSumOfSquares
  }
}
