import Market

/// In which form a column of times is written, told by all of its rows.
enum DateForms {
  /// Forms that text dates come in, besides that of ISO 8601, and each with what time of day may stand behind it.
  private static let dates = [
    "dd-MM-yyyy", "MM-dd-yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "MM.dd.yyyy", "yyyy/MM/dd", "yyyy.MM.dd",
    "yyyyMMdd", "yyyy-MM-dd", "dd MMM yyyy", "d-MMM-yyyy", "MMM dd, yyyy", "MMM dd yyyy", "dd-MM-yy", "MM-dd-yy",
    "dd/MM/yy", "MM/dd/yy", "yy-MM-dd",
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
    patterns = distinct(patterns, first: first)
    guard let only = patterns.first else { return .unknown(first: first) }
    return patterns.count == 1 ? .pattern(only) : .ambiguous(patterns, first: first)
  }

  static func isUsual(_ row: borrowing CSVScanner, _ column: Int) -> Bool {
    let field = row.trimmed(column)
    return EpochUnit(of: row.bytes, field) != nil || ISOStamp.read(row.bytes, field) != nil
  }

  /// Forms that read the first time alike are one.
  private static func distinct(_ patterns: [StampPattern], first: String) -> [StampPattern] {
    let bytes = Array(first.utf8)
    var seen: Set<Int64> = []
    return patterns.filter { $0.read(bytes[...]).map { seen.insert($0.local).inserted } ?? false }
  }
}
