import Market

/// What a row says: which series it is of, when, and how much.
extension ProfileReader {
  /// Whether a row is the line of names once more, as where files were written one behind the other.
  func repeatsHeader(_ row: borrowing CSVScanner) -> Bool {
    guard row.count == table.names.count else { return false }
    for (field, name) in table.names.enumerated() where row.text(field) != name { return false }
    return true
  }

  /// Which venue and symbol a row is of; nil where it is of no series.
  func seriesName(_ row: borrowing CSVScanner) -> String? {
    for entry in entries {
      var allowsAll = true
      for filter in entry.filter where !filter.allows(row) { allowsAll = false }
      if allowsAll { return "\(VenueName.of(entry.venue.name(in: row))):\(entry.symbol.name(in: row))" }
    }
    return nil
  }

  /// - Throws: `RowDefect` for a time that says its zone among such as do not, or the other way around: of the one kind each
  ///   is known, and the others would be taken for UTC.
  mutating func checkZone(_ row: borrowing CSVScanner) throws(RowDefect) {
    let isZoned = stamps.isZoned(row, times)
    guard areZoned ?? isZoned == isZoned else {
      throw row.defect(
        times,
        isZoned ? "says its zone, and the times before it do not" : "has no zone, and the times before it say theirs")
    }
    areZoned = isZoned
  }

  /// Whether the row belongs to some series.
  func isWanted(_ row: borrowing CSVScanner) -> Bool {
    for entry in entries where entry.filter.isEmpty { return true }
    for entry in entries {
      var allowsAll = true
      for filter in entry.filter where !filter.allows(row) { allowsAll = false }
      if allowsAll { return true }
    }
    return false
  }

  func refusal(_ row: borrowing CSVScanner) -> String? {
    let filters = entries.flatMap(\.filter)
    var areKnown = !filters.isEmpty
    for filter in filters {
      var isKnown = false
      for other in filters where other.field == filter.field && other.allows(row) { isKnown = true }
      areKnown = areKnown && isKnown
    }
    // Each of its words is one that some series has, and no series has them all.
    if areKnown, entries.contains(where: { $0.filter.count > 1 }) {
      let words = Set(filters.map(\.field)).sorted().filter { $0 < row.count }.map {
        "\(table.names[$0]) is '\(PrintableText.short(row.text($0)))'"
      }
      return "\(words.joined(separator: " and ")) in the first row, which '\(profile.name)' does not know together"
    }
    for entry in entries {
      for filter in entry.filter where !filter.allows(row) && filter.field < row.count {
        let read = Set(
          entries.flatMap(\.filter).filter { $0.field == filter.field }.flatMap {
            $0.said.split(separator: ", ").map(String.init)
          }
        ).sorted()
        return "\(table.names[filter.field]) is '\(PrintableText.short(row.text(filter.field)))' in the first row, and "
          + "'\(profile.name)' reads \(read.joined(separator: ", "))"
      }
    }
    return nil
  }

  func tooFew(_ row: borrowing CSVScanner) -> RowDefect {
    RowDefect("the row has \(row.count) fields and needs \(widest) of \(table.names.count)", column: nil)
  }

  mutating func take(
    _ row: borrowing CSVScanner, _ stamp: Int64, _ index: Int, _ values: inout [Double]
  ) throws(RowDefect) {
    let entry = entries[index]
    for filter in entry.filter {
      guard filter.allows(row) else { return }
    }
    let stamp = stamp + entry.shift.milliseconds
    if let every = entry.every, stamp.flooredRemainder(by: every.milliseconds) != 0 { return }
    if let from = entry.from, stamp < from.milliseconds { return }
    if cameLate(row, stamp, entry), profile.late == .leaveOut { return }
    for (place, column) in entry.columns.enumerated() {
      values[place] = try value(column, row, isComputed: entry.kind == .external)
    }
    try checkSides(entry, row)
    guard let builder = try builder(of: index, row) else { return }
    guard try rules[index].allow(values, of: builder, in: row) else {
      if missesZeros { silent[builder, default: SilentRows()].leaveOut(stamp) }
      return
    }
    if missesZeros { silent[builder, default: SilentRows()].keep(values) }
    if entry.kind == .optionChain {
      try OptionRow(values, entry).check(row, against: entry.contract, of: builders[builder].instrument)
    }
    builders[builder].append(
      stamp, values, line: table.line(row.line), page: arePages ? table.text.page(row.line) : nil,
      answered: answered(row), id: try eventID(row, entry))
  }

