import Foundation

/// How many lags a HAC covariance looks back, as a rule of the horizon or of the sample.
///
/// Forward returns over h bars, sampled every bar, share h - 1 bars with their neighbour, which is where `overlap` comes
/// from. It is the least that can work, not enough: Bartlett weights shrink the very correlations that are known to be
/// there (see the size table in `docs/statistics.md`).
public enum LagRule: Hashable, Sendable {
  case fixed(Int)
  /// h - 1.
  case overlap(horizon: Int)
  /// 2h.
  case twiceHorizon(Int)
  /// ⌊4(T/100)^(2/9)⌋, the default of statsmodels and of most software; knows nothing of overlap. Called the rule of 1987
  /// here after the estimator it usually comes with; the formula is found in Newey & West 1994.
  case neweyWest
  /// ⌊0.75·T^(1/3)⌋, of Stock & Watson's textbook; knows nothing of overlap.
  case stockWatson
  /// ⌈1.3·√T⌉ (Lazarus, Lewis, Stock & Watson 2018, JBES 36); so many that t wants `FixedBDistribution`.
  case lazarus

  /// The lags for `observations` rows, at least 0 and less than the number of rows.
  public func lags(observations: Int) -> Int {
    let wanted =
      switch self {
      case .fixed(let lags): lags
      case .overlap(let horizon): max(1, horizon) - 1
      case .twiceHorizon(let horizon): min(horizon, observations) * 2
      case .neweyWest: Int(4 * pow(Double(observations) / 100, 2.0 / 9))
      case .stockWatson: Int(0.75 * cbrt(Double(observations)))
      case .lazarus: Int((1.3 * Double(observations).squareRoot()).rounded(.up))
      }
    return min(max(0, wanted), max(0, observations - 1))
  }
}

/// Lags chosen by the memory of the scores: the plug-in rule of Newey & West (1994, REStud 61) for Bartlett weights.
public enum AutomaticLags {
  /// ⌊1.1447·((s₁/s₀)²)^(1/3)·T^(1/3)⌋ with s₀ = σ₀ + 2Σσ_j and s₁ = 2Σjσ_j over the first n = ⌊4(T/100)^(2/9)⌋ lags,
  /// σ_j = Σ g_t·g_{t-j}; at least 0 and less than T.
  ///
  /// Nothing is prewhitened. R's `sandwich::NeweyWest` prewhitens by default, uses another constant n and so finds other
  /// lags. The constant belongs to Bartlett weights and to no other kernel.
  ///
  /// - Parameters:
  ///   - scores: one a bar in time order, zero on bars that do not count. For several regressors, the sum of their scores
  ///     without that of the intercept.
  ///   - bars: T, where scores of zero lie before and behind the sample; nil takes all for the sample.
  public static func neweyWest1994(scores: [Double], bars: Int? = nil) -> Int {
    let count = bars ?? scores.count
    let looked = looked(bars: count)
    guard looked > 0 else { return 0 }
    var level = Sums.squares(scores)
    var slope = 0.0
    for lag in 1...looked {
      let product = Sums.laggedProducts(scores, lag: lag)
      level += 2 * product
      slope += 2 * Double(lag) * product
    }
    // Scores whose autocovariances cancel have no long-run variance to aim at: then the rule asks for as much as there is.
    let wanted = wanted(level: level, slope: slope, bars: count)
    return wanted < Double(count) ? Int(wanted) : count - 1
  }

  /// n, the lags that are looked at.
  static func looked(bars: Int) -> Int { min(LagRule.neweyWest.lags(observations: bars), bars - 1) }

  /// The lags that s₀ and s₁ ask for, not yet a whole number.
  static func wanted(level: Double, slope: Double, bars: Int) -> Double {
    1.1447 * cbrt((slope / level) * (slope / level)) * cbrt(Double(bars))
  }
}
