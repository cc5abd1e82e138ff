extension Venue {
  /// Binance: perpetuals and dated futures on USDⓈ (`BTCUSDT`, `BTCUSDT_240329`) and coin-margined ones (`BTCUSD_PERP`,
  /// `BTCUSD_240329`). A pair and its perpetual share a symbol, so spot is said beside it.
  static let binance = Venue(
    "binance", source: "binance symbols, 2026-11"
  ) {
    symbol in
    if let reading = binanceCoinMargined(symbol) ?? binanceDated(symbol) { return reading }
    // `BTC_USDT` and `BTC-USDT` are how others write the pair: what they say, they say on every venue.
    guard let pair = SymbolText.pair(symbol), pair.quote != "USD", !pair.base.contains(where: { "-_".contains($0) })
    else { return nil }
    return SymbolReading(.perpetual, .linear, base: pair.base, quote: pair.quote)
  }

  /// `BTCUSD_PERP` and `BTCUSD_240329`: 100 USD a contract for BTC, 10 USD for every other coin.
  static func binanceCoinMargined(_ symbol: String) -> SymbolReading? {
    let parts = symbol.split(separator: "_")
    guard parts.count == 2, parts[0].hasSuffix("USD"), parts[0].count > 3 else { return nil }
    let base = String(parts[0].dropLast(3))
    let size = Contract.Size(base == "BTC" ? 100 : 10, .quote)
    if parts[1] == "PERP" { return SymbolReading(.perpetual, .inverse, base: base, quote: "USD", size: size) }
    return SymbolText.expiry(yearFirst: parts[1]).map {
      SymbolReading(.future, .inverse, base: base, quote: "USD", size: size, expiry: $0)
    }
  }

  /// `BTCUSDT_240329`.
  static func binanceDated(_ symbol: String) -> SymbolReading? {
    let parts = symbol.split(separator: "_")
    guard parts.count == 2, let pair = SymbolText.pair(parts[0]), pair.quote != "USD",
      let expiry = SymbolText.expiry(yearFirst: parts[1])
    else { return nil }
    return SymbolReading(.future, .linear, base: pair.base, quote: pair.quote, expiry: expiry)
  }
}
