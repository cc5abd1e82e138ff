extension Venue {
  /// Bybit: `BTCUSDT` and `BTCPERP` (USDC) are linear, `BTCUSD` is inverse at 1 USD a contract, `BTCUSDH24` and
  /// `BTC-28MAR25` and `BTCUSDT-28MAR25` are dated.
  static let bybit = Venue("bybit", source: "bybit symbols, 2026-11") { symbol in
    let parts = symbol.split(separator: "-")
    if parts.count >= 2, let expiry = SymbolText.expiry(dayFirst: parts[1]) {
      if let option = SymbolText.option(parts) {
        return SymbolReading(
          .option, .linear, base: String(parts[0]), quote: "USD", settlement: "USDC", expiry: expiry,
          strike: option.strike, right: option.right)
      }
      // `BTCUSDT-28MAR25` is quoted in USDT, and a coin alone in USDC.
      let pair = SymbolText.pair(parts[0]).flatMap { $0.quote == "USDT" ? $0 : nil }
      return SymbolReading(
        .future, .linear, base: pair?.base ?? String(parts[0]), quote: pair?.quote ?? "USDC", expiry: expiry)
    }
    guard parts.count == 1 else { return nil }
    if symbol.hasSuffix("PERP"), symbol.count > 4 {
      return SymbolReading(.perpetual, .linear, base: String(symbol.dropLast(4)), quote: "USDC")
    }
    if let expiry = SymbolText.expiry(monthCode: symbol.suffix(3)),
      let pair = SymbolText.pair(symbol.dropLast(3), inPlainDollars: true),
      pair.quote == "USD"
    {
      return SymbolReading(.future, .inverse, base: pair.base, quote: "USD", size: .init(1, .quote), expiry: expiry)
    }
    guard let pair = SymbolText.pair(symbol, inPlainDollars: true) else { return nil }
    if pair.quote == "USD" {
      return SymbolReading(.perpetual, .inverse, base: pair.base, quote: "USD", size: .init(1, .quote))
    }
    return SymbolReading(.perpetual, .linear, base: pair.base, quote: pair.quote)
  }

  /// OKX: `BTC-USDT` is spot, `-SWAP` a perpetual, `-240329` dated, `-240329-60000-C` an option; those in USD are inverse.
  ///
  /// One inverse contract is 100 USD for BTC and 10 USD for every other coin; of linear ones only the sizes below are
  /// stated here.
  static let okx = Venue("okx", source: "okx instrument ids, 2026-11") {
    symbol in
    let parts = symbol.split(separator: "-")
    // It lists pairs in the money of many countries, three letters each, and every contract has a third part.
    guard parts.count >= 2, SymbolText.isQuote(parts[1]) || parts[1].count == 3 && parts[1].allSatisfy(\.isUppercase)
    else { return nil }
    let (base, quote) = (String(parts[0]), String(parts[1]))
    guard parts.count > 2 else { return SymbolReading(.spot, .linear, base: base, quote: quote) }
    let isInverse = quote == "USD"
    let linearSizes = ["BTC": 0.01, "ETH": 0.1, "SOL": 1, "XRP": 100, "DOGE": 1000]
    let size = isInverse ? Contract.Size(base == "BTC" ? 100 : 10, .quote) : linearSizes[base].map { .init($0, .base) }
    let form: Contract.Form = isInverse ? .inverse : .linear
    if parts[2] == "SWAP" { return SymbolReading(.perpetual, form, base: base, quote: quote, size: size) }
    guard let expiry = SymbolText.expiry(yearFirst: parts[2]) else { return nil }
    if let option = SymbolText.option(parts) {
      return SymbolReading(
        .option, form, base: base, quote: quote, expiry: expiry, strike: option.strike, right: option.right)
    }
    return SymbolReading(.future, form, base: base, quote: quote, size: size, expiry: expiry)
  }

  /// Gate: `BTC_USDT` is linear in contracts of 0.0001 BTC, `BTC_USD` inverse at 1 USD a contract.
  static let gate = Venue("gate", source: "gate contract names, 2026-11") { symbol in
    let parts = symbol.split(separator: "_")
    guard parts.count >= 2, SymbolText.isQuote(parts[1]) else { return nil }
    let (base, quote) = (String(parts[0]), String(parts[1]))
    let expiry = parts.count > 2 ? SymbolText.expiry(yearFirst: parts[2].suffix(6)) : nil
    guard parts.count == 2 || expiry != nil else { return nil }
    let type: InstrumentType = expiry == nil ? .perpetual : .future
    if quote == "USD" {
      return SymbolReading(type, .inverse, base: base, quote: "USD", size: .init(1, .quote), expiry: expiry)
    }
    return SymbolReading(
      type, .linear, base: base, quote: quote, size: base == "BTC" ? .init(0.0001, .base) : nil, expiry: expiry)
  }
}
