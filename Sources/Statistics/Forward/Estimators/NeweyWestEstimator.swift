/// Newey & West (1987) with lags from the horizon, no small-sample factor, against the normal distribution.
public struct NeweyWestEstimator: ForwardEstimator {
  public let name: String
  private let rule: @Sendable (_ horizon: Int) -> LagRule

  public init(name: String, rule: @escaping @Sendable (_ horizon: Int) -> LagRule) {
    self.name = name
    self.rule = rule
  }

  /// h - 1 lags, the order of the overlap.
  public static let overlap = NeweyWestEstimator(name: "Newey-West h-1") { .overlap(horizon: $0) }
  /// 2h lags, which lets the Bartlett weights reach the overlap before they have shrunk it away.
  public static let twiceHorizon = NeweyWestEstimator(name: "Newey-West 2h") { .twiceHorizon($0) }

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let lags = rule(sample.horizon).lags(observations: sample.count)
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: Self.variance(sample, lags: lags), note: "\(lags) lags")
  }

  /// Σ over windows of lags + 1 bars of (Σg)²/(lags + 1), over (Σ(x - x̄)²)². See `Fit.autocorrelatedMeat`.
  static func variance(_ sample: ForwardSample, lags: Int) -> Double {
    let squares = sample.fit.regressorSumOfSquares
    let windows = windowSums(sample.scores, width: lags + 1)
    return Sums.squares(windows) / Double(lags + 1) / (squares * squares)
  }
}
