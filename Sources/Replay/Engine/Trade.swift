import Market

/// A round trip: from flat, or from a reversal, to flat or to the next reversal.
public struct Trade: Hashable, Sendable {
  public enum Ending: String, Hashable, Sendable {
    /// By the rules: at an open, or by a limit order of theirs.
    case exit, limit, reversal
    /// By what was ordered with the position.
    case stop, take, trail, hold
    case liquidation
    /// A dated contract, alone or as a leg, expired.
    case expiry
    /// The bars of an instrument of a portfolio end: settled at its last close.
    case delisting
    /// Still held when the run ended: marked at the last close, no exit costs.
    case open

    init(_ reason: Fill.Reason) {
      self =
        switch reason {
        case .order: .exit
        case .limit: .limit
        case .stop: .stop
        case .take: .take
        case .trail: .trail
        case .hold: .hold
        case .liquidation: .liquidation
        case .expiry: .expiry
        case .delisting: .delisting
        }
    }
  }

  /// Counted from 1 in order of entry.
  public let number: Int
  /// +1 long, −1 short.
  public let side: Int
  public let entered: Instant
  /// The fill price of the first fill, slippage included.
  public let entryPrice: Double
  public internal(set) var left: Instant
  /// The fill price of the last fill, or the last close when still open.
  public internal(set) var exitPrice: Double
  /// The largest quantity held, in base currency, unsigned.
  public internal(set) var quantity: Double
  /// Bars closed with the position.
  public internal(set) var bars: Int
  public internal(set) var ending: Ending
  /// Sums of the trade's ledger entries, whole micro-quote.
  public internal(set) var price: Double = 0
  public internal(set) var funding: Double = 0
  public internal(set) var fee: Double = 0
  public internal(set) var slippage: Double = 0
  public internal(set) var liquidation: Double = 0
  public internal(set) var financing: Double = 0
  /// How far the price went against it at most, and in its favour, as shares of the entry price: traded prices of the bars
  /// it was held through, and the price it was left at.
  public internal(set) var adverse: Double = 0
  public internal(set) var favourable: Double = 0

  /// What the trade added to equity after everything, whole micro-quote.
  public var net: Double { price + funding + fee + slippage + liquidation + financing }

  mutating func saw(_ price: Double) {
    let change = Double(side) * (price / entryPrice - 1)
    // A comparison with NaN is false.
    if -change > adverse { adverse = -change }
    if change > favourable { favourable = change }
  }
}
