/// A number together with what it means, so that it is never printed without its convention.
public struct Figure: Hashable, Sendable {
  /// Stable, snake_case: `sharpe_annual`.
  public let name: String
  /// NaN where the figure is undefined, such as the Sharpe ratio of returns that never vary.
  public let value: Double
  /// How it was computed, in words: `x sqrt(365) on UTC-daily returns`.
  public let convention: String

  public init(_ name: String, _ value: Double, _ convention: String) {
    self.name = name
    self.value = value
    self.convention = convention
  }
}

/// How often returns are taken, which decides what annualised figures mean.
public struct Sampling: Hashable, Sendable {
  /// P: 365 for UTC days, 8,760 for 1h, 105,120 for 5m. Markets that never close have no 252.
  public let barsPerYear: Double
  /// What one return is of: `UTC-daily`, `1h`.
  public let name: String

  public init(name: String, barsPerYear: Double) {
    self.name = name
    self.barsPerYear = barsPerYear
  }

  public static let utcDaily = Sampling(name: "UTC-daily", barsPerYear: 365)
  public static let hourly = Sampling(name: "1h", barsPerYear: 8760)
  public static let fiveMinutes = Sampling(name: "5m", barsPerYear: 105_120)

  /// √P: what makes a ratio of such returns an annual one.
  public var annualiser: Double { barsPerYear.squareRoot() }

  /// P without a fraction when it has none.
  var barsPerYearText: String {
    barsPerYear == barsPerYear.rounded() && barsPerYear < 1e15 ? String(Int(barsPerYear)) : String(barsPerYear)
  }
}
