/// What is known of a venue: how its symbols read, and from where that is known.
///
/// One file a venue in `Venues/` says it, as a table where it is a table. A venue that is not known has its symbols read
/// by what they have in common everywhere, and what that leaves open stays open.
public struct Venue: Sendable {
  public let name: String
  /// Where its facts stand, and the day they were read there.
  let source: String
  /// Nil for a symbol that is not one of this venue's.
  private let read: @Sendable (String) -> SymbolReading?

  init(_ name: String, source: String, read: @escaping @Sendable (String) -> SymbolReading?) {
    self.name = name
    self.source = source
    self.read = read
  }

  /// The venue of what nobody said one of.
  public static let unstated = "unstated"

  /// The venues with a table of their own.
  public static let known: [Venue] = [
    binance, bybit, okx, deribit, bitmex, gate, mexc, bingx, hyperliquid, dydx, ftx, kraken, kucoin, bitget, htx, huobi,
    upbit, bittrex,
  ]

  /// Whether a linear contract of the venue is some part or multiple of a coin, in which its lists count.
  public var countsContracts: Bool { ["okx", "gate", "kucoin", "htx", "huobi", "bitmex", "mexc"].contains(name) }

  /// Whether its funding accrues all the time, so that a rate is that of the interval before its stamp. Others charge who
  /// holds a position at the stamp.
  public var accruesFunding: Bool { name == "deribit" }

  /// Whether what its joined pairs end in is USD even behind the letters of BUSD or TUSD, in which it lists none.
  private var quotesInPlainDollars: Bool {
    [
      "bybit", "bitget", "bitmex", "kraken", "kucoin", "hyperliquid", "deribit", "dydx", "ftx", "coinbase", "bitstamp",
      "gemini", "bitfinex", "phemex", "cryptocom", "okcoin",
    ].contains(name)
  }

  /// How far apart settlements of funding are on a venue that has one interval for all of its contracts; nil on others.
  public var settlesEvery: Interval? { ["hyperliquid", "dydx"].contains(name) ? .hours(1) : nil }

  /// How far apart settlements of funding are on a venue that moves single contracts to shorter intervals and keeps the others
  /// at this one; nil on others. Interest of such a venue is one basis point for it.
  public var settlesUsually: Interval? {
    [
      "binance", "bybit", "okx", "bitmex", "gate", "bitget", "kucoin", "htx", "huobi", "mexc", "phemex", "bingx",
    ].contains(name) ? .hours(8) : nil
  }

