import Market

/// Binance's twelve columns where their names tell how they are read, as those of any table: others stand behind them, which may
/// say what the rows are of, or times are not those of the archive, as pandas writes them after `to_datetime`.
///
/// What the archive's columns mean besides their names is said to the table as if the user had: whose they are, where their
/// times stand, and that an inverse contract's volume counts contracts and the column behind it coins.
struct NamedKlines {
  /// What the user says, with that.
  let hints: ImportHints

  /// Nil for other columns, and where the user says which is which.
  ///
  /// - Throws: `Problem` where the path, the flags and the rows contradict each other.
  init?(_ text: FeedText, clues: PathClues, hints: ImportHints) throws {
    var scanner = CSVScanner(text, columns: BinanceKlines.columns, quoted: true)
    guard hints.kind != .external, hints.table.columns.isEmpty, scanner.advance(),
      scanner.texts.starts(with: BinanceKlines.columns)
    else { return nil }
    let names = scanner.texts
    let hasVenue = names.contains { ColumnRoles.role(of: $0) == "venue" }
    var own = hints
    own.table.columns[ColumnRoles.time] = names[0]
    // A column that says the venue is held against the path where rows are read.
    var asked = hints
    if hasVenue { asked.venue = hints.venue ?? "binance" }
    let first = scanner.advance() ? Self.symbol(in: scanner, names) : nil
    if let symbol = hints.symbol ?? first ?? clues.symbol ?? clues.pair {
      let (instrument, kind) = try BinanceKlines().instrument(
        symbol, of: KlineSample(text), clues: clues, hints: asked, at: text.location)
      // Of klines the rows may yet say that they are of spot.
      if hints.kind == nil, kind.series != .klines || kind.type != nil { own.kind = kind }
      if kind.series == .klines, instrument.contract.form == .inverse, hints.table.units.isEmpty {
        own.table.units = ["volume": .contracts, "taker_buy_volume": .contracts]
        own.table.columns["base_volume"] = "quote_volume"
        own.table.columns["taker_buy_base_volume"] = "taker_buy_quote_volume"
      }
    }
    if !hasVenue { own.venue = hints.venue ?? "binance" }
    self.hints = own
  }

  /// What the first row says that it is of.
  private static func symbol(in row: borrowing CSVScanner, _ names: [String]) -> String? {
    for (field, name) in names.enumerated() where ColumnRoles.role(of: name) == "symbol" && field < row.count {
      let word = row.text(field)
      // A `market` may be spot.
      guard word.contains(where: \.isLetter), !DividedRows.isMarket(word) else { continue }
      return Venue.named("binance").symbol(written: word)
    }
    return nil
  }

  /// Whether columns that have a name stand behind those of the archive.
  static func hasOthers(_ names: [String]) -> Bool {
    names.dropFirst(BinanceKlines.columns.count).contains { !["", "ignore"].contains(ColumnRoles.plain($0)) }
  }
}
