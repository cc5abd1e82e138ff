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
