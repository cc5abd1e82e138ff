import Market

/// Columns that say beside a symbol that it is of a contract which expires: `contract_type` with CURRENT_QUARTER,
/// `delivery_date` with 2025-03-28.
///
/// Binance's interface of continuous contracts calls the quarter's future BTCUSDT and says the rest in such a column. By the
/// symbol alone its bars would be the perpetual's, which pays funding and never settles.
struct SaidExpiry {
  private let table: TableText
  private let symbolField: Int?
  /// The column of words, and the one of days.
  private let type: (name: String, field: Int)?
  private let day: (name: String, field: Int)?

  private static let typeNames: Set<String> = [
    "contract_type", "contracttype", "type", "product_type", "producttype", "instrument_type", "instrumenttype",
    "category", "market_type", "contract_kind", "kind",
  ]
  private static let dayNames: Set<String> = [
    "delivery_date", "deliverydate", "delivery_time", "deliverytime", "expiry", "expiry_date", "expirydate",
    "expiry_time",
    "expirytime", "expiration", "expiration_date", "expirationdate", "expiration_time", "expirationtime",
    "expiration_timestamp", "expirationtimestamp", "expire_date", "expiredate", "exp_date", "exptime", "exp_time",
    "maturity", "maturity_date",
  ]
  private static let dated: Set<String> = [
    "currentquarter", "nextquarter", "quarter", "quarterly", "biquarter", "biquarterly", "thirdquarter", "thisweek",
    "currentweek", "nextweek", "thismonth", "currentmonth", "nextmonth", "delivery", "delivering",
    "currentquarterdelivering", "nextquarterdelivering", "dated", "linearfutures", "inversefutures", "datedfuture",
    "datedfutures",
  ]
  private static let perpetual: Set<String> = [
    "perpetual", "perpetuals", "perp", "perps", "swap", "linearperpetual", "inverseperpetual", "perpetualdelivering",
    "perpetualfuture",
  ]

  /// Nil for a table without such columns, and for a kind that no one contract has.
  init?(_ table: TableText, besides columns: [String: String], _ kind: SeriesKind) {
    guard [.klines, .mark, .openInterest].contains(kind) else { return nil }
    func column(_ names: Set<String>) -> (name: String, field: Int)? {
      table.names.enumerated().first { names.contains(ColumnRoles.plainLast($1)) && !columns.values.contains($1) }.map {
        (name: $1, field: $0)
      }
    }
    let (type, day) = (column(Self.typeNames), column(Self.dayNames))
    guard type != nil || day != nil else { return nil }
    self.table = table
    self.type = type
    self.day = day
    symbolField = columns["symbol"].flatMap { table.names.firstIndex(of: $0) }
  }

  /// What one sort of rows says.
  private struct Said {
    let symbol: String
    /// As the row writes it.
    let own: String
    let type: String
    let day: CivilDate?
    let dayText: String
    let line: Int
  }

  /// Gives an entry the symbol of the contract that the columns say, where they say its day.
  ///
  /// - Returns: what is to be said of it.
  /// - Throws: `Problem` for a contract that expires on no said day, and for columns that contradict the symbol or each other.
  func apply(to entry: inout ImportProfile.Entry, _ hints: ImportHints) throws -> String? {
    let fields = [symbolField, type?.field, day?.field].compactMap(\.self)
    let rows = table.texts(of: fields, most: 500).map { said($0.text, $0.line, entry, hints) }
    if let said = hints.symbol, rows.allSatisfy({ saysLess($0, than: said, on: venue(entry, hints)) }) {
      entry.symbol = said
      entry.strip = nil
    }
    let symbols = Set(rows.map(\.symbol))
    var days: [String: Said] = [:]
    for row in rows {
      guard try isDated(row, entry, hints) else { continue }
      if let before = days[row.symbol], before.day != row.day {
        throw problem(
          "'\(name(day))' says \(row.dayText) of \(row.symbol) here and \(before.dayText) in line \(before.line): rows of two "
            + "contracts under one symbol", row, "import a file for each of them")
      }
      days[row.symbol] = row
    }
    for row in rows where row.day == nil {
      guard let dated = days[row.symbol] else { continue }
      throw problem(
        "'\(name(day))' says no day of \(row.symbol) here and \(dated.dayText) in line \(dated.line): rows of a perpetual and "
          + "of a future under one symbol", row, "import a file for each of them")
    }
    guard let row = days.values.min(by: { $0.line < $1.line }), let day = row.day else { return nil }
    guard Instrument(venue: venue(entry, hints), symbol: row.symbol).contract.expiry == nil else { return nil }
    guard symbols.count == 1, hints.symbol == nil, let symbol = Self.symbol(row.symbol, day, venue(entry, hints)) else {
      throw problem(
        "'\(name(self.day))' says that \(row.symbol) expires on \(day.text), and its symbol says no day", row,
        hints.symbol == nil
          ? "write each contract's own symbol in the rows, such as BTCUSDT_250328, or import a file for each with --symbol"
          : "say its own symbol, such as --symbol BTCUSDT_250328, or take the column out where it is wrong")
    }
    entry.symbol = symbol
    entry.strip = nil
    return "taken as \(symbol), since '\(name(self.day))' says that \(row.symbol) expires on \(day.text)"
  }

