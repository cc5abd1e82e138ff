import Market

/// Columns that nothing is read from and whose words divide the rows of what would become one series: another market,
/// another width of bars, another venue, another symbol, another side.
///
/// Columns are told by what they hold, and by their names only where nobody described the table. A word that is the same in
/// all rows of a series divides nothing, so that a column beside a symbol that only says more of it is passed over.
struct DividedRows {
  private enum Sort: String {
    case market, interval, venue, symbol, side
    /// Told by the name of the column alone.
    case named
  }

  private struct Column {
    let field: Int
    let name: String
    let sort: Sort
    /// The only word there is.
    let only: String?
  }

  private let columns: [Column]
  private let table: TableText

  /// Rows from which on a column of ever new words is taken for text that says no such thing.
  private static let mostWords = 2000

  /// Names of columns that say of what a row is besides its symbol, whatever their words are.
  private static let names: Set<String> = [
    "market_type", "markettype", "type", "contract_type", "product_type", "product", "instrument_type", "direction",
    "side", "trade_type", "category", "exchange_type", "settle_currency", "margin_type",
  ]

  /// The same of columns that say how wide bars are, or of how many hours a rate is.
  private static let widths: Set<String> = [
    "interval", "timeframe", "time_frame", "tf", "resolution", "period", "granularity", "freq", "frequency",
    "interval_hours", "intervalhours", "funding_interval_h", "funding_interval_minutes", "fundingintervalmin",
    "funding_period", "settle_interval", "settlement_interval", "hours",
  ]

  /// - Parameters:
  ///   - unread: columns that nothing is read from.
  ///   - isGeneral: whether nobody described the table, so that names are all there is to tell columns by.
  init(_ table: TableText, unread: [Int], _ kinds: Set<SeriesKind>, isGeneral: Bool) {
    func isNamed(_ field: Int) -> Bool {
      let name = ColumnRoles.plain(table.names[field])
      return isGeneral && (Self.names.contains(name) || Self.widths.contains(name))
    }
    self.table = table
    var scanner = table.scanner()
    guard !unread.isEmpty, scanner.advance() else {
      columns = []
      return
    }
    let text = unread.filter { field in
      guard field < scanner.count, !scanner.content(field).isEmpty else { return false }
      if isNamed(field) { return true }
      return (try? scanner.number(field, table.numbers)) == nil && !DateForms.isUsual(scanner, TimeFields(field))
    }
    guard !text.isEmpty else {
      columns = []
      return
    }
    var words = [Set<[UInt8]>](repeating: [], count: text.count)
    repeat {
      for (place, field) in text.enumerated() where field < scanner.count && words[place].count <= Self.mostWords {
        let word = scanner.content(field)
        if !word.isEmpty { words[place].insert(Array(word)) }
      }
    } while scanner.advance()
    columns = zip(text, words).compactMap { field, words in
      let said = words.map { String(decoding: $0, as: UTF8.self) }
      guard words.count <= Self.mostWords, let sort = Self.sort(said, kinds) ?? (isNamed(field) ? .named : nil) else {
        return nil
      }
      let different = Set(said.map { Self.meaning($0, sort) })
      return Column(field: field, name: table.names[field], sort: sort, only: different.count == 1 ? said.first : nil)
    }
  }

  /// The same for words that mean the same: `1h` and `60min`, `Spot` and `spot`.
  private static func meaning(_ word: String, _ sort: Sort) -> String {
    switch sort {
    case .interval: Resolution.width(word)?.description ?? word
    case .market, .venue, .side, .named: letters(word)
    case .symbol: word
    }
  }

  private static func sort(_ words: [String], _ kinds: Set<SeriesKind>) -> Sort? {
    if words.allSatisfy(isMarket) { return .market }
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

  private static func isMarket(_ word: String) -> Bool { markets.contains(letters(word)) }

  private static func isVenue(_ word: String) -> Bool {
    let parts = word.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let first = parts.first else { return false }
    // `binance-futures`, `Binance US`; a longer text only begins with a venue.
    return (Venue.isKnown(VenueName.of(first)) || otherVenues.contains(first))
      && parts.dropFirst().allSatisfy {
        markets.contains($0) || ["us", "com", "global", "exchange", "dm"].contains($0)
      }
  }

  private static func isSymbol(_ word: String) -> Bool {
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
      let isNamed = column.sort == .named && Self.widths.contains(ColumnRoles.plain(column.name))
      guard column.sort == .interval || isNamed, let word = column.only, let said = Resolution.ofColumn(word) else {
        return nil
      }
      return (column.name, said)
    }.first
  }

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
        // A word that is missing says nothing.
        let (a, b) = (before[place].word, own[place])
        if a.isEmpty { first[key]?[place] = (b, scanner.line) }
        let words = [a, b].map { Self.meaning(String(decoding: $0, as: UTF8.self), column.sort) }
        if a.isEmpty || b.isEmpty || words[0] == words[1] { continue }
        throw problem(column, key, before[place], (own[place], scanner.line))
      }
    }
  }

  private func problem(
    _ column: Column, _ series: String, _ a: (word: [UInt8], line: Int), _ b: (word: [UInt8], line: Int)
  ) -> Problem {
    let name = PrintableText.short(column.name)
    func shown(_ word: [UInt8]) -> String { "'\(PrintableText.short(String(decoding: word, as: UTF8.self)))'" }
    let what =
      switch column.sort {
      case .market: "another market"
      case .interval: "bars of another width"
      case .venue: "another venue"
      case .symbol: "another symbol"
      case .side: "another side"
      case .named: "another \(name)"
      }
    let remedy =
      switch column.sort {
      case .symbol: "say --columns symbol=\(name) and leave --symbol out, or import a file for each"
      case .venue: "say --columns venue=\(name) and leave --venue out, or import a file for each"
      case .market, .interval, .named: "import a file for each of them"
      case .side: "import the rows of one side, or sign the values and leave the column out"
      }
    return Problem(
      "the column '\(name)' says \(shown(a.word)) in line \(table.line(a.line)) and \(shown(b.word)) here: rows of \(what), "
        + "which would all become \(series)",
      at: Problem.Place(file: table.text.location, line: table.line(b.line)), remedy: remedy)
  }
}
