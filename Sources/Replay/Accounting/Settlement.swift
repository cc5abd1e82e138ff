import Market

/// One funding settlement with the price it is valued at: who is long pays `rate` on the position's value, who is short
/// receives it; the other way round when the rate is negative.
public struct Settlement: Hashable, Sendable {
  /// What the position is valued at.
  public enum PriceSource: String, Hashable, Sendable {
    /// The last mark price known at the settlement.
    case mark
    /// The last traded close: the dataset has no mark price that recent.
    case trade
  }

  public let instant: Instant
  /// Fraction of the position's value, for the whole period since the settlement before.
  public let rate: Double
  public let price: Double
  public let priceSource: PriceSource
  /// The period that the rate pays for; nil where nothing says.
  public let interval: Interval?
  /// Whether the rate is one that the user assumed, and no row of the data.
  public let isAssumed: Bool

  public init(
    instant: Instant, rate: Double, price: Double, priceSource: PriceSource, interval: Interval? = nil,
    isAssumed: Bool = false
  ) {
    self.instant = instant
    self.rate = rate
    self.price = price
    self.priceSource = priceSource
    self.interval = interval
    self.isAssumed = isAssumed
  }
}
