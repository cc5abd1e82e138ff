import Market

/// What a ticker in the name of TradingView's exports is of, where it ends in no `.P`: `BTCUSDT` is a pair of spot,
/// `BTCUSDPERP` an inverse perpetual by its former name, `XBTUSD` BitMEX's by its own, and `BTCUSDZ2025` and `BTC26Z25` are futures that expire.
enum TradingViewTicker: Hashable {
  case spot
  /// Under the symbol that the venue gives it.
  case contract(String)
  /// No pair that is known, and no contract: nobody's spot.
  case unknown

  private static let monthCodes = Array("FGHJKMNQUVXZ")

  init(_ ticker: String, on venue: String) {
    if let contract = Self.perpetual(ticker, venue) ?? Self.dated(ticker, venue) ?? Self.listed(ticker, venue) {
      self = .contract(contract)
      return
    }
    let readings = [venue, ""].map { Instrument(venue: $0, symbol: ticker).contract }
    let isPair = readings.contains { !$0.quote.isEmpty } && readings.allSatisfy { $0.expiry == nil }
    // Deribit's spot is in stablecoins; in plain dollars it has contracts and indices.
    let isIndex = venue == "deribit" && readings.contains { $0.quote == "USD" }
    self = isPair && !isIndex && !ticker.hasSuffix("PERP") ? .spot : .unknown
  }

  /// The ticker itself, where the venue lists a contract under it and no pair of spot: `XBTUSD` of BitMEX, `PF_XBTUSD` of
  /// Kraken, `BTC-PERPETUAL` of Deribit.
  private static func listed(_ ticker: String, _ venue: String) -> String? {
    let own = Instrument(venue: venue, symbol: ticker)
    guard Venue.named(venue).knows(ticker), own.type.isDerivative else { return nil }
    switch venue {
    // Its pairs of spot are written otherwise: XBT_USDT.
    case "bitmex": return ticker
    // Nobody's spot is paid in its own coin.
    case _ where own.contract.form != .linear: return ticker
    // One name for both.
    case "gate", "hyperliquid": return nil
    default:
      let isPair = !Instrument(venue: "", symbol: ticker).contract.quote.isEmpty
      return isPair && ticker.allSatisfy { $0.isLetter || $0.isNumber } ? nil : ticker
    }
  }

  private static func perpetual(_ ticker: String, _ venue: String) -> String? {
    guard ticker.hasSuffix("PERP") else { return nil }
    let pair = String(ticker.dropLast(4))
    let contract = Instrument(venue: "", symbol: pair).contract
    switch venue {
    case "binance" where contract.quote == "USD": return pair + "_PERP"
    case "binance" where !contract.quote.isEmpty: return pair
    case "deribit" where !contract.quote.isEmpty:
      let (base, quote) = (pair.dropLast(contract.quote.count), contract.quote)
      return (quote == "USD" ? "\(base)" : "\(base)_\(quote)") + "-PERPETUAL"
    // Its own name of a perpetual in USDC.
    case "bybit" where contract.quote.isEmpty, "bitget" where contract.quote.isEmpty: return ticker
    default: return nil
    }
  }

