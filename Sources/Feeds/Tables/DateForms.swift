import Market

/// In which form times are written, told by all of their rows.
enum DateForms {
  /// Forms that text dates come in, besides that of ISO 8601, and each with what time of day may stand behind it.
  private static let dates = [
    "dd-MM-yyyy", "MM-dd-yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "MM.dd.yyyy", "yyyy/MM/dd", "yyyy.MM.dd",
    "yyyyMMdd", "yyyy-MM-dd", "dd MMM yyyy", "d-MMM-yyyy", "MMM dd, yyyy", "MMM dd yyyy", "dd-MM-yy", "MM-dd-yy",
    "dd/MM/yy", "MM/dd/yy", "yy-MM-dd", "yyyyMMdd'T'",
    "EEE, dd MMM yyyy",
  ]
  private static let clocks = [
    "", " HH:mm:ss", " HH:mm", " HH:mm:ss.S", " hh:mm:ss a", " hh:mm a", " hh-a", " HH:mm:ssZ", " HH:mmZ", " HHmmss",
    " HHmm", " HH:mm:ss Z", " HH", " HH:mm Z", " HH:mm:ss.S Z", " hh:mm:ss a Z",
  ]
  private static let days = dates.compactMap { try? StampPattern($0) }
  private static let timesOfDay = clocks.dropFirst().compactMap { try? StampPattern("yyyyMMdd" + $0) }

  enum Answer {
    /// Counts since 1970, or text of ISO 8601.
    case usual
    case pattern(StampPattern)
    /// Several forms fit every row.
    case ambiguous([StampPattern], first: String)
    case unknown(first: String)
  }

  /// - Complexity: reads rows until one form is left, in a file that no form is ambiguous for a few hundred.
  static func form(of table: TableText, _ fields: TimeFields) -> Answer {
    var scanner = table.scanner()
    guard scanner.advance(), scanner.has(fields) else { return .unknown(first: "") }
    let first = scanner.timeShown(fields)
    if isUsual(scanner, fields) { return .usual }
    var patterns = dates.flatMap { date in clocks.compactMap { try? StampPattern(date + $0) } }
    patterns = patterns.filter { scanner.time(fields, as: $0) != nil }
    while patterns.count > 1, scanner.advance() {
      guard scanner.has(fields) else { continue }
      let left = patterns.filter { scanner.time(fields, as: $0) != nil }
      // A row that no form fits is a bad row, and no judge of the others.
      if !left.isEmpty { patterns = left }
    }
    guard let only = patterns.first else { return .unknown(first: first) }
    guard patterns.count > 1 else { return .pattern(only) }
    return apart(patterns, in: table, fields)
  }

  /// Several forms that fit every row: one if they read every row alike, as the first of a January may be read either way
  /// around. Else the first row that they read differently, which is the one to ask about.
  private static func apart(_ patterns: [StampPattern], in table: TableText, _ fields: TimeFields) -> Answer {
    var scanner = table.scanner()
    while scanner.advance() {
      guard scanner.has(fields) else { continue }
      var seen: Set<Int64> = []
      let different = patterns.filter { pattern in
        scanner.time(fields, as: pattern).map { seen.insert($0).inserted } ?? false
      }
      if different.count > 1 { return .ambiguous(different, first: scanner.timeShown(fields)) }
    }
    return .pattern(patterns[0])
  }

  static func isUsual(_ row: borrowing CSVScanner, _ fields: TimeFields) -> Bool {
    let (bytes, field) = row.timeText(fields)
    return EpochUnit(of: bytes, field) != nil || ISOStamp.read(bytes, field) != nil
  }

  /// Whether a column begins with a count since 1970 or text of ISO 8601.
  static func beginsUsual(_ table: TableText, _ name: String) -> Bool {
    guard let field = table.names.firstIndex(of: name) else { return false }
    var scanner = table.scanner()
    return scanner.advance() && field < scanner.count && isUsual(scanner, TimeFields(field))
  }

  /// What a column of times is by its first rows.
  enum Part {
    /// A day and a time of day, or a count since 1970.
    case whole
    case day
    /// A day with the midnight that it begins at, in every row.
    case midnight
    case clock
    case other
  }

  private static let sample = 200

  static func part(_ table: TableText, _ column: Int) -> Part {
    var scanner = table.scanner()
    var parts: Set<Part> = []
    var rows = 0
    while rows < sample, scanner.advance() {
      guard column < scanner.count, !scanner.content(column).isEmpty else { continue }
      let field = scanner.located(column)
      parts.insert(part(field.bytes, field.range))
      rows += 1
    }
    if parts.isSubset(of: [.day, .midnight]), let first = parts.first {
      return parts.count == 1 ? first : .midnight
    }
    return parts == [.clock] ? .clock : parts.contains(.other) ? .other : .whole
  }

  private static func part(_ bytes: [UInt8], _ field: Range<Int>) -> Part {
    let text = bytes[field]
    if EpochUnit(of: bytes, field) != nil { return .whole }
    if days.contains(where: { $0.read(text, isWhole: true) != nil }) { return .day }
    if let stamp = ISOStamp.read(bytes, field) {
      return text.count == 10 ? .day : stamp.local.flooredRemainder(by: 86_400_000) == 0 ? .midnight : .whole
    }
    let onSomeDay = Array("20250101 ".utf8) + text
    if timesOfDay.contains(where: { $0.read(onSomeDay[...], isWhole: true) != nil }) { return .clock }
    let isNumber = (1...6).contains(text.count) && text.allSatisfy { (48...57).contains($0) }
    return isNumber ? .clock : text.isEmpty ? .other : .whole
  }
}
