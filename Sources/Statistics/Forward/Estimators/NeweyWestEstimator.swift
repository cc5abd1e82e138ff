/// Newey & West (1987): Bartlett weights, no small-sample factor, lags by a rule of the horizon or of the sample.
public struct NeweyWestEstimator: ForwardEstimator {
  public let name: String
  private let lags: @Sendable (ForwardSample) -> Int
  private let rule: String
  private let isFixedB: Bool

  private init(
    name: String, rule: String, isFixedB: Bool = false, lags: @escaping @Sendable (ForwardSample) -> Int
  ) {
    self.name = name
    self.rule = rule
    self.isFixedB = isFixedB
    self.lags = lags
  }

  /// h - 1 lags, the order of the overlap.
  public static let overlap = NeweyWestEstimator(name: "Newey-West h-1", rule: "h - 1 lags") {
    LagRule.overlap(horizon: $0.horizon).lags(observations: $0.count)
  }
  /// 2h lags, which lets the Bartlett weights reach the overlap before they have shrunk it away.
  public static let twiceHorizon = NeweyWestEstimator(name: "Newey-West 2h", rule: "2h lags") {
    LagRule.twiceHorizon($0.horizon).lags(observations: $0.count)
  }
  /// ⌊4(T/100)^(2/9)⌋ lags: what most software does when asked for nothing in particular. Knows nothing of the horizon.
  public static let rule1987 = NeweyWestEstimator(name: "Newey-West 1987", rule: "floor(4(T/100)^(2/9)) lags") {
    LagRule.neweyWest.lags(observations: $0.count)
  }
  /// ⌊0.75·T^(1/3)⌋ lags, of Stock & Watson's textbook. Knows nothing of the horizon.
  public static let textbook = NeweyWestEstimator(name: "Newey-West T^(1/3)", rule: "floor(0.75 T^(1/3)) lags") {
    LagRule.stockWatson.lags(observations: $0.count)
  }
  /// The lags that the memory of the scores themselves asks for; see `AutomaticLags`.
  public static let rule1994 = NeweyWestEstimator(name: "Newey-West 1994", rule: "automatic lags of 1994") {
    AutomaticLags.neweyWest1994(scores: $0.scores)
  }
  /// ⌈1.3√T⌉ lags and the distribution that t has when lags are a share of the sample; see `FixedBDistribution`.
  public static let fixedB = NeweyWestEstimator(
    name: "Newey-West fixed-b", rule: "ceil(1.3 sqrt(T)) lags", isFixedB: true
  ) {
    LagRule.lazarus.lags(observations: $0.count)
  }

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let lags = lags(sample)
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: Self.variance(sample, lags: lags),
      method: EstimatorMethod(
        kernel: .bartlett, lags: lags,
        distribution: isFixedB ? .fixedB(FixedBDistribution.share(lags: lags, bars: sample.count)) : .normal),
      note: rule)
  }

  /// Σ over windows of lags + 1 bars of (Σg)²/(lags + 1), over (Σ(x - x̄)²)². See `Fit.autocorrelatedMeat`.
  static func variance(_ sample: ForwardSample, lags: Int) -> Double {
    let squares = sample.fit.regressorSumOfSquares
    return sample.windows.bartlettSum(lags: lags) / (squares * squares)
  }
}
