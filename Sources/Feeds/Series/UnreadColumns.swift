import Market

/// Columns that nothing is read from, and what an answer says around rows without names, where they say what its rows are: another
/// symbol than the name of the file or a flag says, another venue, another width, another unit, or a row that somebody made up.
///
/// In a table that nobody described columns of symbols and venues are read; left are there the names of channels and what no name
/// tells. A profile is of a form of file, and knows nothing of what somebody wrote behind its columns.
struct UnreadColumns {
  private enum Sort {
    case symbol
    /// A column whose name says nothing, where all of its words are pairs.
    case pair
    case venue, width, channel
    /// An `interval`: a small number may be the hours of a rate.
    case interval
  }

  private struct Said {
    let sort: Sort
    /// `the column 'pair'`, `the answer's 'symbol'`.
    let name: String
    /// The first two words that it has, and where each is met.
    let words: [(text: String, line: Int?)]
  }

  private var said: [Said] = []
  private let units: SaidUnits?
  private let location: String
  /// Nil where no column says of rows that they were filled in.
  let kept: RowFilter?
  private let filled: String?

  /// Names under which nothing but symbols stands: an `asset` may be what is paid in.
  private static let symbols: Set<String> = [
    "symbol", "ticker", "pair", "instrument", "instrument_name", "instid", "instrument_id", "symbol_id", "product_id",
    "contract_code", "contract_name", "sym",
  ]

  /// - Parameter isGeneral: whether nobody described the table, of which columns are read by their names.
  /// - Throws: `Problem` for a column of flags with a word that is none.
  init(_ table: TableText, _ fields: [Int], isGeneral: Bool) throws {
    for field in fields {
      guard let sort = Self.sort(of: table.names[field], isGeneral: isGeneral) else { continue }
      // One that is told by its words is looked through where the first of them is such a word.
      if sort == .pair, !Self.isPair(table.texts(of: [field], most: 1).first?.text[0] ?? "") { continue }
      let words = table.texts(of: [field], most: 3).map { ($0.text.joined(), Int?.some($0.line)) }
      said.append(
        Said(
          sort: sort, name: Self.column(table.names[field]),
          words: Array(words.filter { !$0.0.isEmpty }.prefix(2))))
    }
    if !isGeneral { said += Self.around(table.text) }
    units = isGeneral ? nil : SaidUnits(table, fields)
    location = table.text.location
    let flag = isGeneral ? nil : fields.first { ColumnRoles.role(of: table.names[$0]) == ColumnRoles.filled }
    let rows = try flag.flatMap { try FlaggedRows(table.names[$0], .madeUp, in: table) }
    filled = rows?.column
    kept = rows.flatMap { rows in flag.map { RowFilter(field: $0, rows.words.joined(separator: "|")) } }
  }

  /// What stands around rows that a format with code of its own reads.
  init(around text: FeedText) {
    said = Self.around(text)
    (units, location, kept, filled) = (nil, text.location, nil, nil)
  }

  private static func around(_ text: FeedText) -> [Said] {
    text.around.sorted { $0.key < $1.key }.compactMap { name, word in
      guard !word.isEmpty, let sort = sort(of: name, isGeneral: false) else { return nil }
      return Said(
        sort: sort, name: name == JSONPage.pairKey ? column(name) : "the answer's '\(PrintableText.short(name))'",
        words: [(word, nil)])
    }
  }

  private static func column(_ name: String) -> String {
    name == JSONPage.pairKey ? "the key of the rows" : "the column '\(PrintableText.short(name))'"
  }

  /// What rows can be filed under where nothing else says their symbol: a column's name in braces, or what an answer says of all of
  /// them.
  static func symbol(in table: TableText) -> String? {
    func isOne(_ name: String) -> Bool { symbols.contains(ColumnRoles.plainLast(name)) }
    if let name = table.names.first(where: isOne), !name.contains(":") { return "{\(name)}" }
    return table.text.around.sorted { $0.key < $1.key }.first { isOne($0.key) && PathClues.isWord($0.value) }?.value
  }

