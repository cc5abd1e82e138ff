/// Newey & West (1987): Bartlett weights, no small-sample factor, lags by a rule of the horizon or of the sample.
public struct NeweyWestEstimator: ForwardEstimator {
  public let name: String
  let rule: Rule
  private let words: String
  private let isFixedB: Bool

  /// Where the lags come from.
  enum Rule: Sendable {
    /// A function of the horizon and the bars.
    case fixed(@Sendable (_ horizon: Int, _ bars: Int) -> Int)
    /// The scores themselves.
    case automatic
  }

  private init(name: String, words: String, isFixedB: Bool = false, rule: Rule) {
    self.name = name
    self.words = words
    self.isFixedB = isFixedB
    self.rule = rule
  }

  /// h - 1 lags, the order of the overlap.
  public static let overlap = NeweyWestEstimator(
    name: "Newey-West h-1", words: "h - 1 lags", rule: .fixed { LagRule.overlap(horizon: $0).lags(observations: $1) })
  /// 2h lags, which lets the Bartlett weights reach the overlap before they have shrunk it away.
  public static let twiceHorizon = NeweyWestEstimator(
    name: "Newey-West 2h", words: "2h lags", rule: .fixed { LagRule.twiceHorizon($0).lags(observations: $1) })
  /// ⌊4(T/100)^(2/9)⌋ lags: what most software does when asked for nothing in particular. Knows nothing of the horizon.
  public static let rule1987 = NeweyWestEstimator(
    name: "Newey-West 1987", words: "floor(4(T/100)^(2/9)) lags",
    rule: .fixed { LagRule.neweyWest.lags(observations: $1) })
  /// ⌊0.75·T^(1/3)⌋ lags, of Stock & Watson's textbook. Knows nothing of the horizon.
  public static let textbook = NeweyWestEstimator(
    name: "Newey-West T^(1/3)", words: "floor(0.75 T^(1/3)) lags",
    rule: .fixed { LagRule.stockWatson.lags(observations: $1) })
  /// The lags that the memory of the scores themselves asks for; see `AutomaticLags`.
  public static let rule1994 = NeweyWestEstimator(
    name: "Newey-West 1994", words: "automatic lags of 1994", rule: .automatic)
  /// ⌈1.3√T⌉ lags and the distribution that t has when lags are a share of the sample; see `FixedBDistribution`.
  public static let fixedB = NeweyWestEstimator(
    name: "Newey-West fixed-b", words: "ceil(1.3 sqrt(T)) lags", isFixedB: true,
    rule: .fixed { LagRule.lazarus.lags(observations: $1) })

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let lags =
      switch rule {
      case .fixed(let lags): lags(sample.horizon, sample.count)
      case .automatic: AutomaticLags.neweyWest1994(scores: sample.scores)
      }
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: Self.variance(sample, lags: lags),
      method: method(lags: lags, bars: sample.count), note: words)
  }

  func method(lags: Int, bars: Int) -> EstimatorMethod {
    EstimatorMethod(
      kernel: .bartlett, lags: lags,
      distribution: isFixedB ? .fixedB(FixedBDistribution.share(lags: lags, bars: bars)) : .normal)
  }

  /// Σ over windows of lags + 1 bars of (Σg)²/(lags + 1), over (Σ(x - x̄)²)². See `Fit.autocorrelatedMeat`.
  static func variance(_ sample: ForwardSample, lags: Int) -> Double {
    let squares = sample.fit.regressorSumOfSquares
    return sample.windows.bartlettSum(lags: lags) / (squares * squares)
  }
}
