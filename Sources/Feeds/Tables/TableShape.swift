import Market

/// How a text is cut into fields, and whether its first row names them.
struct TableShape {
  struct Marks {
    let delimiter: String
    let hasHeader: Bool
  }

  let empty: Marks
  /// Whether it has rows of several fields.
  let isTable: Bool

  init?(_ text: FeedText, _ hints: TableHints) {
    let line = text.bytes.prefix { $0 != UInt8(ascii: "\n") }
    let marks: [UInt8] = [comma, UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    let counts = marks.map { mark in line.count { $0 == mark } }
    guard let most = counts.max(), let mark = counts.firstIndex(of: most) else { return nil }
    let separator = text.isJSON || text.table != nil ? comma : marks[mark]
    isTable = most > 0 || text.table != nil
    var scanner = CSVScanner(text, columns: [], separator: separator, quoted: true)
    guard scanner.advance(), scanner.count > 1 else { return nil }
    let numbers = NumberFormat(decimal: hints.decimal?.utf8.first ?? UInt8(ascii: "."))
    let hasNumber = (0..<scanner.count).contains { field in
      ((try? scanner.number(field, numbers)).map { !$0.isNaN } ?? false)
        || DateForms.isUsual(scanner, TimeFields(field))
    }
    empty = Marks(delimiter: String(UnicodeScalar(separator)), hasHeader: text.hasNames ?? !hasNumber)
  }
}
