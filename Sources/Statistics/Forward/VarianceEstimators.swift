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

/// Independent errors of any variance (White 1980) and the corrections of it for small samples. With g = (x - x̄)·e and the
/// leverage l = 1/n + (x - x̄)²/Σ(x - x̄)², the variance is Σg²/(Σ(x - x̄)²)² for HC0, times n/(n - 2) for HC1, and with
/// g²/(1 - l) and g²/(1 - l)² in the sum for HC2 and HC3. Cures nothing that overlap does.
public struct HeteroskedasticEstimator: ForwardEstimator {
  public let name: String
  let correction: EstimatorMethod.Correction

  private init(name: String, correction: EstimatorMethod.Correction) {
    self.name = name
    self.correction = correction
  }

  public static let hc0 = HeteroskedasticEstimator(name: "HC0", correction: .none)
  /// Hinkley 1977.
  public static let hc1 = HeteroskedasticEstimator(name: "HC1", correction: .smallSample)
  /// Horn, Horn & Duncan 1975.
  public static let hc2 = HeteroskedasticEstimator(name: "HC2", correction: .leverage)
  /// Davidson & MacKinnon 1993, as statsmodels has it.
  public static let hc3 = HeteroskedasticEstimator(name: "HC3", correction: .leverageSquared)

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let squares = sample.fit.regressorSumOfSquares
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: meat(sample) / (squares * squares),
      method: EstimatorMethod(correction: correction))
  }

  private func meat(_ sample: ForwardSample) -> Double {
    let n = Double(sample.observations)
    switch correction {
    case .smallSample: return Sums.squares(sample.scores) * n / (n - 2)
    case .leverage, .leverageSquared:
      let squares = sample.fit.regressorSumOfSquares
      let mean = sample.fit.regressorMean
      let whole = 1 - 1 / n
      let inverse = 1 / squares
      let scores = sample.scores
      // Rows that do not count have a score of zero, and a leverage below one for all that.
      return correction == .leverage
        ? Sums.over(scores, sample.x) { score, x in score * score / (whole - (x - mean) * (x - mean) * inverse) }
        : Sums.over(scores, sample.x) { score, x in
          let ratio = score / (whole - (x - mean) * (x - mean) * inverse)
          return ratio * ratio
        }
    default: return Sums.squares(sample.scores)
    }
  }
}

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
      case .fixed(let lags): lags(sample.horizon, sample.span)
      case .automatic: AutomaticLags.neweyWest1994(scores: sample.scores, bars: sample.span)
      }
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: Self.variance(sample, lags: lags),
      method: method(lags: lags, bars: sample.span), note: words)
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

/// Hansen & Hodrick (1980, JPE 88): autocovariances to lag h - 1 at full weight. The sum may come out negative; then
/// Newey-West with the same lags stands in, and method and note say so.
public struct HansenHodrickEstimator: ForwardEstimator {
  public let name = "Hansen-Hodrick"

  public init() {}

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let lags = LagRule.overlap(horizon: sample.horizon).lags(observations: sample.span)
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

/// Hodrick (1992, RFS 5(3)) 1B: Σ(e_{t+1}·Σ_{i<h}(x_{t-i} - x̄))²/(Σ(x - x̄)²)². See `Hodrick1B` for the argument, the
/// general case and what happens at gaps.
public struct Hodrick1BEstimator: ForwardEstimator {
  public let name = "Hodrick 1B"

  public init() {}

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let outcomes = sample.outcomes
    guard outcomes.shockCount > 2 else {
      throw StatisticsError.tooFewWindows(have: outcomes.shockCount, need: 3, horizon: sample.horizon)
    }
    let mean = sample.fit.regressorMean
    let running = outcomes.held.withUnsafeBufferPointer { held in
      sample.x.withUnsafeBufferPointer { x in
        Sums.running(x.count) { i in
          Sums.four(held, i) * (Sums.four(x, i) - mean)
        } last: { i in
          Double(held[i]) * (x[i] - mean)
        }
      }
    }
    let squares = sample.fit.regressorSumOfSquares
    return EstimatorResult(
      name: name, estimate: sample.fit.slope,
      variance: Self.meat(outcomes.shocks, running, horizon: sample.horizon) / (squares * squares),
      method: EstimatorMethod(lags: sample.horizon - 1))
  }

  /// Σ (e·W)², W a difference of running sums of the regressor less its mean. Windows of the first bars reach back before
  /// the sample, where there is nothing.
  private static func meat(_ shocks: [Double], _ running: [Double], horizon: Int) -> Double {
    shocks.withUnsafeBufferPointer { shocks in
      running.withUnsafeBufferPointer { running in
        let first = min(horizon - 1, shocks.count)
        let before = (0..<first).reduce(0) { sum, i in
          let product = shocks[i] * running[i + 1]
          return sum + product * product
        }
        return before
          + Sums.lanes(shocks.count - first) { i in
            let product = Sums.four(shocks, i + first) * (Sums.four(running, i + horizon) - Sums.four(running, i))
            return product * product
          } last: { i in
            let product = shocks[i + first] * (running[i + horizon] - running[i])
            return product * product
          }
      }
    }
  }
}

/// The classical t over √h (Hjalmarsson 2011, JFQA 46(3); Fed IFDP 853): under the null, overlap inflates t by about √h.
/// Too careful where the regime's runs are shorter than the horizon.
public struct HjalmarssonEstimator: ForwardEstimator {
  public let name = "t/sqrt(h)"

  public init() {}

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    EstimatorResult(
      name: name, estimate: sample.fit.slope,
      variance: ClassicalEstimator.variance(sample.fit) * Double(sample.horizon),
      method: EstimatorMethod(correction: .horizon))
  }
}
