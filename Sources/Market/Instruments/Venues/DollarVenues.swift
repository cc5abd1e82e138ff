/// Venues whose perpetuals are quoted in dollars and settled in a stablecoin: linear, whatever the symbol suggests.
extension Venue {
  /// Hyperliquid: the coin is the symbol, `kPEPE` a thousand of it; margin and profit in USDC.
  static let hyperliquid = Venue(
    "hyperliquid", source: "hyperliquid coins, 2026-11"
  ) {
    symbol in
    guard !symbol.isEmpty, symbol.allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
    // Panels put the currency behind the coin.
    let base =
      SymbolText.pair(symbol, inPlainDollars: true).map { Dollar.names.contains($0.quote) ? $0.base : symbol } ?? symbol
    return SymbolReading(.perpetual, .linear, base: base, quote: "USD", settlement: "USDC")
  }

  /// The coins that Hyperliquid lists by the thousand.
  static let thousands: Set<String> = ["PEPE", "SHIB", "BONK", "FLOKI", "LUNC", "NEIRO", "DOGS"]

  /// dYdX: `BTC-USD`, settled in USDC.
  static let dydx = Venue("dydx", source: "dydx v4 tickers, 2026-11") {
    symbol in
    let parts = symbol.split { "-_".contains($0) }
    guard parts.count == 2, Dollar.names.contains(String(parts[1])) else { return nil }
    return SymbolReading(.perpetual, .linear, base: String(parts[0]), quote: "USD", settlement: "USDC")
  }

  /// FTX, until November 2022: `BTC-PERP` linear in USD, `BTC/USD` spot, `BTC-0325` dated.
  static let ftx = Venue("ftx", source: "ftx names, 2022-11") { symbol in
    let pair = symbol.split { "/_".contains($0) }
    if pair.count == 2, SymbolText.isQuote(pair[1]) {
      return SymbolReading(.spot, .linear, base: String(pair[0]), quote: String(pair[1]))
    }
    let parts = symbol.split(separator: "-")
    guard parts.count == 2 else { return nil }
    if parts[1] == "PERP" { return SymbolReading(.perpetual, .linear, base: String(parts[0]), quote: "USD") }
    return parts[1].allSatisfy(\.isNumber) ? SymbolReading(.future, .linear, base: String(parts[0]), quote: "USD") : nil
  }
}