  func eventID(_ row: borrowing CSVScanner, _ entry: BoundEntry) throws(RowDefect) -> UInt64 {
    guard let field = entry.id else { return EventIDs.none }
    let (bytes, range) = row.located(field)
    guard !EventIDs.isShortened(bytes, range) else {
      throw row.defect(
        field,
        "has lost the last digits of an id, by which one event is told from another: take the file as it was before a "
          + "spreadsheet or a program rounded it, with ids as text or whole numbers")
    }
    return EventIDs.id(bytes, range)
  }

  /// Whether the row reached its publisher later than it is known by its series. What is known at its close is of bars that
  /// the venue has listed as well, and is not asked.
  mutating func cameLate(_ row: borrowing CSVScanner, _ stamp: Int64, _ entry: BoundEntry) -> Bool {
    guard let arrivals, entry.known == .atStamp,
      let arrived = try? StampReader().stamp(row, arrivals, after: nil)
    else { return false }
    return late[entry.delay, default: LateRows()].check(
      stamp: stamp, arrived: arrived, delay: entry.delay, line: row.line)
  }

  /// When the row was answered; nil where nothing says it, and where the user says what became of the last bar.
  func answered(_ row: borrowing CSVScanner) -> Int64? {
    guard let answers, !hints.isPiece, !hints.table.dropsLast else { return nil }
    switch answers {
    case .field(let field): return try? StampReader().stamp(row, TimeFields(field), after: nil)
    case .once(let stamp): return stamp
    }
  }

  /// Amounts that are told apart by a word, of which none holds: the word is one that nobody knows, and both would be 0.
  func checkSides(_ entry: BoundEntry, _ row: borrowing CSVScanner) throws(RowDefect) {
    guard let last = entry.sides.last else { return }
    for side in entry.sides where side.allows(row) { return }
    throw row.defect(last.field, "is none of the sides that this format knows")
  }

  /// - Parameter isComputed: whether whoever computed the column may have written a condition.
  func value(
    _ column: BoundEntry.Column, _ row: borrowing CSVScanner, isComputed: Bool
  ) throws(RowDefect) -> Double {
    for filter in column.filter where !filter.allows(row) {
      for other in column.zero where !other.allows(row) {
        throw row.defect(other.field, "is none of the words that this format has there")
      }
      return 0
    }
    switch column.content {
    case .missing: return .nan
    case .fixed(let number): return number
    case .time(let field): return Double(try StampReader().stamp(row, TimeFields(field), after: nil))
    case .field(let field, let power, let factor):
      if column.descriptor.unit == .hours { return try HoursText.hours(row, field, table.numbers) }
      if isComputed, let flag = row.flag(field) { return flag }
      let number = try row.number(field, table.numbers, scale: power)
      let product = factor == 1 ? number : number * factor
      guard let over = column.over else { return product }
      // Drift's older answers are whole numbers, the rate times 1e9 and the price times 1e6: a profile that reads those
      // says the scale that is between them.
      let (hasFraction, isScaled) = (row.hasFraction(field) || row.hasFraction(over), power != 0 || factor != 1)
      guard product == 0 || hasFraction != isScaled else {
        throw row.defect(
          field,
          isScaled
            ? "or the number it is divided by has decimals, where this form has whole numbers: another form, in other units"
            : "and the number it is divided by are whole: an older form, in other units")
      }
      let divisor = try row.number(over, table.numbers)
      return divisor == 0 ? .nan : product / divisor
    }
  }

