/// A contract as ccxt writes it on every venue: `BTC/USDT:USDT`, `BTC/USD:BTC`, `BTC/USDT:USDT-240329`. What stands behind the
/// colon is what it is settled in, and then when it expires.
///
/// Source: https://docs.ccxt.com/#/?id=contract-naming-conventions.
struct UnifiedSymbol {
  private let base: String
  private let quote: String
  private let settlement: String
  /// `yyMMdd`; nil for a perpetual.
  private let expiry: String?

  /// Nil for a text of another form, and for an option.
  init?(_ text: String) {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2 else { return nil }
    let pair = halves[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let behind = halves[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard pair.count == 2, (1...2).contains(behind.count), !(pair + behind).contains("") else { return nil }
    guard behind.count == 1 || behind[1].count == 6 && behind[1].allSatisfy(\.isNumber) else { return nil }
    (base, quote, settlement) = (pair[0], pair[1], behind[0])
    expiry = behind.count == 2 ? behind[1] : nil
  }

  /// The venue's own symbol; nil where it is not known here.
  func symbol(on venue: String) -> String? {
    let isLinear = settlement == quote
    guard isLinear || settlement == base else { return nil }
    switch (venue, isLinear) {
    case ("okx", _): return expiry.map { "\(base)-\(quote)-\($0)" } ?? "\(base)-\(quote)-SWAP"
    case ("binance", true): return base + quote + (expiry.map { "_" + $0 } ?? "")
    case ("binance", false): return "\(base)\(quote)_\(expiry ?? "PERP")"
    case ("gate", _): return expiry == nil ? "\(base)_\(quote)" : nil
    case ("bitmex", _) where expiry == nil: return (base == "BTC" ? "XBT" : base) + quote
    case ("deribit", false) where expiry == nil: return "\(base)-PERPETUAL"
    case ("bybit", true) where expiry == nil && quote == "USDC": return base + "PERP"
    case ("hyperliquid", true) where expiry == nil: return base
    case ("hyperliquid", _), ("deribit", _), ("bitmex", _): return nil
    case ("bybit", false), (_, true): return expiry == nil ? base + quote : nil
    default: return nil
    }
  }
}
