import Market

/// The words of a column that may divide its rows.
struct ColumnWords {
  let field: Int
  let isNamed: Bool
  private(set) var words: Set<[UInt8]> = []
  /// Whether it may still be one: it holds no numbers, no times and no text that is ever another.
  private(set) var goesOn = true
  /// Whether some rows have no word, and whether the first is one of them.
  private(set) var isMissing = false
  private(set) var beginsLate = false

  /// Rows from which on a column of ever new words is taken for text that says no such thing.
  private static let mostWords = 2000

  init(field: Int, isNamed: Bool) {
    self.field = field
    self.isNamed = isNamed
  }

  mutating func take(_ row: borrowing CSVScanner, _ numbers: NumberFormat) {
    guard field < row.count, !row.content(field).isEmpty else {
      beginsLate = beginsLate || words.isEmpty
      isMissing = true
      return
    }
    let word = Array(row.content(field))
    if words.isEmpty, !isNamed {
      goesOn = (try? row.number(field, numbers)) == nil && !DateForms.isUsual(row, TimeFields(field))
    }
    words.insert(word)
    goesOn = goesOn && words.count <= Self.mostWords
  }
}
