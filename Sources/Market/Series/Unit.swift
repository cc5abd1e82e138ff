/// What a number counts. Printed beside every series and checked where two would be added.
public enum Unit: String, Hashable, Sendable, CaseIterable {
  /// Quote currency for one unit of base, such as USDT per BTC.
  case price
  /// Coins of the base currency.
  case base
  /// Quote currency.
  case quote
  /// A plain ratio: 0.0001 is one basis point.
  case fraction
  /// A number of things, such as trades.
  case count
  /// Contracts of the venue's own size.
  case contracts
  /// Hours.
  case hours
  /// 1 when true, 0 when false.
  case flag
  /// No unit: a z-score, a rank, a sign.
  case score
}
