/// Venues whose symbols say by a letter before or behind the pair what kind of contract it is.
extension Venue {
  /// XBT is what these call BTC.
  static func coin(_ text: some StringProtocol) -> String { text == "XBT" ? "BTC" : String(text) }

  /// Kraken: `PF_XBTUSD` and `FF_XBTUSD_240329` are linear, `PI_XBTUSD` and `FI_XBTUSD_240329` inverse at 1 USD a contract.
  /// Its instrument records end the inverse ones at 16:00 in London, when their index is fixed, and the linear ones at 08:00 UTC.
  static let kraken = Venue("kraken", source: "kraken futures symbols, 2026-11") { symbol in
    let parts = symbol.split(separator: "_")
    guard parts.count >= 2, let kind = ["PF", "PI", "FF", "FI"].first(where: { $0 == parts[0] }),
      let pair = SymbolText.pair(parts[1], inPlainDollars: true)
    else { return nil }
    let isInverse = kind.last == "I"
    let day = parts.count > 2 ? SymbolText.expiry(yearFirst: parts[2]) : nil
    let expiry = isInverse ? day.map { LondonClock.instant($0.date, hour: 16) } : day
    guard (kind.first == "P") == (expiry == nil) else { return nil }
    return SymbolReading(
      expiry == nil ? .perpetual : .future, isInverse ? .inverse : .linear, base: coin(pair.base), quote: pair.quote,
      size: isInverse ? .init(1, .quote) : nil, expiry: expiry)
  }

  /// KuCoin: `XBTUSDTM` is linear, `XBTUSDM` inverse at 1 USD a contract, and so is the quarterly `XBTMH24`.
  static let kucoin = Venue("kucoin", source: "kucoin futures symbols, 2026-11") { symbol in
    if let expiry = SymbolText.expiry(monthCode: symbol.suffix(3)), symbol.dropLast(3).last == "M" {
      let base = coin(symbol.dropLast(4))
      return base.isEmpty
        ? nil : SymbolReading(.future, .inverse, base: base, quote: "USD", size: .init(1, .quote), expiry: expiry)
    }
    guard symbol.last == "M", let pair = SymbolText.pair(symbol.dropLast(), inPlainDollars: true) else { return nil }
    guard pair.quote == "USD" else {
      return SymbolReading(.perpetual, .linear, base: coin(pair.base), quote: pair.quote)
    }
    return SymbolReading(.perpetual, .inverse, base: coin(pair.base), quote: "USD", size: .init(1, .quote))
  }

  /// Bitget: `BTCUSDT` and `BTCPERP` (USDC) are linear and `BTCUSD` is inverse; so are the older names, with `_UMCBL`,
  /// `_CMCBL` and `_DMCBL` behind them. `BTCUSDH24` is dated.
  static let bitget = Venue("bitget", source: "bitget symbols, 2026-11") { symbol in
    let parts = symbol.split(separator: "_", maxSplits: 1)
    guard let name = parts.first, parts.count == 1 || ["UMCBL", "CMCBL", "DMCBL"].contains(parts[1]) else { return nil }
    let expiry = SymbolText.expiry(monthCode: name.suffix(3))
    let stem = expiry == nil ? name : name.dropLast(3)
    let type: InstrumentType = expiry == nil ? .perpetual : .future
    if stem.hasSuffix("PERP"), stem.count > 4 {
      return SymbolReading(type, .linear, base: String(stem.dropLast(4)), quote: "USDC", expiry: expiry)
    }
    guard let pair = SymbolText.pair(stem, inPlainDollars: true) else { return nil }
    return SymbolReading(
      type, pair.quote == "USD" ? .inverse : .linear, base: pair.base, quote: pair.quote, expiry: expiry)
  }

  /// HTX, once Huobi: `BTC-USDT` and `BTC-USDT-240329` are linear, `BTC-USD` and `BTC240329` inverse at 100 USD a contract
  /// for BTC and 10 USD for every other coin.
  static let htx = Venue("htx", source: "htx contract codes, 2026-11", read: readHTX)
  static let huobi = Venue("huobi", source: "htx contract codes, 2026-11", read: readHTX)

  private static let readHTX: @Sendable (String) -> SymbolReading? = { symbol in
    func inverse(_ base: Substring, _ type: InstrumentType, _ expiry: Instant?) -> SymbolReading {
      SymbolReading(
        type, .inverse, base: String(base), quote: "USD", size: .init(base == "BTC" ? 100 : 10, .quote), expiry: expiry)
    }
    let parts = symbol.split(separator: "-")
    if parts.count == 1 {
      let base = symbol.dropLast(6)
      guard !base.isEmpty, base.allSatisfy(\.isLetter) else { return nil }
      return SymbolText.expiry(yearFirst: symbol.suffix(6)).map { inverse(base, .future, $0) }
    }
    guard parts.count > 1, SymbolText.isQuote(parts[1]) else { return nil }
    let expiry = parts.count > 2 ? SymbolText.expiry(yearFirst: parts[2]) : nil
    guard parts.count == 2 || expiry != nil else { return nil }
    let type: InstrumentType = expiry == nil ? .perpetual : .future
    if parts[1] == "USD" { return inverse(parts[0], type, expiry) }
    return SymbolReading(type, .linear, base: String(parts[0]), quote: String(parts[1]), expiry: expiry)
  }
}
