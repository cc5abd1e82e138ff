import Market

/// Columns that nothing is read from and whose words divide the rows of what would become one series: another market,
/// another width of bars, another venue, another symbol, another side.
///
/// Columns are told by what they hold, and by their names only where nobody described the table. A word that is the same in
/// all rows of a series divides nothing, so that a column beside a symbol that only says more of it is passed over.
struct DividedRows {
  private enum Sort: String {
    case market, price, interval, venue, symbol, side
    /// Told by the name of the column alone.
    case named
  }

  private struct Column {
    let field: Int
    let name: String
    let sort: Sort
    /// The only word there is.
    let only: String?
    /// Whether rows without a word are of something else than those with one: what has no word is taken for what was traded.
    let dividesFromNothing: Bool
  }

  private let columns: [Column]
  private let table: TableText

  /// Names of columns that say of what a row is besides its symbol, whatever their words are.
  private static let names: Set<String> = [
    "market_type", "markettype", "type", "contract_type", "product_type", "product", "instrument_type", "direction",
    "side", "trade_type", "category", "exchange_type", "settle_currency", "margin_type", "price_type", "pricetype",
    "volume_unit", "vol_unit", "amount_unit", "size_unit", "oi_unit", "open_interest_unit", "unit", "units",
    "multiplier", "contract_multiplier", "contract_size", "contractsize", "contract_value", "ctval", "ct_val", "scale",
  ]

  /// The same of columns that say how wide bars are, or of how many hours a rate is.
  private static let widths: Set<String> = [
    "interval", "timeframe", "time_frame", "tf", "resolution", "period", "granularity", "freq", "frequency",
    "interval_hours", "intervalhours", "funding_interval_h", "funding_interval_minutes", "fundingintervalmin",
    "funding_period", "settle_interval", "settlement_interval", "hours",
  ]

  /// Whether a column says by its name how wide bars are, and nothing of rates; a `period` may be that of an average.
  static func saysWidth(_ plain: String) -> Bool {
    ["interval", "timeframe", "time_frame", "tf", "resolution", "granularity", "bar"].contains(plain)
  }

  /// Whether a column says by its name what its rows are of.
  static func isName(_ name: String) -> Bool {
    let plain = ColumnRoles.plainLast(name)
    return names.contains(plain) || widths.contains(plain)
  }

  /// - Parameters:
  ///   - unread: columns that nothing is read from.
  ///   - isGeneral: whether nobody described the table, so that names are all there is to tell columns by.
  init(_ table: TableText, unread: [Int], _ kinds: Set<SeriesKind>, isGeneral: Bool) {
    func isNamed(_ field: Int) -> Bool { isGeneral && Self.isName(table.names[field]) }
    self.table = table
    var scanner = table.scanner()
    guard !unread.isEmpty, scanner.advance() else {
      columns = []
      return
    }
    var found = unread.map { ColumnWords(field: $0, isNamed: isNamed($0)) }
    repeat {
      for place in found.indices where found[place].goesOn { found[place].take(scanner, table.numbers) }
    } while found.contains(where: \.goesOn) && scanner.advance()
    columns = found.compactMap { found in
      let said = found.words.map { String(decoding: $0, as: UTF8.self) }
      guard found.goesOn, !said.isEmpty,
        let sort = Self.sort(said, kinds, isGeneral: isGeneral) ?? (found.isNamed ? .named : nil)
      else { return nil }
      // A word that some rows have is mostly no more than a remark.
      let dividesFromNothing = isGeneral && found.isMissing && (sort == .market || Self.untraded(said, sort) != nil)
      guard !found.beginsLate || dividesFromNothing || found.isNamed else { return nil }
      let different = Set(said.map { Self.meaning($0, sort) })
      return Column(
        field: found.field, name: table.names[found.field], sort: sort,
        only: different.count == 1 && !dividesFromNothing ? said.first : nil, dividesFromNothing: dividesFromNothing)
    }
  }

  /// The same for words that mean the same: `1h` and `60min`, `Spot` and `spot`.
  private static func meaning(_ word: String, _ sort: Sort) -> String {
    switch sort {
    case .interval: Resolution.width(word)?.description ?? word
    // `1` and `1.0` are one multiplier.
    case .named: Double(word).map { "\($0)" } ?? letters(word)
    case .market, .price, .venue, .side: letters(word)
    case .symbol: word
    }
  }