  /// Whether the symbol of the rows is the pair of a dated contract that a flag names, and a column says that it is dated.
  private func saysLess(_ row: Said, than said: String, on venue: String) -> Bool {
    let contract = Instrument(venue: venue, symbol: said).contract
    let pair = Instrument(venue: venue, symbol: row.own).contract
    return contract.expiry != nil && pair.expiry == nil && (pair.base, pair.quote) == (contract.base, contract.quote)
      && (row.day != nil || Self.dated.contains(Self.letters(row.type)))
  }

  private static func letters(_ word: String) -> String { word.lowercased().filter { $0.isLetter } }

  /// Whether a sort of rows is of a contract that expires and whose symbol does not say so, or says the same.
  private func isDated(_ row: Said, _ entry: ImportProfile.Entry, _ hints: ImportHints) throws -> Bool {
    let contract = Instrument(venue: venue(entry, hints), symbol: row.symbol).contract
    let word = Self.letters(row.type)
    let (isDated, isPerpetual) = (Self.dated.contains(word), Self.perpetual.contains(word))
    if isPerpetual, row.day != nil || contract.expiry != nil {
      let other =
        row.day.map { "'\(name(day))' says \($0.text)" } ?? "the symbol \(row.symbol) a day on which it expires"
      throw problem(
        "'\(name(type))' says \(row.type), and \(other): a perpetual expires on no day", row,
        "take out the column that is wrong")
    }
    if let own = contract.expiry {
      guard let day = row.day, day != own.date else { return false }
      throw problem(
        "'\(name(self.day))' says \(day.text), and \(row.symbol) expires on \(own.dateText)", row,
        "take out the column that is wrong, or say the contract's own --symbol")
    }
    guard row.day == nil, isDated, hints.kind == nil else { return row.day != nil }
    throw problem(
      "'\(name(type))' says a future ('\(PrintableText.short(row.type))') and not the day on which it expires; as "
        + "\(row.symbol) it would be another contract", row,
      "say its symbol, as --symbol \(Self.example(row.symbol, venue(entry, hints))); a chain of futures that were joined is none of them: --kind klines "
        + "takes it as the perpetual \(row.symbol)")
  }

  private func said(_ text: [String], _ line: Int, _ entry: ImportProfile.Entry, _ hints: ImportHints) -> Said {
    var rest = text[...]
    let inRows = symbolField == nil ? nil : rest.popFirst()
    let word = type == nil ? "" : rest.popFirst() ?? ""
    let dayText = day == nil ? "" : rest.popFirst() ?? ""
    let venue = venue(entry, hints)
    let symbol = hints.symbol ?? inRows ?? entry.symbol ?? ""
    return Said(
      symbol: Venue.named(venue).symbol(written: symbol), own: inRows ?? "", type: word, day: Self.day(dayText),
      dayText: dayText, line: line)
  }

  private func venue(_ entry: ImportProfile.Entry, _ hints: ImportHints) -> String {
    if let said = hints.venue { return said }
    guard let own = entry.venue, own.hasPrefix("{"),
      let field = table.names.firstIndex(of: String(own.dropFirst().dropLast()))
    else { return entry.venue ?? "" }
    return VenueName.of(table.texts(of: [field], most: 1).first?.text.first ?? "")
  }

  /// How a dated contract of the pair is written there, for advice that can be followed as it stands.
  static func example(_ symbol: String, _ venue: String) -> String {
    Self.symbol(symbol, CivilDate(year: 2024, month: 9, day: 27), venue) ?? "BTCUSDT_240927"
  }

  /// The symbol that the venue gives the contract; nil where the pair does not say which.
  private static func symbol(_ symbol: String, _ day: CivilDate, _ venue: String) -> String? {
    let pair = Instrument(venue: venue, symbol: symbol).contract
    guard !pair.quote.isEmpty, pair.coinsPerUnit == 1 else { return nil }
    let settled = pair.form == .inverse ? pair.base : pair.quote
    let unified = UnifiedSymbol(base: pair.base, quote: pair.quote, settlement: settled, expiring: day)
    guard let dated = unified?.symbol(on: venue) else { return nil }
    let contract = Instrument(venue: venue, symbol: dated).contract
    return contract.expiry?.date == day && contract.base == pair.base && contract.quote == pair.quote ? dated : nil
  }

  /// The day of a text in any of the ways that venues write it; nil where it is none, or so far off that it means that
  /// there is none: Binance's perpetuals are delivered in 2100, and Deribit's in 3000.
  private static func day(_ text: String) -> CivilDate? {
    let bytes = Array(text.utf8)
    let instant: Instant?
    if let stamp = ISOStamp.read(bytes, bytes.indices) {
      instant = Instant(milliseconds: stamp.local - (stamp.offset ?? 0))
    } else if text.count == 8, let number = Int(text) {
      let date = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
      return date.exists && (2009..<2090).contains(date.year) ? date : nil
    } else if text.count >= 10, let unit = EpochUnit(of: bytes, bytes.indices), let count = Int64(text) {
      instant = Instant(milliseconds: unit.milliseconds(count))
    } else {
      // `250328` and `28MAR25`, as they stand behind a coin.
      instant = Instrument(venue: "", symbol: "BTC-USDT-\(text)").contract.expiry
    }
    guard let day = instant?.date, (2009..<2090).contains(day.year) else { return nil }
    return day
  }

  private func name(_ column: (name: String, field: Int)?) -> String { PrintableText.short(column?.name ?? "") }

  private func problem(_ what: String, _ row: Said, _ remedy: String) -> Problem {
    Problem(what, at: Problem.Place(file: table.text.location, line: row.line), remedy: remedy)
  }
}

extension CivilDate {
  fileprivate var text: String { Instant(year: year, month: month, day: day).dateText }
}