  private static func sort(of name: String, isGeneral: Bool) -> Sort? {
    if name == JSONPage.pairKey { return .symbol }
    if ChannelName.isColumn(name) { return .channel }
    let plain = ColumnRoles.plainLast(name)
    if plain == "s" || Int(plain) != nil { return .pair }
    guard !isGeneral else { return nil }
    if symbols.contains(plain) || name == JSONPage.symbolKey { return .symbol }
    if DividedRows.saysWidth(plain) { return plain == "interval" ? .interval : .width }
    return ColumnRoles.role(of: ColumnRoles.lastPart(name)) == "venue" ? .venue : nil
  }

  private static func isPair(_ word: String) -> Bool {
    let plain = word.filter { !"/:".contains($0) }
    let contract = Instrument(venue: "", symbol: plain).contract
    return DividedRows.isSymbol(word) && !contract.base.isEmpty && !contract.quote.isEmpty
  }

  /// The width of bars that a column says of all of them, which their times must not contradict.
  ///
  /// - Parameter venue: whose channels are meant.
  func resolution(on venue: String) -> (name: String, said: Resolution)? {
    said.lazy.compactMap { said in
      guard said.words.count == 1, let word = said.words.first?.text else { return nil }
      switch said.sort {
      case .interval where Int(word).map({ $0 < 15 }) ?? false: return nil
      case .width, .interval: return Resolution.ofColumn(word).map { (said.name, $0) }
      case .channel: return ChannelName(word, on: venue)?.width.map { (said.name, $0) }
      case .symbol, .pair, .venue: return nil
      }
    }.first
  }

  /// - Parameters:
  ///   - readsSymbol: whether the rows themselves say their symbol where it is read, which goes before all that stands beside it.
  ///   - readsVenue: the same of the venue.
  ///   - format: what the profile is called.
  /// - Throws: `Problem` where a column says another instrument than the one that rows are filed under, by something else than
  ///   a column.
  func check(_ instrument: Instrument, readsSymbol: Bool, readsVenue: Bool, format: String) throws {
    for said in said {
      for word in said.words {
        switch said.sort {
        case .symbol, .pair, .channel:
          guard !readsSymbol, Self.isOther(word.text, said.sort, instrument) else { continue }
          throw problem(said.name, word, instrument, format, "say --symbol")
        case .venue:
          guard !readsVenue, let own = DividedRows.venue(instrument.venue),
            let other = DividedRows.venue(word.text), other != own
          else { continue }
          throw problem(said.name, word, instrument, format, "say --venue")
        case .width, .interval: continue
        }
      }
    }
  }

  /// - Throws: `Problem` where a column says that amounts or rates are in another unit than the one that they are read in.
  func checkUnits(_ own: SeriesDescriptor, _ entry: BoundEntry, format: String) throws {
    try units?.check(own, entry, format: format)
  }

  private static func isOther(_ word: String, _ sort: Sort, _ instrument: Instrument) -> Bool {
    let venue = instrument.venue
    func isApart(_ symbol: String) -> Bool {
      SymbolLikeness.areApart(symbol, SymbolLikeness.withoutLetter(instrument.symbol), on: venue)
    }
    if sort == .channel { return ChannelName(word, on: venue)?.symbol.map(isApart) ?? false }
    let plain = Venue.named(venue).symbol(written: SymbolLikeness.unmarked(word))
    guard sort == .symbol || isPair(word) else { return false }
    return (DividedRows.isSymbol(word) || Venue.named(venue).knows(plain)) && isApart(plain)
  }

  private func problem(
    _ name: String, _ word: (text: String, line: Int?), _ instrument: Instrument, _ format: String, _ remedy: String
  ) -> Problem {
    Problem(
      "\(name) says '\(PrintableText.short(word.text))', and '\(format)' would file the rows as \(instrument)",
      at: Problem.Place(file: location, line: word.line),
      remedy: "\(remedy) as the rows do where they are right, or take the column out where it says something else")
  }

  /// What is to be said of rows that were left out.
  func note(_ count: Int) -> String? {
    guard count > 0, let filled else { return nil }
    let rows = count == 1 ? "1 row that was filled in" : "\(count) rows that were filled in"
    return "\(rows), by '\(PrintableText.short(filled))', \(count == 1 ? "is" : "are") left out"
  }
}
