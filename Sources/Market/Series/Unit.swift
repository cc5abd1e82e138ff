/// What a number counts. Printed beside every series and checked where two would be added.
public enum Unit: String, Hashable, Sendable, CaseIterable {
  /// Quote currency for one unit of base, such as USDT per BTC.
  case price
  /// Units of base: coins, or thousands of them where the symbol trades it by the thousand.
  case base
  /// Quote currency.
  case quote
  /// A price in the base coin, such as that of an option settled in it.
  case coin
  /// A plain ratio: 0.0001 is one basis point.
  case fraction
  /// A number of things, such as trades.
  case count
  /// Contracts of the venue's own size.
  case contracts
  /// Hours.
  case hours
  /// An instant, in milliseconds since 1970.
  case time
  /// 1 when true, 0 when false.
  case flag
  /// No unit: a z-score, a rank, a sign.
  case score

  /// Whether what happened in a bar adds up to the bar's value; of everything else the last value counts.
  public var isFlow: Bool {
    switch self {
    case .base, .quote, .count, .contracts: true
    case .price, .coin, .fraction, .hours, .time, .flag, .score: false
    }
  }
}
