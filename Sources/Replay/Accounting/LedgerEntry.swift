import Market

/// One change of equity and everything needed to explain it to the cent.
public struct LedgerEntry: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case price, fee, slippage, impact, funding, liquidation, financing
  }

  public let instant: Instant
  public let kind: Kind
  /// Whole micro-quote; positive adds to equity.
  public let amount: Double
  /// The signed quantity the entry is about: what was held, or what was traded.
  public let quantity: Double
  /// The price the amount was computed with.
  public let price: Double
  /// The funding rate or the cost rate; for `price` the price the holding is measured from.
  public let rate: Double
  /// Which leg it is of, counted from 0; 0 where there are none.
  public let leg: Int
  /// Which trade it belongs to, counted from 1.
  public let trade: Int
  /// For funding: what the position was valued at.
  public let priceSource: Settlement.PriceSource?
  /// For funding: the period that the rate pays for; nil where nothing says.
  public let interval: Interval?
  /// For funding: whether the rate was assumed.
  public let isAssumed: Bool
  /// Of a leg that is settled in a coin, what one was exchanged at: the amount over it is coins. Nil of others.
  public let coin: Double?

  package init(
    instant: Instant, kind: Kind, amount: Double, quantity: Double, price: Double, rate: Double, trade: Int,
    leg: Int = 0,
    priceSource: Settlement.PriceSource? = nil, interval: Interval? = nil, isAssumed: Bool = false, coin: Double? = nil
  ) {
    self.instant = instant
    self.kind = kind
    self.amount = amount
    self.quantity = quantity
    self.price = price
    self.rate = rate
    self.leg = leg
    self.trade = trade
    self.priceSource = priceSource
    self.interval = interval
    self.isAssumed = isAssumed
    self.coin = coin
  }
}
