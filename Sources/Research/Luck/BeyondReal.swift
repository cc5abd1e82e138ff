import Numerics

/// Results that no market has given anybody. Most often something was known before it could be.
public enum BeyondReal {
  /// A ratio above ten a year, by more days than luck can explain.
  public static func isSharpe(_ annual: Double, days: Int) -> Bool {
    annual > 10 && annual / Annual.root * Double(days).squareRoot() > 4
  }

  /// A hundred times the money.
  public static func isGrowth(_ totalReturn: Double) -> Bool { totalReturn > 100 }

  /// A correlation of a signal with the return after it above two fifths, by more independent returns than luck can explain.
  /// Those of real signals over an hour are below a tenth.
  public static func isCorrelation(_ correlation: Double, observations: Int, horizon: Int) -> Bool {
    abs(correlation) > 0.4 && abs(correlation) * (Double(observations) / Double(max(1, horizon))).squareRoot() > 6
  }

  /// What to do about it.
  ///
  /// - Parameter subject: a strategy or expression, as `hindcast audit` takes it.
  public static func remedy(for subject: String) -> String {
    "Most often a column is known too early: 'hindcast audit \(subject)' looks for it, 'data show' says when each is known, and a column stamped at the open of its bar is known at_close, not at_stamp (docs/formats.md)."
  }
}
