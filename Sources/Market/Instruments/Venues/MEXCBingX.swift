/// Venues that list perpetuals as a pair with a mark between, and none that expires.
extension Venue {
  /// MEXC: `BTC_USDT` is linear, `BTC_USD` inverse. A pair of spot has no mark: `BTCUSDT`.
  static let mexc = Venue("mexc", source: "mexc contract names, 2026-11") { perpetual($0, mark: "_") }

  /// BingX: `BTC-USDT` is linear, `BTC-USD` inverse. Its pairs of spot are written so too.
  static let bingx = Venue("bingx", source: "bingx contract names, 2026-11") { perpetual($0, mark: "-") }

  private static func perpetual(_ symbol: String, mark: Character) -> SymbolReading? {
    let parts = symbol.split(separator: mark, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, SymbolText.isQuote(parts[1]) else { return nil }
    return SymbolReading(
      .perpetual, parts[1] == "USD" ? .inverse : .linear, base: String(parts[0]), quote: String(parts[1]))
  }
}
