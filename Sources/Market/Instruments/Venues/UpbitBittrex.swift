/// Venues whose symbols name the quote before the coin.
extension Venue {
  /// Upbit: `KRW-BTC`, `USDT-ETH` and `BTC-ETH`, the last of which is ETH in BTC.
  static let upbit = Venue("upbit", source: "upbit markets, 2026-11", read: readQuoteFirst)
  /// Bittrex until 2020: `USDT-BTC`, `BTC-ETH`; `ETH-BTC` of its later names is ETH in BTC as well.
  static let bittrex = Venue("bittrex", source: "bittrex markets, 2020-06", read: readQuoteFirst)

  /// Nil where the quote stands behind the coin, as everywhere else.
  private static let readQuoteFirst: @Sendable (String) -> SymbolReading? = { symbol in
    let parts = symbol.split(separator: "-")
    guard parts.count == 2, parts != ["ETH", "BTC"] else { return nil }
    if parts[0] == "KRW", parts[1] != "KRW" {
      return SymbolReading(.perpetual, .linear, base: String(parts[1]), quote: "KRW")
    }
    return SymbolText.quoteFirst(parts, among: SymbolText.money.union(["BTC", "ETH"])).map {
      SymbolReading(.perpetual, .linear, base: $0.base, quote: $0.quote)
    }
  }
}
