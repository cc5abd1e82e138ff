/// Hodrick (1992, RFS 5(3)) 1B: Σ(e_{t+1}·Σ_{i<h}(x_{t-i} - x̄))²/(Σ(x - x̄)²)². See `Hodrick1B` for the argument, the
/// general case and what happens at gaps.
public struct Hodrick1BEstimator: ForwardEstimator {
  public let name = "Hodrick 1B"

  public init() {}

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let outcomes = sample.outcomes
    guard outcomes.shockCount > 2 else {
      throw StatisticsError.tooFewObservations(have: outcomes.shockCount, need: 3)
    }
    let mean = sample.fit.regressorMean
    let windows = windowSums(elementwise(outcomes.presence, sample.x) { $0 * ($1 - mean) }, width: sample.horizon)
    let squares = sample.fit.regressorSumOfSquares
    let scale = Double(outcomes.observations) / Double(outcomes.shockCount)
    let note =
      outcomes.shockCount == outcomes.observations
      ? nil : "\(outcomes.shockCount) bars with a full window of x stand for \(outcomes.observations) observations"
    return EstimatorResult(
      name: name, estimate: sample.fit.slope,
      variance: scale * Sums.squaredProducts(outcomes.shocks, windows) / (squares * squares),
      method: EstimatorMethod(lags: sample.horizon - 1, correction: note == nil ? .none : .coverage), note: note)
  }
}
