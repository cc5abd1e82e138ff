import Market

/// The rows of one series as `data export --series` writes them: a file that says itself what it is, in a column that its
/// first row fills, so that an import of it gives back the series and its fingerprint.
public struct ExportedSeries: FeedFormat {
  /// The column, and the key of the note in a Feather file.
  public static let column = ArrowText.seriesColumn
  public let name = "hindcast-series"
  public let about = "rows of one series, as 'data export --series' writes them"
  public let saysItself = true

  public init() {}

  /// What stands in the column: words that need no quotes in any format.
  public static func note(_ series: SeriesDescriptor) -> String {
    let columns = series.columns.map { "\($0.name):\($0.unit.rawValue)" }.joined(separator: ";")
    let words = [
      ("venue", series.instrument.venue), ("symbol", series.instrument.symbol),
      ("type", series.instrument.type.rawValue), ("kind", series.kind.name),
      ("every_ms", "\(series.cadence?.milliseconds ?? 0)"), ("known", series.known.rawValue),
      ("delay_ms", "\(series.delay.milliseconds)"), ("rows", series.rows.rawValue), ("columns", columns),
    ]
    return words.map { "\($0)=\($1)" }.joined(separator: " ")
  }

  /// What a note says; nil for other text.
  static func series(_ note: String) -> SeriesDescriptor? {
    var words: [String: String] = [:]
    for word in note.split(separator: " ") {
      let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
      if halves.count == 2 { words[halves[0]] = halves[1] }
    }
    let columns = (words["columns"] ?? "").split(separator: ";").map { $0.split(separator: ":").map(String.init) }
    let read = columns.compactMap { halves -> ColumnDescriptor? in
      guard halves.count == 2, ComputedColumns.canName(halves[0]), let unit = Unit(rawValue: halves[1]) else {
        return nil
      }
      return ColumnDescriptor(halves[0], unit)
    }
    guard let venue = words["venue"], let symbol = words["symbol"], PathClues.isWord(venue), PathClues.isWord(symbol),
      let type = words["type"].flatMap(InstrumentType.init(rawValue:)), let kind = words["kind"],
      let every = words["every_ms"].flatMap(Int64.init), let delay = words["delay_ms"].flatMap(Int64.init),
      spans.contains(every), spans.contains(delay), let known = words["known"].flatMap(KnownRule.init(rawValue:)),
      let rows = words["rows"].flatMap(RowRule.init(rawValue:)), !read.isEmpty, read.count == columns.count,
      ComputedColumns.canName(kind)
    else { return nil }
    return SeriesDescriptor(
      instrument: Instrument(venue: venue, symbol: symbol, type: type),
      kind: SeriesKind.named(kind) ?? SeriesKind(kind, columns: read, known: known, rows: rows),
      cadence: every == 0 ? nil : Interval(milliseconds: every), columns: read, known: known,
      delay: Interval(milliseconds: delay), rows: rows)
  }

  private static let spans: ClosedRange<Int64> = 0...366 * 86_400_000

  public func recognise(_ text: FeedText, clues: PathClues, hints: ImportHints) throws -> SeriesDescriptor? {
    var scanner = CSVScanner(text, columns: [], quoted: true)
    guard scanner.advance(), let place = scanner.texts.firstIndex(of: Self.column) else { return nil }
    let names = scanner.texts
    var found = hints.exported
    while found == nil, scanner.advance() {
      guard place < scanner.count, !scanner.content(place).isEmpty else { continue }
      found = Self.series(scanner.text(place))
      if found == nil { throw problem("what '\(Self.column)' says is not understood", text, scanner.line) }
    }
    guard let found else {
      throw problem("the row in which '\(Self.column)' says what the rows are of is gone", text, 2)
    }
    let wanted = ["time"] + found.columns.map(\.name) + [Self.column]
    if let lost = wanted.first(where: { !names.contains($0) }) {
      throw problem("the column '\(lost)' is gone", text, 1)
    }
    if let more = names.first(where: { !wanted.contains($0) }) {
      throw problem("the column '\(PrintableText.short(more))' is not one of \(found.title)", text, 1)
    }
    if let kind = hints.kind, kind.series != found.kind {
      throw Problem(
        "--kind says \(kind.name), and the file says that it is of \(found.title)",
        at: Problem.Place(file: text.location), remedy: "leave --kind out")
    }
    if let known = hints.known, known != found.known {
      throw Problem(
        "--known says \(known.rawValue), and the file says \(found.known.rawValue)",
        at: Problem.Place(file: text.location), remedy: "leave --known out")
    }
    let instrument = Instrument(
      venue: hints.venue ?? found.instrument.venue, symbol: hints.symbol ?? found.instrument.symbol,
      type: found.instrument.type)
    return SeriesDescriptor(
      instrument: instrument, kind: found.kind, cadence: found.cadence, columns: found.columns, known: found.known,
      delay: found.delay, rows: found.rows)
  }

  private func problem(_ what: String, _ text: FeedText, _ line: Int) -> Problem {
    Problem(
      what, at: Problem.Place(file: text.location, line: text.sourceLine(line)),
      remedy: "export it again; or leave '\(Self.column)' out and say what the table is with flags or a profile")
  }

  public func read(_ text: FeedText, into rows: inout RowCollector) throws {
    let isQuoted = text.bytes.contains(UInt8(ascii: "\""))
    var scanner = CSVScanner(text, columns: [], quoted: isQuoted)
    guard scanner.advance() else { return }
    let names = scanner.texts
    let places = rows.descriptor.columns.map { column in names.firstIndex(of: column.name) ?? 0 }
    let time = TimeFields(names.firstIndex(of: "time") ?? 0)
    // The last field may be missing where the note of the first row is all that the column holds.
    let needed = (places + [time.day]).max().map { $0 + 1 } ?? names.count
    var reader = CSVScanner(text, columns: Array(names.prefix(needed)), quoted: isQuoted)
    _ = reader.advance()
    let (stamps, numbers) = (StampReader(), NumberFormat())
    try rows.collect(&reader) { row, values throws(RowDefect) in
      let stamp = try stamps.stamp(row, time, after: nil)
      for (index, place) in places.enumerated() { values[index] = try row.number(place, numbers) }
      return stamp
    }
  }
}
