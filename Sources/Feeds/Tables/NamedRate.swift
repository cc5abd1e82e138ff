import Market

/// What the name of a column of rates says that they are counted in: `Funding Rate (%)`, `funding_rate_bps`, `funding_apr`.
enum NamedRate: Equatable {
  case unit(ImportProfile.ColumnUnit)
  /// Of a stretch of time that is no settlement's, in its word.
  case stretch(String)

  private static let percent: Set<String> = ["pct", "percent", "percentage", "perc"]
  private static let points: Set<String> = ["bps", "bp", "bips"]
  private static let stretches: Set<String> = [
    "annualized", "annualised", "annual", "apr", "apy", "yearly", "year", "pa", "daily", "day",
  ]

  /// All of them, which are no part of what the column is called otherwise.
  static let words = percent.union(points).union(stretches)

  /// Of how many hours a rate is, as its name says: `funding_rate_8h`, `fundingRate8h`; nil where it says none.
  static func hours(_ name: String) -> Interval? {
    ColumnRoles.plain(name).split(separator: "_").lazy.compactMap { split($0).hours }.first
  }

  /// The name in small letters without what it says of hours and units.
  static func rest(of name: String) -> String {
    ColumnRoles.plain(name).split(separator: "_").filter { !words.contains(String($0)) }.map { split($0).rest }
      .filter { !$0.isEmpty }.joined(separator: "_")
  }

  /// A word, and the hours that it ends in.
  private static func split(_ word: Substring) -> (rest: Substring, hours: Interval?) {
    guard word.last == "h" else { return (word, nil) }
    let digits = word.dropLast().reversed().prefix { $0.isNumber }.count
    guard let hours = Interval(String(word.suffix(digits + 1))) else { return (word, nil) }
    return (word.dropLast(digits + 1), hours)
  }

  /// Nil for a name that says nothing of it.
  init?(_ name: String) {
    let words = ColumnRoles.plain(name).split(separator: "_").map(String.init)
    if let stretch = words.first(where: Self.stretches.contains) {
      self = .stretch(stretch)
    } else if let unit = Self.unit(name) {
      self = .unit(unit)
    } else {
      return nil
    }
  }

  /// What the name says alone of what is counted, whatever stretch it is of: `daily_long_percent` is percent.
  static func unit(_ name: String) -> ImportProfile.ColumnUnit? {
    let words = ColumnRoles.plain(name).split(separator: "_").map(String.init)
    if words.contains(where: points.contains) { return .bps }
    return name.contains("%") || words.contains(where: percent.contains) ? .percent : nil
  }
}
