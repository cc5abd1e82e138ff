import Market

/// In which form a column of times is written, told by all of its rows.
enum DateForms {
  /// Forms that text dates come in, besides that of ISO 8601, and each with what time of day may stand behind it.
  private static let dates = [
    "dd-MM-yyyy", "MM-dd-yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "MM.dd.yyyy", "yyyy/MM/dd", "yyyy.MM.dd",
    "yyyyMMdd", "yyyy-MM-dd", "dd MMM yyyy", "d-MMM-yyyy", "MMM dd, yyyy", "MMM dd yyyy", "dd-MM-yy", "MM-dd-yy",
    "dd/MM/yy", "MM/dd/yy", "yy-MM-dd", "yyyyMMdd'T'",
  ]
  private static let clocks = [
    "", " HH:mm:ss", " HH:mm", " HH:mm:ss.S", " hh:mm:ss a", " hh:mm a", " hh-a", " HH:mm:ssZ", " HH:mmZ", " HHmmss",
    " HH:mm:ss Z",
  ]

  enum Answer {
    /// Counts since 1970, or text of ISO 8601.
    case usual
    case pattern(StampPattern)
    /// Several forms fit every row.
    case ambiguous([StampPattern], first: String)
    case unknown(first: String)
  }

  /// - Complexity: reads rows until one form is left, in a file that no form is ambiguous for a few hundred.
  static func form(of table: TableText, column: Int) -> Answer {
    var scanner = table.scanner()
    guard scanner.advance(), column < scanner.count else { return .unknown(first: "") }
    let first = scanner.text(column)
    if isUsual(scanner, column) { return .usual }
    var patterns = dates.flatMap { date in clocks.compactMap { try? StampPattern(date + $0) } }
    patterns = patterns.filter { $0.read(scanner.bytes[scanner.trimmed(column)], isWhole: true) != nil }
    while patterns.count > 1, scanner.advance() {
      guard column < scanner.count else { continue }
      let left = patterns.filter { $0.read(scanner.bytes[scanner.trimmed(column)], isWhole: true) != nil }
      // A row that no form fits is a bad row, and no judge of the others.
      if !left.isEmpty { patterns = left }
    }
    guard let only = patterns.first else { return .unknown(first: first) }
    guard patterns.count > 1 else { return .pattern(only) }
    return apart(patterns, in: table, column)
  }

  /// Several forms that fit every row: one if they read every row alike, as the first of a January may be read either way
  /// around. Else the first row that they read differently, which is the one to ask about.
  private static func apart(_ patterns: [StampPattern], in table: TableText, _ column: Int) -> Answer {
    var scanner = table.scanner()
    while scanner.advance() {
      guard column < scanner.count else { continue }
      let field = scanner.bytes[scanner.trimmed(column)]
      var seen: Set<Int64> = []
      let different = patterns.filter { pattern in
        pattern.read(field, isWhole: true).map { seen.insert($0.local).inserted } ?? false
      }
      if different.count > 1 { return .ambiguous(different, first: scanner.text(column)) }
    }
    return .pattern(patterns[0])
  }

  static func isUsual(_ row: borrowing CSVScanner, _ column: Int) -> Bool {
    let field = row.trimmed(column)
    return EpochUnit(of: row.bytes, field) != nil || ISOStamp.read(row.bytes, field) != nil
  }
}
