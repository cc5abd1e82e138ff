import Market

/// The two times of a bar where a table has both: none ends before it began, and none after the next has.
struct BarEnds {
  private let table: TableText
  private let column: String
  /// By row: the line, the open and the close.
  private let rows: [(line: Int, open: Int64, close: Int64)]

  private static let most = 200_000

  /// Nil for a table without a column of closes besides its times, or one that is no time.
  ///
  /// - Parameter said: the column; the one that is named so when nil.
  init?(_ table: TableText, _ opens: TimeFields, as pattern: String?, column said: String? = nil) throws {
    let named = table.names.filter(NamedEnds.contains)
    // A name that may be a price's is none where another is a time's.
    guard let name = said ?? named.first(where: NamedEnds.saysTime) ?? named.first,
      let place = table.names.firstIndex(of: name), !opens.all.contains(place)
    else { return nil }
    let reader = StampReader(try pattern.map { .text(try StampPattern($0)) } ?? .usual)
    let ends = TimeFields(place)
    let areDays = DateForms.part(table, place) == .day
    var scanner = table.scanner()
    var rows: [(line: Int, open: Int64, close: Int64)] = []
    while rows.count < Self.most, scanner.advance() {
      guard scanner.has(ends), scanner.has(opens), let open = try? reader.stamp(scanner, opens, after: nil),
        let close = (try? reader.stamp(scanner, ends, after: nil))
          ?? (try? StampReader().stamp(scanner, ends, after: nil))
      else { continue }
      if areDays, close == open {
        rows.append((table.line(scanner.line), open, close + Interval.day.milliseconds))
        continue
      }
      // A bar that ends at 59.999 ends with its minute.
      rows.append((table.line(scanner.line), open, close + (VenueStamp.shortOfMinute(close) ?? 0)))
    }
    self.table = table
    self.rows = rows
    column = table.names[place]
  }

  /// - Parameter said: how wide the user says that bars are; as far as most rows are apart when nil.
  /// - Throws: `Problem` for a bar that ends elsewhere than it can.
  func check(_ said: Interval?) throws {
    let usual = UsualStep(among: zip(rows, rows.dropFirst()).lazy.map { abs($1.open - $0.open) })
    guard let step = said?.milliseconds ?? usual?.step, step > 0 else { return }
    guard let wrong = rows.first(where: { $0.close <= $0.open || $0.close > $0.open + step }) else { return }
    let (open, close) = (Instant(milliseconds: wrong.open), Instant(milliseconds: wrong.close))
    throw Problem(
      "the bar of \(open) ends at \(close) by its '\(PrintableText.short(column))', "
        + (wrong.close <= wrong.open
          ? "before it begins"
          : "and bars come \(Interval(milliseconds: step)) apart: it would be used before it was over"),
      at: Problem.Place(file: table.text.location, line: wrong.line),
      remedy: "say --interval where bars are wider than they are apart, or --columns with the column of their opens")
  }
}
