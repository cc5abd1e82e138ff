/// A contract as ccxt and freqtrade write it on every venue: `BTC/USDT:USDT`, `BTC/USD:BTC`, `BTC/USDT:USDT-240329`. What
/// stands behind the colon is what it settles in.
public struct UnifiedSymbol: Hashable, Sendable {
  public let base: String
  public let quote: String
  public let settlement: String
  /// `240329`, where it expires.
  private let date: String?

  /// Nil for what is not written so, and for options.
  public init?(_ text: String) {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let pair = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    let behind = halves[1].split(separator: "-", omittingEmptySubsequences: false)
    guard pair.count == 2, (1...2).contains(behind.count),
      (pair + behind.prefix(1)).allSatisfy({ part in !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber } })
    else { return nil }
    guard behind.count == 1 || SymbolText.expiry(yearFirst: behind[1]) != nil else { return nil }
    (base, quote, settlement) = (String(pair[0]), String(pair[1]), String(behind[0]))
    date = behind.count == 2 ? String(behind[1]) : nil
  }

  /// A future that expires on a day.
  public init?(base: String, quote: String, settlement: String, expiring day: CivilDate) {
    self.init("\(base)/\(quote):\(settlement)-\(SymbolText.yearFirst(day))")
  }

  private var isInverse: Bool { settlement == base && quote != base }

  /// The symbol that the venue gives it; of a venue without a way of its own, the way of Binance, which says the same.
  public func symbol(on venue: String) -> String {
    let day = date.flatMap { SymbolText.expiry(yearFirst: $0) }.map(\.date)
    switch venue {
    case "okx": return [base, quote, date ?? "SWAP"].joined(separator: "-")
    case "htx", "huobi":
      return isInverse && date != nil
        ? base + (date ?? "") : [base, quote, date].compactMap(\.self).joined(separator: "-")
    case "gate": return [base, quote, date.map { "20" + $0 }].compactMap(\.self).joined(separator: "_")
    case "deribit":
      return (isInverse ? base : "\(base)_\(quote)") + "-" + (day.map(SymbolText.dayFirst) ?? "PERPETUAL")
    case "mexc" where date == nil: return "\(base)_\(quote)"
    case "bingx" where date == nil: return "\(base)-\(quote)"
    case "hyperliquid" where date == nil: return base
    case "dydx" where date == nil: return "\(base)-USD"
    case "kraken":
      let pair = (base == "BTC" ? "XBT" : base) + quote
      return [(date == nil ? "P" : "F") + (isInverse ? "I" : "F"), pair, date].compactMap(\.self).joined(separator: "_")
    case "kucoin":
      let coin = base == "BTC" ? "XBT" : base
      return isInverse && day != nil ? coin + "M" + (day.map(SymbolText.monthCode) ?? "") : coin + quote + "M"
    case "bitmex":
      let coin = base == "BTC" ? "XBT" : base
      return day == nil
        ? coin + quote : coin + (quote == "USD" && isInverse ? "" : quote) + (day.map(SymbolText.monthCode) ?? "")
    case "bybit":
      if let day {
        return isInverse
          ? base + quote + SymbolText.monthCode(day)
          : (quote == "USDC" ? base : base + quote) + "-" + SymbolText.dayFirst(day)
      }
      return quote == "USDC" ? base + "PERP" : base + quote
    case "bitget" where date == nil: return quote == "USDC" ? base + "PERP" : base + quote
    default:
      return [base + quote, date ?? (isInverse ? "PERP" : nil)].compactMap(\.self).joined(separator: "_")
    }
  }
}
