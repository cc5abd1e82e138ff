import Market

/// What the name of a channel says of the rows that came over it: `market.btcusdt.kline.60min`, `candlestick.1h.BTCUSD-PERP`,
/// `/contractMarket/candle:XBTUSDTM_1hour`, `BTC-USDT@kline_1m`, `trade:1h:tBTCUSD`. An answer that was kept says by it which
/// symbol it is of, and how wide its bars are.
struct ChannelName {
  /// In capitals; nil where it names none, or several.
  private(set) var symbol: String?
  /// Nil where it names none.
  private(set) var width: Resolution?

  private static let columns: Set<String> = [
    "ch", "channel", "topic", "rep", "sub", "subscription", "stream", "datatype", "data_type", "key",
  ]
  /// A longer text is no name.
  private static let longest = 120
  private static let bars = ["kline", "candlestick", "candle", "chart"]
  private static let units: Set<String> = ["min", "hour", "day", "week"]

  /// Whether a column holds names of channels by its own name.
  static func isColumn(_ name: String) -> Bool { columns.contains(ColumnRoles.plainLast(name)) }

  /// Nil for a text that says neither.
  ///
  /// - Parameter venue: whose ways of writing symbols are meant.
  init?(_ text: String, on venue: String) {
    guard text.count <= Self.longest else { return nil }
    let pieces = text.split { ".:@/ ".contains($0) }
    var symbols: Set<String> = []
    for piece in pieces {
      var words = piece.split(separator: "_").map(String.init)
      // `XBTUSDTM_1hour`, `1m_BTC_USDT`: a symbol may have a line of its own between its parts.
      while let word = words.last, take(word) { words.removeLast() }
      while let word = words.first, take(word) { words.removeFirst() }
      if let symbol = Self.symbol(words.joined(separator: "_"), on: venue) { symbols.insert(symbol) }
    }
    symbol = symbols.count == 1 ? symbols.first : nil
    // A bare number or letter is a width behind the word for bars alone: others count levels of a book.
    if width == nil, pieces.contains(where: { Self.startsWithBars($0) }) {
      width =
        pieces.lazy.filter { $0.allSatisfy(\.isNumber) || ["D", "W"].contains($0) }
        .compactMap { Resolution.ofColumn(String($0)) }.first
    }
    guard symbol != nil || width != nil else { return nil }
  }

  private static func startsWithBars(_ word: some StringProtocol) -> Bool {
    bars.contains { word.lowercased().hasPrefix($0) }
  }

  /// Whether a word is a width, which is kept, or one for bars.
  private mutating func take(_ word: String) -> Bool {
    let bars = Self.bars.first { word.lowercased().hasPrefix($0) } ?? ""
    let rest = String(word.dropFirst(bars.count))
    // `Min60`, `Hour4`.
    let letters = rest.prefix { $0.isLetter }
    let isTurned = Self.units.contains(letters.lowercased()) && letters.count < rest.count
    let said = isTurned ? rest.dropFirst(letters.count) + letters : Substring(rest)
    if Resolution.width(String(said)) != nil {
      width = width ?? Resolution.ofColumn(String(said))
      return true
    }
    return !bars.isEmpty && rest.allSatisfy { "s-".contains($0) }
  }

  private static func symbol(_ text: String, on venue: String) -> String? {
    let word = SymbolLikeness.withoutLetter(text)
    let capitals = word.uppercased()
    guard word.count >= 5, capitals.allSatisfy({ $0.isUppercase || $0.isNumber || "-_".contains($0) }) else {
      return nil
    }
    // `BTCUSD-PERP` is the pair's perpetual on venues of no table.
    let ending = ["-PERP", "_PERP", "-SWAP"].first { capitals.hasSuffix($0) } ?? ""
    let contract = Instrument(venue: "", symbol: String(capitals.dropLast(ending.count))).contract
    let isPair = !contract.base.isEmpty && !contract.quote.isEmpty
    return isPair || word == capitals && Venue.named(venue).knows(capitals) ? capitals : nil
  }
}
