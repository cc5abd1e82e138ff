/// A Sharpe ratio with what decides how sure it is.
public struct SharpeEstimate: Hashable, Sendable {
  /// Per bar, not annualised: with T bars an annualised ratio would claim √P times the certainty.
  public let perBar: Double
  /// T.
  public let observations: Int
  public let skewness: Double
  /// 3 for a normal sample.
  public let kurtosis: Double
  /// ρ between neighbouring bars, as of an autoregression of order one; strictly between -1 and 1.
  public let autocorrelation: Double
  /// What neighbouring bars share, from the bars themselves; nil where only moments are known.
  public let memory: SharpeMemory?

  public init(
    perBar: Double, observations: Int, skewness: Double = 0, kurtosis: Double = 3, autocorrelation: Double = 0,
    memory: SharpeMemory? = nil
  ) {
    self.perBar = perBar
    self.observations = observations
    self.skewness = skewness
    self.kurtosis = kurtosis
    self.autocorrelation = autocorrelation
    self.memory = memory
  }

  /// a - b·γ₃SR + c·(γ₄ - 1)/4·SR²: the variance of the estimate times T - 1. At least zero for moments of any sample.
  ///
  /// a = (1 + ρ)/(1 - ρ), b = 1 + ρ/(1 - ρ) + ρ²/(1 - ρ²), c = (1 + ρ²)/(1 - ρ²) of López de Prado, Lipton & Zoonekynd (2025,
  /// "How to Use the Sharpe Ratio"); all three are 1 without autocorrelation, which is Bailey & López de Prado (2012).
  var unitVariance: Double { unitVariance(skewed: skewness * perBar) }

  private func unitVariance(skewed: Double) -> Double {
    let rho = autocorrelation
    let a = (1 + rho) / (1 - rho)
    let b = 1 + rho / (1 - rho) + rho * rho / (1 - rho * rho)
    let c = (1 + rho * rho) / (1 - rho * rho)
    return a - b * skewed + c * (kurtosis - 1) / 4 * perBar * perBar
  }

  /// What the true ratio, per bar, is above with `confidence`, one-sided: SR - Φ⁻¹(confidence)·√(V/(T - 1)) with the V above,
  /// Bailey & López de Prado (2012), but that skewness only counts when it widens the interval: with γ₃·SR > 0 it is taken as
  /// zero. A record of a few large gains has a skewness as large and as ill-known as its ratio, and credit for it would make
  /// three lucky days look surer than a year of small ones. NaN without a second bar.
  public func lowerBound(confidence: Double = 0.95) -> Double {
    guard observations > 1 else { return .nan }
    let error = (unitVariance(skewed: min(0, skewness * perBar)) / Double(observations - 1)).squareRoot()
    return perBar - NormalDistribution.quantile(confidence) * error
  }

  /// What holds the true ratio, per bar, with `confidence`: the ratio more or less Φ⁻¹·√(V/(T - 1)), or with a `memory` the
  /// wider of that and of what the memory gives.
  ///
  /// - Precondition: two bars.
  public func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    precondition(observations > 1, "one bar has no ratio")
    let plain =
      NormalDistribution.quantile((1 + confidence) / 2)
      * (max(0, unitVariance) / Double(observations - 1)).squareRoot()
    let half = max(plain, memory?.halfWidth(confidence: confidence) ?? 0)
    return perBar - half...perBar + half
  }

  /// The probability that the true ratio is above `benchmark` (per bar): Φ((SR - SR*)√(T - 1)/√(1 - γ₃SR + (γ₄ - 1)/4·SR²)).
  /// Bailey & López de Prado (2012), Journal of Risk 15(2). With a `memory`, the nearer to one half of that and of what the
  /// memory gives: it may take certainty away and never adds any.
  public func probabilisticSharpe(above benchmark: Double = 0) -> Double {
    guard observations > 1, unitVariance > 0 else { return .nan }
    let distance = perBar - benchmark
    let plain = NormalDistribution.cumulative(
      distance * Double(observations - 1).squareRoot() / unitVariance.squareRoot())
    guard let remembered = memory?.probability(of: distance) else { return plain }
    return abs(remembered - 0.5) < abs(plain - 0.5) ? remembered : plain
  }

  /// The probabilistic Sharpe ratio above what the best of `trials` would reach by chance: Bailey & López de Prado (2014),
  /// Journal of Portfolio Management 40(5), and with a `memory` whichever of theirs and the memory's is less sure.
  public func deflatedSharpe(_ trials: SharpeTrials) -> Double {
    probabilisticSharpe(above: trials.expectedMaximum)
  }

  /// Bars needed before the ratio is above `benchmark` (per bar) with `confidence`:
  /// 1 + (1 - γ₃SR + (γ₄ - 1)/4·SR²)·(Φ⁻¹(confidence)/(SR - SR*))². Infinite when the ratio is not above the benchmark.
  /// With a `memory`, the longer of that and of what the memory asks for.
  public func minimumTrackRecord(above benchmark: Double = 0, confidence: Double = 0.95) -> Double {
    guard perBar > benchmark else { return perBar.isNaN ? .nan : .infinity }
    let z = NormalDistribution.quantile(confidence) / (perBar - benchmark)
    let plain = unitVariance * z * z
    return 1 + max(plain, memory?.bars(for: perBar - benchmark, confidence: confidence) ?? 0)
  }
}