  /// Nil where the entry is not of the row's instrument.
  mutating func builder(of index: Int, _ row: borrowing CSVScanner) throws(RowDefect) -> Int? {
    let entry = entries[index]
    let fields = entry.venue.fields + entry.symbol.fields
    if let last = last[index], zip(fields, last.fields).allSatisfy({ row.field($0, is: $1) }) { return last.builder }
    let said = fields.map { $0 < row.count ? Array(row.content($0)) : [] }
    if let builder = met[index][said] {
      last[index] = (said, builder)
      return builder
    }
    let market = VenueName(entry.venue.name(in: row))
    guard !market.saysSpot || entry.type == .spot else {
      throw RowDefect(
        "'\(PrintableText.short(entry.venue.name(in: row)))' is a venue's spot market: say --kind spot", column: nil)
    }
    let text = entry.symbol.written(in: row)
    let qualified = try qualified(text, entry, on: market.name)
    let venue = qualified?.venue.flatMap { entry.isVenueUnstated ? $0 : nil } ?? market.name
    // What an index is of need not be a symbol: Deribit writes `btc_usd`.
    let written = qualified?.symbol ?? entry.symbol.name(in: row, on: venue)
    let symbol =
      entry.kind == .index || !PathClues.isWord(written) ? written : Venue.named(venue).spelling(of: written)
    for (what, name) in [("venue", venue), ("symbol", symbol)] where !PathClues.isWord(name) {
      throw RowDefect("'\(PrintableText.short(name))' cannot be a \(what)", column: fields.first.map { _ in 1 })
    }
    let ownType = entry.type == nil ? qualified?.type : nil
    let key =
      ownType.map { Instrument(venue: venue, symbol: symbol, type: $0).description } ?? "\(venue):\(symbol)"
    if !entry.symbol.fields.isEmpty { try writtenSymbols.take(text, as: key) }
    let builder: Int?
    if let found = known[index][key] {
      builder = found
    } else {
      let instrument = Instrument(venue: venue, symbol: symbol, type: entry.type ?? ownType)
      let isOwn = entry.only.map { $0.allows(instrument) } ?? true
      if isOwn { builders.append(SeriesBuilder(entry, of: instrument)) }
      builder = isOwn ? builders.count - 1 : nil
      known[index].updateValue(builder, forKey: key)
    }
    met[index].updateValue(builder, forKey: said)
    last[index] = (said, builder)
    return builder
  }

  /// What a row's symbol says besides the symbol; nil where it says no more.
  ///
  /// - Throws: `RowDefect` for a name that contradicts what is said of the file, and for one that may be either of two markets.
  func qualified(_ text: String, _ entry: BoundEntry, on venue: String) throws(RowDefect) -> QualifiedSymbol? {
    guard !entry.symbol.fields.isEmpty, entry.kind != .index, entry.kind != .external, UnifiedSymbol(text) == nil else {
      return nil
    }
    let word = PrintableText.short(text)
    guard let found = QualifiedSymbol(text, on: venue) else {
      // Bitfinex's own perpetuals are written `tBTCF0:USTF0`.
      guard text.contains(":"), !text.hasSuffix("F0") else { return nil }
      throw RowDefect(
        "'\(word)' is a symbol with something before or behind it that is no venue and no market of a known form: "
          + "say --symbol and --venue", column: nil)
    }
    if let own = found.venue, own != venue, !entry.isVenueUnstated, DividedRows.venue(venue) != nil {
      throw RowDefect("'\(word)' is of \(own), and the rows are said to be of \(venue)", column: nil)
    }
    if let said = entry.type, let own = found.type, own != said {
      throw RowDefect("'\(word)' says \(own.rawValue), and the rows are said to be \(said.rawValue)", column: nil)
    }
    let isTraded = entry.kind == .klines || entry.kind == .trades
    guard !found.mayBeSpot || !isTraded || entry.type != nil || hints.kind != nil else {
      throw RowDefect(
        "'\(word)' is a pair of spot to TradingView and a perpetual to others: say --kind spot, or --kind "
          + "\(entry.kind.name) for the perpetual", column: nil)
    }
    return found
  }
}
