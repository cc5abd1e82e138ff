import Market

/// One change of equity and everything needed to explain it to the cent.
public struct LedgerEntry: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case price, fee, slippage, impact, funding, liquidation, financing
  }

  public let instant: Instant
  /// Whole micro-quote; positive adds to equity.
  public let amount: Double
  /// The signed quantity the entry is about: what was held, or what was traded.
  public let quantity: Double
  /// The price the amount was computed with.
  public let price: Double
  /// The funding rate or the cost rate; for `price` the price the holding is measured from.
  public let rate: Double
  /// 0 for none, which neither ever is: of millions of entries that are kept an optional takes the room of two numbers.
  private let period: Int64
  private let coinPrice: Double
  private var legPlace: Int32
  private let tradeNumber: Int32
  public let kind: Kind
  /// For funding: what the position was valued at.
  public let priceSource: Settlement.PriceSource?
  /// For funding: whether the rate was assumed.
  public let isAssumed: Bool

  /// Which leg it is of, counted from 0; 0 where there are none.
  public var leg: Int { Int(legPlace) }
  /// Which trade it belongs to, counted from 1.
  public var trade: Int { Int(tradeNumber) }
  /// For funding: the period that the rate pays for; nil where nothing says.
  public var interval: Interval? { period == 0 ? nil : Interval(milliseconds: period) }
  /// Of a leg that is settled in a coin, what one was exchanged at: the amount over it is coins. Nil of others.
  public var coin: Double? { coinPrice == 0 ? nil : coinPrice }

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
    legPlace = Int32(leg)
    tradeNumber = Int32(trade)
    self.priceSource = priceSource
    period = interval?.milliseconds ?? 0
    self.isAssumed = isAssumed
    coinPrice = coin ?? 0
  }

  /// The same of another place among the legs.
  package func placed(at leg: Int) -> LedgerEntry {
    var entry = self
    entry.legPlace = Int32(leg)
    return entry
  }
}
