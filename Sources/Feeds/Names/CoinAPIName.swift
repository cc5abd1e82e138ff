import Market

/// A name as CoinAPI writes it, for contracts of all venues: `BINANCEFTS_PERP_BTC_USDT`, `DERIBIT_FTS_BTC_USD_250328`,
/// `BITSTAMP_SPOT_BTC_USD`.
///
/// The coin stands third. Taken as a symbol from its beginning, all perpetuals of a venue would be one instrument. Only a venue
/// that is known by its name makes a name one of these: `DATA_PERP_BTC_USDT` is whoever's.
struct CoinAPIName: Hashable {
  let venue: String
  /// Nil for an option, an index and whatever else has no bars of its own to be filed by its pair, and where the pair does not
  /// say which of a venue's contracts is meant.
  let symbol: String?
  let type: InstrumentType?

  private static let others: Set<String> = ["OPT", "IDX", "CDX", "CON", "SPR"]
  /// What CoinAPI puts behind a venue's name for its market of contracts.
  private static let endings = ["ftsc", "fts", "usdm", "coinm", "uftm", "ft"]
  /// Venues that it lists and that have no table of symbols of their own here.
  private static let listed: Set<String> = [
    "ascendex", "binanceus", "bingx", "bitbank", "bitfinex", "bitflyer", "bithumb", "bitstamp", "bittrex",
    "blockchaincom",
    "cexio", "coinbase", "coinex", "cryptocom", "ftxus", "gemini", "hitbtc", "itbit", "lbank", "lmax", "mexc", "okcoin",
    "phemex", "poloniex", "upbit", "whitebit", "woo",
  ]

  /// Nil for a name of another make.
  init?(_ name: String) {
    let pieces = name.split(omittingEmptySubsequences: false) { "_-".contains($0) }.map(String.init)
    guard pieces.count >= 4, pieces[0].allSatisfy({ $0.isUppercase || $0.isNumber }), !pieces[2].isEmpty,
      NamedContract.quotes.contains(pieces[3]) || Dollar.names.contains(pieces[3]),
      pieces[2].allSatisfy({ $0.isUppercase || $0.isNumber })
    else { return nil }
    let (word, base, quote) = (pieces[0].lowercased(), pieces[2], pieces[3])
    let stems = [word] + Self.endings.filter { word.hasSuffix($0) }.map { String(word.dropLast($0.count)) }
    guard let venue = stems.map(VenueName.of).first(where: { Venue.isKnown($0) || Self.listed.contains($0) }) else {
      return nil
    }
    self.venue = venue
    // Of a venue without a table nobody knows what a contract in dollars settles in.
    let settled = quote == "USD" && Venue.isKnown(venue) ? base : quote
    switch pieces[1] {
    case "PERP":
      type = .perpetual
      // Kraken lists a pair in dollars twice: PI_XBTUSD is paid in the coin, and PF_XBTUSD in dollars.
      let isTwice = venue == "kraken" && quote == "USD"
      symbol =
        isTwice
        ? nil : venue == "ftx" ? "\(base)-PERP" : UnifiedSymbol("\(base)/\(quote):\(settled)")?.symbol(on: venue)
    case "FTS":
      type = .future
      let day = pieces.count > 4 ? pieces[4] : ""
      symbol = UnifiedSymbol("\(base)/\(quote):\(settled)-\(day)")?.symbol(on: venue)
    case "SPOT":
      type = .spot
      symbol = SpotPair.symbol(base, quote, on: venue)
    case let word where Self.others.contains(word): (type, symbol) = (nil, nil)
    default: return nil
    }
  }
}

/// The symbol of a spot pair, as the venues write it that put a mark between its coins.
enum SpotPair {
  static func symbol(_ base: String, _ quote: String, on venue: String) -> String {
    base + (["okx", "kucoin", "coinbase"].contains(venue) ? "-" : venue == "gate" ? "_" : "") + quote
  }
}
