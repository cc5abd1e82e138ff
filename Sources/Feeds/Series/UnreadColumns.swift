import Market

/// Columns that a profile reads nothing from, and that say by their names what its rows are: another symbol than the name of the
/// file or a flag says, another venue, another clock, or a row that somebody made up. In a table that nobody described they are
/// read; a profile is of a form of file, and knows nothing of what somebody wrote behind its columns.
struct UnreadColumns {
  private struct Said {
    let column: String
    /// The first two words that it has, and where each is met.
    let words: [(text: String, line: Int)]
  }

  private let symbol: Said?
  private let venue: Said?
  private let place: (Int) -> Problem.Place
  /// Nil where no column says of rows that they were filled in.
  let kept: RowFilter?
  private let filled: String?

  /// Names under which nothing but symbols stands: an `asset` may be what is paid in.
  private static let symbols: Set<String> = [
    "symbol", "ticker", "pair", "instrument", "instrument_name", "instid", "instrument_id", "symbol_id", "product_id",
    "contract_code", "contract_name", "sym",
  ]

  /// - Throws: `Problem` for a column of flags with a word that is none.
  init(_ table: TableText, _ fields: [Int]) throws {
    func said(_ isOne: (String) -> Bool) -> Said? {
      for field in fields where isOne(table.names[field]) {
        let words = table.texts(of: [field], most: 3).map { ($0.text.joined(), $0.line) }.filter { !$0.0.isEmpty }
        if !words.isEmpty { return Said(column: table.names[field], words: Array(words.prefix(2))) }
      }
      return nil
    }
    symbol = said { Self.symbols.contains(ColumnRoles.plainLast($0)) }
    venue = said { ColumnRoles.role(of: ColumnRoles.lastPart($0)) == "venue" }
    let flag = fields.first { ColumnRoles.role(of: table.names[$0]) == ColumnRoles.filled }
    let rows = try flag.flatMap { try FlaggedRows(table.names[$0], .madeUp, in: table) }
    filled = rows?.column
    kept = rows.flatMap { rows in flag.map { RowFilter(field: $0, rows.words.joined(separator: "|")) } }
    let location = table.text.location
    place = { Problem.Place(file: location, line: $0) }
  }

  /// - Parameter format: what the profile is called.
  /// - Throws: `Problem` where a column says another instrument than the one that rows are filed under, by something else than
  ///   a column.
  func check(_ instrument: Instrument, of entry: BoundEntry, format: String) throws {
    if let symbol, entry.symbol.fields.isEmpty {
      let venue = instrument.venue
      func isOther(_ word: String) -> Bool {
        let plain = Venue.named(venue).symbol(written: word)
        return DividedRows.isSymbol(word) && SymbolLikeness.areApart(plain, instrument.symbol, on: venue)
      }
      if let word = symbol.words.first(where: { isOther($0.text) }) {
        throw problem(symbol, word, instrument, format, "say --symbol")
      }
    }
    guard let venue, entry.venue.fields.isEmpty, let own = DividedRows.venue(instrument.venue),
      let word = venue.words.first(where: { word in DividedRows.venue(word.text).map { $0 != own } == true })
    else { return }
    throw problem(venue, word, instrument, format, "say --venue")
  }

  private func problem(
    _ said: Said, _ word: (text: String, line: Int), _ instrument: Instrument, _ format: String, _ remedy: String
  ) -> Problem {
    Problem(
      "the column '\(PrintableText.short(said.column))' says '\(PrintableText.short(word.text))', and '\(format)' would file "
        + "the rows as \(instrument)", at: place(word.line),
      remedy: "\(remedy) as the rows do where they are right, or take the column out where it says something else")
  }

  /// What is to be said of rows that were left out.
  func note(_ count: Int) -> String? {
    guard count > 0, let filled else { return nil }
    let rows = count == 1 ? "1 row that was filled in" : "\(count) rows that were filled in"
    return "\(rows), by '\(PrintableText.short(filled))', \(count == 1 ? "is" : "are") left out"
  }
}
