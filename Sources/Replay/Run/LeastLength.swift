import Market

/// How long a run must be before a figure that speaks of a year is said at all.
///
/// Five hours that gain 5% compound to 10^39% a year: arithmetic, and no answer. A week is the least that a deviation of
/// daily returns can be read from, a month the least whose growth says anything of a year.
public enum LeastLength {
  /// Sharpe and Sortino ratios and volatility, annualised.
  public static let annualised = Interval.days(days)
  /// CAGR, and Calmar's ratio with it.
  public static let compounded = Interval.days(30)

  /// `annualised`, in days: what has daily returns and no clock.
  public static let days = 7

  /// Why a figure is too much for so many daily returns; nil when it can be said of them.
  public static func why(_ key: FigureKey, days: Int) -> String? { why(key, of: .days(days)) }

  private static func why(_ key: FigureKey, of length: Interval) -> String? {
    guard let least = key.least, length < least else { return nil }
    return "speaks of a year and is not said of less than \(least); this is \(length)"
  }

  /// Why each figure that is too much for a run of `length` is not said.
  public static func notSaid(of length: Interval) -> [(key: FigureKey, why: String)] {
    FigureKey.allCases.compactMap { key in
      why(key, of: length).map { (key, $0) }
    }
  }
}
