/// A figure of a studied signal: what a sweep of signals can rank by.
public enum StudyFigure: String, CaseIterable, Sendable {
  case barsIn = "bars_in"
  case episodes
  case observations
  case meanIn = "mean_in_bps"
  case meanAll = "mean_all_bps"
  /// Inside less outside for a regime, return per unit for a signal.
  case difference = "difference_bps"
  case hitRateIn = "hit_rate_in"
  /// Less its bias (`BiasOfT`).
  case t = "hodrick_t"
  /// Whichever way it points.
  case strength = "hodrick_abs_t"
  case p = "hodrick_p"
}

extension StudyFigure {
  /// What people call it.
  public var title: String {
    switch self {
    case .barsIn: "Bars in"
    case .episodes: "Episodes"
    case .observations: "Observations"
    case .meanIn: "Mean in, bps"
    case .meanAll: "Mean all, bps"
    case .difference: "Difference, bps"
    case .hitRateIn: "Hit rate in"
    case .t: "Hodrick t"
    case .strength: "Hodrick |t|"
    case .p: "Hodrick p"
    }
  }

  /// The convention, in a few words, printed with the number.
  public var convention: String {
    switch self {
    case .barsIn: "bars on which the regime holds and the forward return is known"
    case .episodes: "how often the regime came: the size of the sample; a bar that is not known ends none"
    case .observations: "bars on which signal and forward return are known"
    case .meanIn, .meanAll: "forward return from close to close, simple"
    case .difference: "inside less outside for a regime, return per unit for a signal"
    case .hitRateIn: "share of forward returns above zero in the regime"
    case .t: "Hodrick 1B, under the null; of a number less its bias"
    case .strength: "Hodrick 1B, under the null, whichever way it points; of a number less its bias"
    case .p: "Hodrick 1B, two-sided, normal; of one trial, not of the best of many"
    }
  }
}
