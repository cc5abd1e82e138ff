import Market

/// Stamps that are days without a time of day. What is measured of a day is known when the day is over, and the day alone
/// would say that it was known when it began.
enum DayStamps {
  private static let sample = 200

  /// Whether the first rows are stamped so, off columns of days alone.
  static func isDay(_ scanner: CSVScanner, _ field: Int) -> Bool {
    var scanner = scanner
    var rows = 0
    while rows < sample, scanner.advance() {
      guard field < scanner.count else { continue }
      let (bytes, range) = scanner.located(field)
      guard range.count == 10, ISOStamp.read(bytes, range) != nil else { return false }
      rows += 1
    }
    return rows > 0
  }

  /// - Throws: `Problem` for computed values that would be known when their day begins, where nobody said how much later.
  static func ask(_ first: String, _ hints: ImportHints, at location: String) throws {
    let isEarly = hints.known == .atStamp || hints.known == nil && [.snapshot, .instant].contains(hints.table.label)
    guard isEarly, !hints.isDelaySaid else { return }
    let close = hints.known == nil ? "--label open" : "--known at_close"
    throw Problem(
      "'\(PrintableText.short(first))' is a day without a time, and its value would be known at 00:00 of it, when the "
        + "day begins",
      at: Problem.Place(file: location, line: 2),
      remedy:
        "say \(close) where it is known when the day is over; or how long after 00:00 it is known, with --delay 9h, or "
        + "--delay 0 where it is at once")
  }

  /// What is to be said of snapshots that are stamped so; nil for others.
  static func note(_ kind: SeriesKind, _ hints: ImportHints) -> String? {
    guard kind.knownRule == .atStamp, kind != .funding, hints.table.label == nil, !hints.isDelaySaid,
      hints.known != .atClose
    else { return nil }
    return "its stamps are days without a time, and its values are taken as known at 00:00 of them; say --label open "
      + "where they are of the whole day, and known when it is over"
  }
}
