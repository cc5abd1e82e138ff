/// How sure a Sharpe ratio is when neighbouring bars share something: a position held over midnight, trades that overlap.
///
/// The ratio moves with each bar by its influence function,
///
///     i_t = z_t - SR·(z_t² - 1)/2,   z_t = (r_t - r̄)/σ,
///
/// whose variance is the 1 - γ₃SR + (γ₄ - 1)/4·SR² of independent bars (Lo 2002, Financial Analysts Journal 58(4); Opdyke
/// 2007). Here it is the Bartlett sum over ⌈1.3√T⌉ lags, so many that the error is itself unsure, and t is held against its
/// fixed-b distribution (Kiefer & Vogelsang 2005; Lazarus, Lewis, Stock & Watson 2018).
public struct SharpeMemory: Hashable, Sendable {
  /// T.
  public let bars: Int
  /// Long-run variance of the influence function: T times the variance of the ratio.
  public let variance: Double
  public let lags: Int

  /// Nil for returns that do not vary, or that are fewer than ten.
  public init?(_ returns: [Double]) {
    let moments = Moments(returns)
    let deviation = moments.standardDeviation(ddof: 0)
    // What is left of a constant after its mean is taken off is rounding.
    guard returns.count >= 10, deviation > 1e-12 * abs(moments.mean), deviation.isFinite else { return nil }
    let ratio = moments.mean / deviation
    let influence = returns.map { value in
      let z = (value - moments.mean) / deviation
      return z - ratio * (z * z - 1) / 2
    }
    let lags = LagRule.lazarus.lags(observations: returns.count)
    let variance = bartlettSum(influence, lags: lags) / Double(returns.count)
    guard variance > 0, variance.isFinite else { return nil }
    bars = returns.count
    self.lags = lags
    self.variance = variance
  }

  private var distribution: FixedBDistribution {
    FixedBDistribution(b: FixedBDistribution.share(lags: lags, bars: bars))
  }

  /// That the true ratio is above one that lies `distance` below the estimate, per bar.
  func probability(of distance: Double) -> Double {
    let t = distance * (Double(bars) / variance).squareRoot()
    let beyond = distribution.twoSidedP(abs(t)) / 2
    return t > 0 ? 1 - beyond : beyond
  }

  /// Of a two-sided interval for the ratio, per bar.
  func halfWidth(confidence: Double) -> Double {
    distribution.criticalValue(twoSided: 1 - confidence) * (variance / Double(bars)).squareRoot()
  }

  /// Bars of the same kind, lags growing with them, before a ratio `distance` above a benchmark is above it with `confidence`.
  func bars(for distance: Double, confidence: Double) -> Double {
    let critical = distribution.criticalValue(twoSided: 2 * (1 - confidence))
    return variance * (critical / distance) * (critical / distance)
  }
}
