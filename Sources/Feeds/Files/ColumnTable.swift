import Market

/// A table whose values are there as values: what a columnar file holds, row by row for whatever reads rows of text.
///
/// Each value has one text, which is what a CSV of the same table would have in that field; numbers and times are also handed
/// over as they are, so that nothing is written out and parsed again where nobody looks at the text.
struct ColumnTable: Sendable {
  struct Column: Sendable {
    let name: String
    let type: ArrowType
    /// Values as doubles, NaN where there is none; empty where a column is no numbers.
    var numbers: [Double] = []
    /// Values as they are counted, `none` where there is none; empty where a column is not counted.
    var wholes: [Int64] = []
    /// Values as words, empty where there is none; empty where a column is no text.
    var words: [String] = []

    /// Stands for no value.
    static let none = Int64.min
  }

  let columns: [Column]
  let rows: Int

  /// How much memory its numbers take, about.
  var size: Int { rows * columns.count * 8 }

  var names: [String] { columns.map(\.name) }

  /// A field as a number; nil where it is to be read from its text.
  func number(_ row: Int, _ column: Int) -> Double? {
    guard row < columns[column].numbers.count else { return nil }
    let number = columns[column].numbers[row]
    return number.isInfinite ? nil : number
  }

  /// A field as a whole number; nil for all that is none.
  func integer(_ row: Int, _ column: Int) -> Int64? {
    guard case .integer = columns[column].type, row < columns[column].wholes.count else { return nil }
    let whole = columns[column].wholes[row]
    return whole == Column.none ? nil : whole
  }

  /// A field as a time in milliseconds, with the offset of its zone where it has one; nil for all that is none.
  func time(_ row: Int, _ column: Int) -> (local: Int64, offset: Int64?)? {
    guard row < columns[column].wholes.count, columns[column].wholes[row] != Column.none,
      let milliseconds = columns[column].type.milliseconds(columns[column].wholes[row])
    else { return nil }
    if case .time(_, isZoned: true) = columns[column].type { return (milliseconds, 0) }
    return (milliseconds, nil)
  }

  /// A field as a CSV would have it.
  func text(_ row: Int, _ column: Int) -> String {
    let column = columns[column]
    if !column.words.isEmpty { return column.words[row] }
    if !column.wholes.isEmpty {
      let whole = column.wholes[row]
      return whole == Column.none
        ? "" : column.type == .flag ? (whole == 0 ? "false" : "true") : column.type.text(whole)
    }
    return column.numbers[row].isNaN ? "" : "\(column.numbers[row])"
  }

  /// The rows of both, which have the same columns. A number too wide for its column is a word in one of them.
  func followed(by other: ColumnTable) -> ColumnTable { ColumnTable(joining: [self, other], columns: columns) }

  init(columns: [Column], rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// The rows of all, in order.
  ///
  /// - Parameter columns: those that all have, whatever their values here.
  init(joining tables: [ColumnTable], columns: [Column]) {
    rows = tables.reduce(0) { $0 + $1.rows }
    self.columns = columns.enumerated().map { place, column in
      let parts = tables.map { $0.columns[place] }
      // Whole numbers too wide to be counted are text in the rows where they stand.
      guard !parts.contains(where: { !$0.words.isEmpty }) else {
        let words = zip(tables, parts).flatMap { table, part in
          part.words.isEmpty ? (0..<table.rows).map { table.text($0, place) } : part.words
        }
        return Column(name: column.name, type: .text(bits: 64), words: words)
      }
      return Column(
        name: column.name, type: column.type, numbers: parts.flatMap(\.numbers), wholes: parts.flatMap(\.wholes))
    }
  }
}

extension ArrowType {
  /// A count of this type in milliseconds since the 1970 of UTC or of some clock; nil for what counts no time, and for one that
  /// no calendar has.
  func milliseconds(_ value: Int64) -> Int64? {
    switch self {
    case .time(let perSecond, _) where abs(value / perSecond) < 253_402_300_800:
      perSecond <= 1000 ? value * (1000 / perSecond) : value.flooredQuotient(by: perSecond / 1000)
    case .date where abs(value) < 2_932_896: value * Interval.day.milliseconds
    default: nil
    }
  }

  /// A count as a CSV would have it: beyond what an instant can be there is nothing to write but the number, which is then
  /// refused as a time.
  func text(_ value: Int64) -> String {
    guard let milliseconds = milliseconds(value) else { return "\(value)" }
    let instant = Instant(milliseconds: milliseconds)
    switch self {
    case .time(_, let isZoned): return isZoned ? instant.description : String(instant.description.dropLast())
    default: return instant.dateText
    }
  }
}