  /// `BTCUSDZ2025`, `BTCUSDZ25` and `BTC26Z25`: a month by its letter, and a day before it where one is said.
  private static func dated(_ ticker: String, _ venue: String) -> String? {
    let digits = ticker.reversed().prefix { $0.isNumber }.count
    guard digits == 2 || digits == 4, let year = Int(ticker.suffix(digits)), digits == 2 || (2009..<2100).contains(year)
    else { return nil }
    let rest = ticker.dropLast(digits)
    guard let letter = rest.last, let month = monthCodes.firstIndex(of: letter) else { return nil }
    let stem = rest.dropLast()
    let dayText = stem.reversed().prefix { $0.isNumber }.count
    let pair = String(stem.dropLast(dayText))
    let contract = Instrument(venue: "", symbol: pair).contract
    guard contract.expiry == nil, pair.count > 1, pair.allSatisfy(\.isUppercase), Venue.isKnown(venue) else {
      return nil
    }
    let date: CivilDate?
    if dayText > 0 {
      date = Int(stem.suffix(dayText)).map { CivilDate(year: 2000 + year % 100, month: month + 1, day: $0) }
    } else {
      let short = "\(letter)\(year % 100 < 10 ? "0" : "")\(year % 100)"
      date = Instrument(venue: "", symbol: "BTCUSD" + short).contract.expiry?.date
    }
    guard let date, date.exists else { return nil }
    // Deribit's futures of a coin alone are in dollars and paid in the coin.
    let (base, quote) = contract.quote.isEmpty ? (pair, "USD") : (contract.base, contract.quote)
    let unified = UnifiedSymbol(
      base: base, quote: quote, settlement: quote == "USD" ? base : quote, expiring: date)
    guard let symbol = unified?.symbol(on: venue) else { return nil }
    return Instrument(venue: venue, symbol: symbol).contract.expiry?.date == date ? symbol : nil
  }

  /// The symbol that the venue gives the perpetual which TradingView writes as a pair with `.P` behind: `OKX:BTCUSDT.P` is
  /// BTC-USDT-SWAP. A ticker that is no pair is the venue's own already, and Kraken's dollars may be either of two contracts.
  static func perpetual(ofPair ticker: String, on venue: String) -> String {
    let pair = Instrument(venue: "", symbol: ticker).contract
    guard venue != "kraken", Venue.isKnown(venue), !pair.quote.isEmpty, pair.expiry == nil,
      ticker == "\(pair.base)\(pair.quote)"
    else { return ticker }
    let settled = pair.quote == "USD" ? pair.base : pair.quote
    return UnifiedSymbol("\(pair.base)/\(pair.quote):\(settled)")?.symbol(on: venue) ?? ticker
  }

  /// An entry of the profiles of TradingView's exports for what the ticker is: of a contract under the symbol that the venue
  /// gives it, and of one that expires without its volume, which has another unit on every venue.
  ///
  /// - Throws: `Problem` for a ticker of no known pair, of which nobody said what it is.
  static func read(
    _ entry: ImportProfile.Entry, _ captures: [String: String], of profile: ImportProfile, _ hints: ImportHints,
    at location: String
  ) throws -> (entry: ImportProfile.Entry, captures: [String: String]) {
    let isPerpetual = profile.name == "tradingview-perpetual"
    guard isPerpetual || profile.name == "tradingview-spot", let ticker = captures["ticker"], hints.kind?.type == nil
    else { return (entry, captures) }
    let venue = hints.venue ?? VenueName.of(captures["exchange"] ?? "")
    if isPerpetual {
      return (entry, captures.merging(["ticker": perpetual(ofPair: ticker, on: venue)]) { $1 })
    }
    let said = hints.symbol.map { Instrument(venue: venue, symbol: $0).contract }
    let own: TradingViewTicker
    if let said, let symbol = hints.symbol {
      let isContract = said.expiry != nil || said.form == .inverse || listed(symbol, venue) != nil
      own = isContract ? .contract(symbol) : .spot
    } else {
      own = TradingViewTicker(ticker, on: venue)
    }
    switch own {
    case .spot: return (entry, captures)
    case .contract(let symbol):
      var (contract, names) = (entry, captures)
      contract.type = nil
      contract.columns["volume"] = nil
      names["ticker"] = symbol
      return (contract, names)
    case .unknown:
      throw Problem(
        "the name says '\(PrintableText.short(ticker))', which is no pair that is known: it may be a contract, an index or a "
          + "chain of futures, and would be filed as spot", at: Problem.Place(file: location),
        remedy: "say --kind spot where it is a pair; else copy the bars under a name of their own, such as "
          + "BTCUSD_PERP_1h.csv, and say --venue")
    }
  }
}
