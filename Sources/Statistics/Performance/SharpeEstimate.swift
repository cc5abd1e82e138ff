/// A Sharpe ratio with what decides how sure it is.
public struct SharpeEstimate: Hashable, Sendable {
  /// Per bar, not annualised: with T bars an annualised ratio would claim √P times the certainty.
  public let perBar: Double
  /// T.
  public let observations: Int
  public let skewness: Double
  /// 3 for a normal sample.
  public let kurtosis: Double

  public init(perBar: Double, observations: Int, skewness: Double = 0, kurtosis: Double = 3) {
    self.perBar = perBar
    self.observations = observations
    self.skewness = skewness
    self.kurtosis = kurtosis
  }

  /// 1 - γ₃SR + (γ₄ - 1)/4·SR²: the variance of the estimate times T - 1. At least zero for moments of any sample.
  var unitVariance: Double {
    1 - skewness * perBar + (kurtosis - 1) / 4 * perBar * perBar
  }

  /// The probability that the true ratio is above `benchmark` (per bar): Φ((SR - SR*)√(T - 1)/√(1 - γ₃SR + (γ₄ - 1)/4·SR²)).
  /// Bailey & López de Prado (2012), Journal of Risk 15(2).
  public func probabilisticSharpe(above benchmark: Double = 0) -> Double {
    guard observations > 1, unitVariance > 0 else { return .nan }
    return NormalDistribution.cumulative(
      (perBar - benchmark) * Double(observations - 1).squareRoot() / unitVariance.squareRoot())
  }

  /// The probabilistic Sharpe ratio above what the best of `trials` would reach by luck.
  /// Bailey & López de Prado (2014), Journal of Portfolio Management 40(5).
  public func deflatedSharpe(_ trials: SharpeTrials) -> Double {
    probabilisticSharpe(above: trials.expectedMaximum)
  }

  /// Bars needed before the ratio is above `benchmark` (per bar) with `confidence`:
  /// 1 + (1 - γ₃SR + (γ₄ - 1)/4·SR²)·(Φ⁻¹(confidence)/(SR - SR*))². Infinite when the ratio is not above the benchmark.
  public func minimumTrackRecord(above benchmark: Double = 0, confidence: Double = 0.95) -> Double {
    guard perBar > benchmark else { return perBar.isNaN ? .nan : .infinity }
    let z = NormalDistribution.quantile(confidence) / (perBar - benchmark)
    return 1 + unitVariance * z * z
  }
}
