import Market

/// Values computed elsewhere, for `--kind external`: a column of times, then any number of named columns.
///
/// Times are milliseconds or microseconds since 1970, or text such as `2025-10-10 21:15:00Z`; without a zone they are UTC.
/// An empty field, or `nan`, is a value that is not known; `true` and `false` are 1 and 0. When a row is known only its maker
/// can say, so `--known` is asked for: `at_stamp`, or `at_close` for rows stamped at the open of their bar, which else are
/// seen one bar early.
public struct ComputedColumns: FeedFormat {
  public let name = "computed-columns"
  public let about = "values computed elsewhere: a time and named columns (with --kind external)"

  /// Whose they are where nobody says it.
  static let venue = "external"

  private static let times: Set<String> = ["time", "timestamp", "datetime", "date", "open_time", "ts"]

  public init() {}

  public func recognise(_ text: FeedText, clues: PathClues, hints: ImportHints) throws -> SeriesDescriptor? {
    guard hints.kind == .external else { return nil }
    var scanner = CSVScanner(text, columns: ["time"])
    guard scanner.advance() else { return nil }
    let header = scanner.texts
    // A day and a time of day in two columns are put together where tables are read.
    if header.count > 2, ["date", "day"].contains(header[0].lowercased()), header[1].lowercased() == "time" {
      return nil
    }
    // Ends of bars are moved to their opens there as well.
    if header.count > 1, NamedEnds.contains(header[0]), NamedEnds.saysTime(header[0]) { return nil }
    guard let first = header.first, Self.times.contains(first.lowercased()), header.count > 1 else {
      throw Problem(
        "the header '\(PrintableText.short(header.joined(separator: ",")))' is not a time and named columns",
        at: Problem.Place(file: text.location, line: 1, column: 1),
        remedy: "call the first column 'time' and name the others")
    }
    let names = Array(header.dropFirst())
    for (index, name) in names.enumerated() where !Self.canName(name) || names[..<index].contains(name) {
      throw Problem(
        "'\(PrintableText.short(name))' cannot name a column",
        at: Problem.Place(file: text.location, line: 1, column: header[...index].reduce(1) { $0 + $1.count + 1 }),
        remedy: "use small letters, digits and '_', each name once")
    }
    guard !Self.areNewestFirst(text), hints.known != .atClose || !Self.endMinutes(text) else { return nil }
    let symbol = try clues.symbol(of: text, said: hints.symbol)
    if DayStamps.isDay(scanner, 0) {
      var first = scanner
      try DayStamps.ask(first.advance() ? first.text(0) : "", hints, at: text.location)
    }
    return SeriesDescriptor(
      instrument: Instrument(venue: hints.venue ?? Self.venue, symbol: symbol), kind: .external,
      cadence: try width(scanner, text, clues, hints),
      columns: names.map { ColumnDescriptor($0, .score) }, known: hints.known, delay: hints.delay)
  }

  /// How far apart rows are: of values that are known when their bars are over, how wide these are. Nil where rows come when
  /// they come, each of which holds until the next.
  private func width(
    _ scanner: CSVScanner, _ text: FeedText, _ clues: PathClues, _ hints: ImportHints
  ) throws -> Interval? {
    var scanner = scanner
    // Too few rows, and what is wrong with them, are told here.
    var first = scanner
    _ = try first.shortestStep(at: text.location)
    var rows: [(stamp: Int64, line: Int)] = []
    while scanner.advance() {
      if let stamp = try? scanner.instant(0).milliseconds { rows.append((stamp, scanner.line)) }
    }
    rows.sort { $0.stamp < $1.stamp }
    let stamps = rows.map(\.stamp)
    let steps = zip(stamps, stamps.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    if hints.known == .atClose {
      // Rows between may be missing where the width is said, and none may come sooner.
      if let said = hints.table.interval, steps.allSatisfy({ $0 % said.milliseconds == 0 }) { return said }
      let width = try BarWidth(of: stamps, line: { text.linesBefore + rows[$0].line }, at: text.location).width
      if hints.table.interval == nil, let said = clues.resolution, said.isSure, let named = said.widths.first {
        try BarWidth.check(width, against: named, at: text.location)
      }
      return width
    }
    return UsualStep.steady(among: steps).map { Interval(milliseconds: $0) }
  }

  /// Whether rows go backwards in time, in which a table may be read and these are not: none of the first comes after the one
  /// before it.
  static func areNewestFirst(_ text: FeedText) -> Bool {
    var scanner = CSVScanner(dataOf: text, columns: ["time"])
    var (last, goesBack) = (Int64?.none, false)
    for _ in 0..<500 {
      guard scanner.advance() else { break }
      guard let stamp = try? scanner.instant(0).milliseconds else { continue }
      if let last, stamp > last { return false }
      goesBack = goesBack || last.map { stamp < $0 } == true
      last = stamp
    }
    return goesBack
  }

  /// Whether every row is stamped with the last second, or millisecond, of a minute, where no bar opens.
  private static func endMinutes(_ text: FeedText) -> Bool {
    var scanner = CSVScanner(dataOf: text, columns: ["time"])
    var rows = 0
    while rows < 10_000, scanner.advance() {
      guard let stamp = try? scanner.instant(0).milliseconds, VenueStamp.shortOfMinute(stamp) != nil else {
        return false
      }
      rows += 1
    }
    return rows > 1
  }

  /// Names as expressions read them.
  static func canName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first == UInt8(ascii: "_") || (97...122).contains(first) else { return false }
    return name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (97...122).contains($0) || (48...57).contains($0) }
  }

  public func read(_ text: FeedText, into rows: inout RowCollector) throws {
    let names = rows.descriptor.columns.map(\.name)
    var scanner = CSVScanner(dataOf: text, columns: ["time"] + names)
    try rows.collect(&scanner) { row, values throws(RowDefect) in
      let stamp = try row.instant(0).milliseconds
      for index in names.indices {
        let isMissing = ["", "nan", "null"].contains(row.text(index + 1).lowercased())
        if let flag = row.flag(index + 1) {
          values[index] = flag
        } else {
          values[index] = isMissing ? .nan : try row.number(index + 1)
        }
      }
      return stamp
    }
  }
}