  private static let byName = Dictionary(known.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Whether it is the name of a venue with a table, and of no vendor who passes on the rows of others.
  public static func isKnown(_ name: String) -> Bool { byName[name] != nil }

  /// The venue of that name, whether or not it has a table.
  public static func named(_ name: String) -> Venue {
    byName[name] ?? Venue(name, source: "") { _ in nil }
  }

  /// A symbol in the letters that the venue writes it in: `btcusdt` is BTCUSDT, and Hyperliquid's `KPEPE` kPEPE. A name that
  /// in capitals is no symbol stays as it is.
  public func spelling(of symbol: String) -> String {
    let capitals = symbol.uppercased()
    if name == "hyperliquid", capitals.first == "K", Self.thousands.contains(String(capitals.dropFirst())) {
      return "k" + capitals.dropFirst()
    }
    guard !symbol.contains(where: \.isUppercase), !reading(of: capitals).quote.isEmpty else { return symbol }
    return capitals
  }

  /// A symbol as the venue writes it, of what ccxt writes or stands with a slash.
  public func symbol(written text: String) -> String {
    UnifiedSymbol(text).map { $0.symbol(on: name) } ?? spelling(of: text.filter { !"/:".contains($0) })
  }

  /// Whether the venue's own table reads the symbol.
  public func knows(_ symbol: String) -> Bool { read(symbol) != nil }

  /// What `symbol` says on this venue.
  public func reading(of symbol: String) -> SymbolReading {
    if var own = read(symbol) {
      own.source = source
      return own
    }
    return Self.anyVenue(symbol, quotesInPlainDollars)
  }
}

extension Venue {
  /// What a symbol says wherever it is listed.
  ///
  /// A perpetual quoted in plain USD is inverse on some venues and linear on others, so nothing is said of its form.
  private static func anyVenue(_ symbol: String, _ inPlainDollars: Bool) -> SymbolReading {
    let source = "the symbol alone"
    for (word, type) in typeWords where symbol.hasPrefix(word) && symbol.count > word.count {
      var reading = anyVenue(String(symbol.dropFirst(word.count)), inPlainDollars)
      if reading.type == .perpetual { reading.type = type }
      // A pair of the spot market has no contract to be of one form or another.
      if reading.type == .spot { reading.form = .linear }
      return reading
    }
    if let coinMargined = Venue.binanceCoinMargined(symbol) {
      var reading = coinMargined
      reading.source = source
      return reading
    }
    if let dated = Venue.binanceDated(symbol) {
      var reading = dated
      reading.source = source
      return reading
    }
    if let (stem, expiry) = SymbolText.dated(symbol) {
      var reading = anyVenue(String(stem), inPlainDollars)
      reading.type = .future
      reading.expiry = expiry
      // A date behind a lone coin says nothing of what it is quoted or paid in.
      if reading.quote.isEmpty { reading.form = .unstated }
      return reading
    }
    let parts = symbol.split { "-_/".contains($0) }
    if parts.count == 3, SymbolText.isQuote(parts[1]),
      let expiry = SymbolText.expiry(yearFirst: parts[2]) ?? SymbolText.expiry(dayFirst: parts[2])
    {
      return SymbolReading(
        .future, parts[1] == "USD" ? .unstated : .linear, base: String(parts[0]), quote: String(parts[1]),
        expiry: expiry,
        source: source)
    }
    if let pair = SymbolText.quoteFirst(parts, among: SymbolText.money) {
      return assumed(base: pair.base, quote: pair.quote, source)
    }
    // A word of the venue's own before a pair: which of three coins is quoted in which is not to be guessed.
    if parts.count == 3, SymbolText.isCoinQuote(parts[1]), SymbolText.isQuote(parts[2]), parts[1] != parts[2] {
      return SymbolReading(.perpetual, .unstated, base: symbol, quote: "", source: "assumed: nothing tells")
    }
    if parts.count >= 2, SymbolText.isQuote(parts[1]) {
      return assumed(base: String(parts[0]), quote: String(parts[1]), source)
    }
    if parts.count == 1, let pair = SymbolText.pair(symbol, inPlainDollars: inPlainDollars) {
      return assumed(base: pair.base, quote: pair.quote, source)
    }
    // Nothing but a coin, or an asset that is none. A name that has a dollar within it is a contract of some venue's own
    // way of writing, and of that nothing is known.
    let form: Contract.Form =
      (parts.count > 1 && parts.last != "PERP") || (symbol.contains("USD") && !SymbolText.isQuote(symbol))
      ? .unstated : .linear
    return SymbolReading(
      .perpetual, form, base: parts.first.map(String.init) ?? symbol, quote: "", source: "assumed: nothing tells")
  }

  /// What Woo, bitFlyer and vendors write before a pair: `PERP_BTC_USDT`, `SPOT_BTC_USDT`, `X:BTCUSD`, `FX_BTC_JPY`.
  private static let typeWords: [(String, InstrumentType)] = [
    ("PERP_", .perpetual), ("SPOT_", .spot), ("X:", .spot), ("FX_", .perpetual),
  ]

  private static func assumed(base: String, quote: String, _ source: String) -> SymbolReading {
    SymbolReading(.perpetual, quote == "USD" ? .unstated : .linear, base: base, quote: quote, source: source)
  }
}
