import Market

/// A symbol in a row that says its venue or its market as well: `binance:BTCUSDT/spot`, as Hindcast names an instrument,
/// `binance:BTC/USDT:USDT`, TradingView's `BYBIT:BTCUSDT.P`, Aperiodic's `perpetual-BTC-USDT:USDT`, Coin Metrics'
/// `binance-BTCUSDT-future`, and `X:BTCUSD`.
///
/// Without what stands around the symbol these would all be instruments that nobody lists, under names that look like some.
struct QualifiedSymbol: Hashable {
  /// Nil where only the market is said.
  let venue: String?
  /// As the venue writes it.
  let symbol: String
  /// Nil where the symbol decides.
  let type: InstrumentType?
  /// Whether the same words are a pair of spot to one vendor and its perpetual to another.
  let mayBeSpot: Bool

  private static let markets: [String: InstrumentType] = [
    "perpetual": .perpetual, "perp": .perpetual, "swap": .perpetual, "spot": .spot, "future": .future,
    "futures": .future,
  ]

  private init(_ venue: String?, _ symbol: String, _ type: InstrumentType? = nil, mayBeSpot: Bool = false) {
    (self.venue, self.symbol, self.type, self.mayBeSpot) = (venue, symbol, type, mayBeSpot)
  }

  /// - Parameter venue: whose way of writing is meant where the name says none.
  /// - Returns: nil for a symbol that is no more than that.
  init?(_ text: String, on venue: String) {
    guard
      let found = Self.behindColon(text) ?? Self.marketFirst(text, venue) ?? Self.marketLast(text) ?? Self.typed(text)
    else { return nil }
    self = found
  }

  /// `binance:BTCUSDT`, `BYBIT:BTCUSDT.P`, `X:BTCUSD`.
  private static func behindColon(_ text: String) -> QualifiedSymbol? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let (word, rest) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
    // Polygon's letter for coins.
    if word == "X", !rest.isEmpty, rest.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) {
      return QualifiedSymbol(nil, rest, .spot)
    }
    guard let venue = DividedRows.venue(word), let name = SymbolName(rest) else { return nil }
    let type = name.type ?? (VenueName(word).saysSpot ? .spot : nil)
    if let contract = UnifiedSymbol(name.symbol) { return QualifiedSymbol(venue, contract.symbol(on: venue), type) }
    if name.symbol.hasSuffix(".P") {
      let ticker = String(name.symbol.dropLast(2))
      return QualifiedSymbol(venue, TradingViewTicker.perpetual(ofPair: ticker, on: venue), type ?? .perpetual)
    }
    let plain = Venue.named(venue).symbol(written: name.symbol)
    guard type == nil, word == word.uppercased() else { return QualifiedSymbol(venue, plain, type) }
    switch TradingViewTicker(plain, on: venue) {
    case .spot: return QualifiedSymbol(venue, plain, mayBeSpot: true)
    case .contract(let symbol): return QualifiedSymbol(venue, symbol)
    case .unknown: return QualifiedSymbol(venue, plain)
    }
  }

  /// `perpetual-BTC-USDT:USDT`, `spot-BTC-USDT`, `future-BTC-USDT:USDT-20240329`.
  private static func marketFirst(_ text: String, _ venue: String) -> QualifiedSymbol? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, let type = markets[parts[0].lowercased()] else { return nil }
    let (base, behind) = (parts[1], parts[2...].joined(separator: "-"))
    guard type != .spot else {
      return parts.count == 3 ? QualifiedSymbol(nil, SpotPair.symbol(base, parts[2], on: venue), .spot) : nil
    }
    // A day is written with its century.
    let day =
      parts.count == 4 && parts[3].count == 8 && parts[3].hasPrefix("20")
      ? "\(parts[2])-\(parts[3].dropFirst(2))" : behind
    guard let contract = UnifiedSymbol("\(base)/\(day)") else { return nil }
    return QualifiedSymbol(nil, contract.symbol(on: venue), type)
  }

  /// `binance-BTCUSDT-future`, `deribit-BTC-PERPETUAL-future`, `coinbase-btc-usd-spot`.
  private static func marketLast(_ text: String) -> QualifiedSymbol? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, let venue = DividedRows.venue(parts[0]), let last = parts.last else { return nil }
    let middle = parts.dropFirst().dropLast()
    switch last {
    // A future is what Coin Metrics calls a perpetual as well; which of them, the symbol says.
    case "future", "option": return QualifiedSymbol(venue, middle.joined(separator: "-"))
    case "spot" where middle.count == 2:
      let pair = middle.map { $0.uppercased() }
      return QualifiedSymbol(venue, SpotPair.symbol(pair[0], pair[1], on: venue), .spot)
    default: return nil
    }
  }

  /// `BTCUSDT/spot`.
  private static func typed(_ text: String) -> QualifiedSymbol? {
    guard let name = SymbolName(text), let type = name.type else { return nil }
    return QualifiedSymbol(nil, name.symbol, type)
  }
}

/// The words in which the rows of one file say their symbols, as far as they say more than a venue's own symbol does.
///
/// To ccxt `BTC/USDT` is a pair of spot and `BTC/USDT:USDT` its perpetual, `BTC/USD:BTC` an inverse contract and `BTC/USD:USD` a
/// linear one. Most venues write the two of a pair alike, and a table that has both would be one series of both.
struct WrittenSymbols {
  private var first: [String: String] = [:]

  /// - Parameter key: the instrument that the rows are filed under.
  /// - Throws: `RowDefect` for words that mean another instrument than those before them.
  mutating func take(_ text: String, as key: String) throws(RowDefect) {
    guard text.contains("/") else { return }
    guard let before = first[key] else {
      first[key] = text
      return
    }
    guard UnifiedSymbol(before) != UnifiedSymbol(text) else { return }
    throw RowDefect(
      "'\(PrintableText.short(text))' is another market than '\(PrintableText.short(before))' of a row before, as ccxt writes "
        + "them, and both would become \(key): import a file for each, a pair of spot with --kind spot", column: nil)
  }
}
