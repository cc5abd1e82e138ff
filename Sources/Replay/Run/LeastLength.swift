import Market

/// How long a run must be before a figure that speaks of a year is said at all.
///
/// Five hours that gain 5 % compound to 10^39 % a year: arithmetic, and no answer. A week is the least that a deviation of
/// daily returns can be read from, a month the least whose growth says anything of a year.
public enum LeastLength {
  /// Sharpe and Sortino ratios and volatility, annualised.
  public static let annualised = Interval.days(7)
  /// CAGR, and Calmar's ratio with it.
  public static let compounded = Interval.days(30)

  /// Nil for a figure that can be said of any run.
  public static func of(_ key: FigureKey) -> Interval? {
    switch key {
    case .cagr, .calmar: compounded
    case .sharpeAnnual, .sharpeLower, .sortinoAnnual, .volatilityAnnual: annualised
    default: nil
    }
  }

  /// Why each figure that is too much for a run of `length` is not said.
  public static func notSaid(of length: Interval) -> [(key: FigureKey, why: String)] {
    FigureKey.allCases.compactMap { key in
      guard let least = of(key), length < least else { return nil }
      return (key, "speaks of a year and is not said of less than \(least); this is \(length)")
    }
  }
}
