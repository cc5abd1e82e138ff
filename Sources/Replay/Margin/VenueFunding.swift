/// The rate of a venue's next settlement, from what it is made of. A replay charges the rates that settled; these say where
/// they came from, and what a venue without a history would have charged.
public enum VenueFunding {
  /// Binance, eight hours: the premium, and the interest of 0.01% as far as the premium leaves room for it.
  public static func binance(premium: Double, interest: Double = 0.0001, clamp: Double = 0.0005) -> Double {
    premium + bounded(interest - premium, clamp)
  }

  /// Hyperliquid, an hour: an eighth of eight hours' rate, 4% at most.
  public static func hyperliquid(premium: Double) -> Double {
    bounded(binance(premium: premium) / 8, 0.04)
  }

  /// Deribit, eight hours: what the premium exceeds 0.025% by.
  public static func deribit(premium: Double) -> Double { max(0.00025, premium) + min(-0.00025, premium) }

  /// Deribit charges every millisecond: what a time at one rate costs, of the position.
  public static func deribitAccrued(premium: Double, hours: Double) -> Double { deribit(premium: premium) * hours / 8 }

  /// A rate of so many hours, as a share of a year.
  public static func annual(_ rate: Double, hours: Double) -> Double { rate * 8760 / hours }

  /// What a linear position is charged at a settlement: negative is paid. `price` is the venue's own, mark or oracle.
  public static func payment(_ position: LinearPosition, price: Double, rate: Double) -> Double {
    -position.side * position.quantity * price * rate
  }

  private static func bounded(_ value: Double, _ bound: Double) -> Double { min(max(value, -bound), bound) }
}
