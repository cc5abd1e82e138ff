extension Venue {
  /// Deribit: `BTC-PERPETUAL`, `BTC-27MAR26`, `BTC-30OCT26-90000-P` are settled in the coin, `BTC_USDC-PERPETUAL` and
  /// its like in USDC. `BTC_USDC` alone is the pair of spot.
  ///
  /// Inverse contracts are 10 USD for BTC and 1 USD for ETH. Option prices are in the coin, option strikes in USD.
  static let deribit = Venue("deribit", source: "deribit names, 2026-11") { symbol in
    let parts = symbol.split(separator: "-")
    let pair = parts.first?.split(separator: "_") ?? []
    guard let coin = pair.first else { return nil }
    let base = String(coin)
    if parts.count == 1 {
      // In plain dollars it has an index and no pair.
      guard pair.count == 2, pair[1] != "USD", SymbolText.isQuote(pair[1]) else { return nil }
      return SymbolReading(.spot, .linear, base: base, quote: String(pair[1]))
    }
    let isLinear = pair.count == 2
    let quote = isLinear ? String(pair[1]) : "USD"
    let form: Contract.Form = isLinear ? .linear : .inverse
    let size: Contract.Size? = isLinear ? nil : ["BTC": 10, "ETH": 1][base].map { .init($0, .quote) }
    if parts[1] == "PERPETUAL" { return SymbolReading(.perpetual, form, base: base, quote: quote, size: size) }
    guard let expiry = SymbolText.expiry(dayFirst: parts[1]) else { return nil }
    guard parts.count > 2 else {
      return SymbolReading(.future, form, base: base, quote: quote, size: size, expiry: expiry)
    }
    return SymbolText.option(parts).map {
      SymbolReading(.option, form, base: base, quote: quote, expiry: expiry, strike: $0.strike, right: $0.right)
    }
  }

  /// BitMEX: `XBTUSD` is inverse at 1 USD a contract, `XBTUSDT` linear, other coins in USD are paid in XBT (quanto), and
  /// `XBTH26` is dated. A mark between tells spot, `XBT_USDT`, and what is settled otherwise, `ETHUSD_ETH`.
  static let bitmex = Venue("bitmex", source: "bitmex symbols, 2026-11") { symbol in
    if let expiry = SymbolText.expiry(monthCode: symbol.suffix(3), hour: 12), symbol.count > 5 {
      return bitmexDated(symbol.dropLast(3), expiry)
    }
    let parts = symbol.split(separator: "_")
    if parts.count == 2 { return bitmexMarked(parts[0], parts[1]) }
    guard let pair = SymbolText.pair(symbol, inPlainDollars: true) else { return nil }
    let coin = coin(pair.base)
    guard pair.quote == "USD" else { return SymbolReading(.perpetual, .linear, base: coin, quote: pair.quote) }
    guard coin == "BTC" else {
      return SymbolReading(
        .perpetual, .quanto, base: coin, quote: "USD", settlement: "BTC",
        size: quantoMultipliers[coin].map { .init($0, .settlement) })
    }
    return SymbolReading(.perpetual, .inverse, base: "BTC", quote: "USD", size: .init(1, .quote))
  }

  /// `XBT_USDT` is spot, and `ETHUSD_ETH` a perpetual in USD that is settled in the coin behind the mark.
  private static func bitmexMarked(_ stem: Substring, _ behind: Substring) -> SymbolReading? {
    if let pair = SymbolText.pair(stem, inPlainDollars: true), pair.quote == "USD" {
      let (base, settlement) = (coin(pair.base), coin(behind))
      return SymbolReading(
        .perpetual, base == settlement ? .inverse : .quanto, base: base, quote: "USD", settlement: settlement)
    }
    guard SymbolText.isQuote(behind) else { return nil }
    return SymbolReading(.spot, .linear, base: coin(stem), quote: String(behind))
  }

  /// `XBTH24` is inverse, `XBTUSDTH24` linear, `ETHUSDH24` quanto, and other coins are quoted in XBT. They settle at 12:00.
  private static func bitmexDated(_ stem: Substring, _ expiry: Instant) -> SymbolReading {
    guard let pair = SymbolText.pair(stem, inPlainDollars: true), pair.quote != "BTC" else {
      return stem == "XBT"
        ? SymbolReading(.future, .inverse, base: "BTC", quote: "USD", size: .init(1, .quote), expiry: expiry)
        : SymbolReading(.future, .linear, base: String(stem), quote: "BTC", expiry: expiry)
    }
    let coin = coin(pair.base)
    guard pair.quote == "USD", coin != "BTC" else {
      let isInverse = pair.quote == "USD"
      return SymbolReading(
        .future, isInverse ? .inverse : .linear, base: coin, quote: pair.quote,
        size: isInverse ? .init(1, .quote) : nil, expiry: expiry)
    }
    return SymbolReading(
      .future, .quanto, base: coin, quote: "USD", settlement: "BTC",
      size: quantoMultipliers[coin].map { .init($0, .settlement) }, expiry: expiry)
  }

  /// BTC that a contract pays when its price moves by 1 USD: https://www.bitmex.com/app/seriesGuide/ETHUSD, read in November
  /// 2026. Of others a dataset can say it (`contract_size_settlement`).
  private static let quantoMultipliers: [String: Double] = ["ETH": 0.000001]
}
