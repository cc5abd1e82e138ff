import Market

/// A name as CoinAPI writes it, for contracts of all venues: `BINANCEFTS_PERP_BTC_USDT`, `DERIBIT_FTS_BTC_USD_250328`,
/// `BITSTAMP_SPOT_BTC_USD`.
///
/// The coin stands third. Taken as a symbol from its beginning, all perpetuals of a venue would be one instrument.
struct CoinAPIName: Hashable {
  let venue: String
  /// Nil for an option, an index and whatever else has no bars of its own to be filed by its pair.
  let symbol: String?
  let type: InstrumentType?

  private static let others: Set<String> = ["OPT", "IDX", "CDX", "CON", "SPR"]
  /// What CoinAPI puts behind a venue's name for its market of contracts.
  private static let endings = ["ftsc", "fts", "usdm", "coinm", "uftm", "ft"]

  /// Nil for a name of another make.
  init?(_ name: String) {
    let pieces = name.split { "_-".contains($0) }.map(String.init)
    guard pieces.count >= 4, name.first == pieces[0].first, pieces[0].count > 2,
      pieces[0].allSatisfy({ $0.isUppercase || $0.isNumber }),
      NamedContract.quotes.contains(pieces[3]) || Dollar.names.contains(pieces[3]),
      pieces[2].allSatisfy({ $0.isUppercase || $0.isNumber })
    else { return nil }
    let (word, base, quote) = (pieces[0].lowercased(), pieces[2], pieces[3])
    let stems = [word] + Self.endings.filter { word.hasSuffix($0) }.map { String(word.dropLast($0.count)) }
    let venue = stems.map(VenueName.of).first(where: Venue.isKnown) ?? stems.dropFirst().first ?? word
    self.venue = venue
    // Of a venue without a table nobody knows what a contract in dollars settles in.
    let settled = quote == "USD" && Venue.isKnown(venue) ? base : quote
    switch pieces[1] {
    case "PERP":
      type = .perpetual
      symbol = venue == "ftx" ? "\(base)-PERP" : UnifiedSymbol("\(base)/\(quote):\(settled)")?.symbol(on: venue)
    case "FTS":
      type = .future
      let day = pieces.count > 4 ? pieces[4] : ""
      symbol = UnifiedSymbol("\(base)/\(quote):\(settled)-\(day)")?.symbol(on: venue)
    case "SPOT":
      type = .spot
      let mark = ["okx", "kucoin", "coinbase"].contains(venue) ? "-" : venue == "gate" ? "_" : ""
      symbol = base + mark + quote
    case let word where Self.others.contains(word): (type, symbol) = (nil, nil)
    default: return nil
    }
  }
}