  private static func sort(_ words: [String], _ kinds: Set<SeriesKind>, isGeneral: Bool) -> Sort? {
    if words.allSatisfy(isMarket) { return .market }
    if isGeneral, words.allSatisfy({ prices.contains(letters($0)) || untraded[letters($0)] != nil }) { return .price }
    if words.allSatisfy({ Resolution.width($0) != nil }) { return .interval }
    if words.allSatisfy(isVenue) { return .venue }
    let isSided = !kinds.isDisjoint(with: [.funding, .predictedFunding, .liquidations, .openInterest])
    if words.allSatisfy({ sides.contains($0.lowercased()) }) { return isSided ? .side : nil }
    return words.allSatisfy(isSymbol) ? .symbol : nil
  }

  private static let markets: Set<String> = [
    "spot", "perp", "perps", "perpetual", "perpetuals", "swap", "swaps", "future", "futures", "delivery", "linear",
    "inverse", "margin", "option", "options", "usdm", "coinm", "um", "cm", "umfutures", "cmfutures", "usdtm", "usdcm",
    "linearperpetual", "inverseperpetual", "perpetualfuture", "quarterly", "dated", "crypto", "derivative",
    "derivatives",
  ]
  private static let prices: Set<String> = ["trade", "trades", "traded", "last", "lastprice", "lasttraded", "ltp"]
  /// Words for prices that nobody traded at.
  private static let untraded: [String: SeriesKind] = [
    "mark": .mark, "markprice": .mark, "fair": .mark, "fairprice": .mark, "index": .index, "indexprice": .index,
    "oracle": .index, "oracleprice": .index, "premium": .premium, "premiumindex": .premium,
  ]
  private static let sides: Set<String> = ["long", "short", "buy", "sell", "bid", "ask"]
  private static let otherVenues: Set<String> = [
    "coinbase", "bitstamp", "bitfinex", "gemini", "mexc", "bingx", "phemex", "cryptocom", "upbit", "bithumb",
    "poloniex", "bittrex", "lighter", "drift", "aster", "vertex", "gmx", "coinex", "whitebit", "woo", "paradex",
  ]
  /// Words in capitals that are no symbols.
  private static let ordinary: Set<String> = [
    "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP",
    "OCT", "NOV", "DEC", "UP", "DOWN", "FLAT", "TRUE", "FALSE", "YES", "NO", "GREEN", "RED", "BULL", "BEAR", "NEUTRAL",
    "NONE", "NAN", "NULL", "NA", "OK", "AM", "PM", "HIGH", "LOW", "OPEN", "CLOSED", "ASIA", "EU", "US", "LONDON", "NY",
    "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY", "UTC", "BUY", "SELL", "LONG", "SHORT",
    "HOLD", "TREND", "RANGE", "A", "B", "C", "D", "E", "F", "T", "Y", "N", "X",
  ]

  private static func letters(_ word: String) -> String { word.lowercased().filter { $0.isLetter || $0.isNumber } }

  private static func untraded(_ words: [String], _ sort: Sort) -> SeriesKind? {
    sort == .price ? words.lazy.compactMap { untraded[letters($0)] }.first : nil
  }

  /// Whether a word says a sort of market: `spot`, `perp`, `linear`.
  static func isMarket(_ word: String) -> Bool { markets.contains(letters(word)) }

  private static func isVenue(_ word: String) -> Bool { venue(word) != nil }

  /// The venue that a word of any spelling names: `binance-futures`, `Binance US`; nil for one that names none that is known.
  static func venue(_ word: String) -> String? {
    let whole = VenueName.of(word)
    if Venue.isKnown(whole) { return whole }
    let parts = word.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    // A longer text only begins with a venue.
    guard let first = parts.first, Venue.isKnown(VenueName.of(first)) || otherVenues.contains(first),
      parts.dropFirst().allSatisfy({
        markets.contains($0) || ["us", "com", "io", "global", "exchange", "dm", "pro"].contains($0)
      })
    else { return nil }
    return VenueName.of(first)
  }

  /// Whether a word can be a coin or a pair.
  static func isSymbol(_ word: String) -> Bool {
    if UnifiedSymbol(word) != nil { return true }
    guard word.count <= 30, !ordinary.contains(word), word.contains(where: \.isUppercase),
      word.allSatisfy({ $0.isUppercase || $0.isNumber || "-_/:.".contains($0) })
    else { return false }
    // A coin alone, or a pair; other words in capitals are whatever somebody calls a regime.
    let plain = word.filter { !"/:.".contains($0) }
    return word.count <= 6 && word.allSatisfy { $0.isUppercase || $0.isNumber }
      || !Instrument(venue: "", symbol: plain).contract.quote.isEmpty
  }

