/// How often returns are taken, which decides what annualised figures mean.
public struct Sampling: Hashable, Sendable {
  /// P: 365 for UTC days. Markets that never close have no 252.
  public let barsPerYear: Double

  public static let utcDaily = Sampling(barsPerYear: 365)

  /// √P: what makes a ratio of such returns an annual one.
  public var annualiser: Double { barsPerYear.squareRoot() }
}