  /// The width of bars that a column says of all of them.
  var resolution: (column: String, said: Resolution)? {
    columns.lazy.compactMap { column in
      let isNamed = column.sort == .named && Self.widths.contains(ColumnRoles.plainLast(column.name))
      guard column.sort == .interval || isNamed, let word = column.only, let said = Resolution.ofColumn(word) else {
        return nil
      }
      return (column.name, said)
    }.first
  }

  /// Names of columns that say which price rows are of, where all say the same.
  private static let ofPrices: Set<String> = [
    "price_type", "pricetype", "price_kind", "price_source", "source", "type", "kind", "candle_type", "candletype",
    "data_type", "datatype", "feed",
  ]

  /// The column that says that all rows are of a price that nobody traded at, and of which.
  var untraded: (column: String, kind: SeriesKind)? {
    columns.lazy.compactMap { column in
      guard Self.ofPrices.contains(ColumnRoles.plainLast(column.name)), let word = column.only,
        let kind = Self.untraded([word], column.sort)
      else { return nil }
      return (column.name, kind)
    }.first
  }

  /// The column that says that all rows are of shorts.
  var shorts: String? { columns.first { $0.sort == .side && $0.only?.lowercased() == "short" }?.name }

  /// The column that says that all rows are of spot.
  var spot: String? { columns.first { $0.sort == .market && $0.only.map(Self.letters) == "spot" }?.name }

  /// - Parameter series: which series a row belongs to; nil for one that belongs to none.
  /// - Throws: `Problem` where rows of one series have different words.
  func check(_ series: (borrowing CSVScanner) -> String?) throws {
    let dividing = columns.filter { $0.only == nil }
    guard !dividing.isEmpty else { return }
    var first: [String: [(word: [UInt8], line: Int)]] = [:]
    var scanner = table.scanner()
    while scanner.advance() {
      guard let key = series(scanner) else { continue }
      let own = dividing.map { column in
        column.field < scanner.count ? Array(scanner.content(column.field)) : []
      }
      guard let before = first[key] else {
        first[key] = own.map { ($0, scanner.line) }
        continue
      }
      for (place, column) in dividing.enumerated() where before[place].word != own[place] {
        let (a, b) = (before[place].word, own[place])
        if a.isEmpty, !column.dividesFromNothing { first[key]?[place] = (b, scanner.line) }
        let words = [a, b].map { Self.meaning(String(decoding: $0, as: UTF8.self), column.sort) }
        // A word that is missing mostly says nothing.
        if (a.isEmpty || b.isEmpty) && !column.dividesFromNothing || words[0] == words[1] { continue }
        throw problem(column, key, before[place], (own[place], scanner.line))
      }
    }
  }

  private func problem(
    _ column: Column, _ series: String, _ a: (word: [UInt8], line: Int), _ b: (word: [UInt8], line: Int)
  ) -> Problem {
    let name = PrintableText.short(column.name)
    func shown(_ word: [UInt8]) -> String {
      word.isEmpty ? "nothing" : "'\(PrintableText.short(String(decoding: word, as: UTF8.self)))'"
    }
    let what =
      switch column.sort {
      case .market: "another market"
      case .price: "another price"
      case .interval: "bars of another width"
      case .venue: "another venue"
      case .symbol: "another symbol"
      case .side: "another side"
      case .named: "another \(name)"
      }
    let remedy =
      switch column.sort {
      case .symbol:
        "say \(ColumnFlag.text(("symbol", column.name))) and leave --symbol out, or import a file for each"
      case .venue: "say \(ColumnFlag.text(("venue", column.name))) and leave --venue out, or import a file for each"
      case .market, .price, .interval, .named: "import a file for each of them"
      case .side: "import the rows of one side, or sign the values and leave the column out"
      }
    return Problem(
      "the column '\(name)' says \(shown(a.word)) in line \(table.line(a.line)) and \(shown(b.word)) here: rows of \(what), "
        + "which would all become \(series)",
      at: Problem.Place(file: table.text.location, line: table.line(b.line)), remedy: remedy)
  }
}
