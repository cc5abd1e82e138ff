import Market

/// Walks over the rows of a table, field by field: of a CSV text without copying any of it, or of columns, whose fields
/// have a text where it is asked for.
///
/// Lines end in LF or CRLF, the last one need not; empty lines are passed over. A field may stand in double quotes, and in
/// a text that is said to be `quoted` it may hold the separator there. No field holds a quote or a line break: venues
/// publish plain numbers, and anything richer is refused by name.
struct CSVScanner {
  /// Names of the fields, for messages.
  let columns: [String]
  /// Line of the current row, from 1; 0 before the first.
  private(set) var line = 0
  /// How many fields the current row has.
  private(set) var count = 0
  private let bytes: [UInt8]
  /// What is walked over in place of a text; its names are its first row.
  private let table: ColumnTable?
  private let separator: UInt8
  private let isQuoted: Bool
  /// How many names the header has that was passed over; nil where there was none.
  private(set) var named: Int?
  private var next: Int
  /// Where the last row ends.
  private let end: Int
  private var lineStart = 0
  /// Where each field begins, and behind the last one the place after the comma that is not there.
  private var starts: [Int]

  /// Beyond so many a line is one long last field: no table has more columns, and a line of commas would fill memory.
  private static let mostFields = 4096

  /// - Parameter quoted: whether quotes hide the separator, which costs a look at every byte.
  init(_ text: FeedText, columns: [String], separator: UInt8 = comma, quoted: Bool = false) {
    bytes = text.bytes
    table = text.table
    self.columns = columns
    self.separator = separator
    isQuoted = quoted
    starts = []
    // A byte-order mark is a spreadsheet's doing and no part of the first field.
    next = text.window?.lowerBound ?? 0
    if next == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
    end = text.window?.upperBound ?? bytes.count
  }

  /// Starts at the first row of data: past the header, if the text has one.
  init(dataOf text: FeedText, columns: [String], quoted: Bool = false) {
    self.init(text, columns: columns, quoted: quoted)
    let top = self
    if !advance() || beginsWithDigit {
      self = top
    } else {
      named = count
    }
  }

  /// About how many rows there are from here on, by the length of the current one, and no more than can have all columns.
  var rowsAhead: Int {
    if let table { return table.rows - max(0, line - 1) }
    return (end - lineStart) / max(next - lineStart, 2 * columns.count, 1)
  }

  /// Moves to the next row that is not empty; false at the end.
  mutating func advance() -> Bool {
    if let table {
      guard line <= table.rows else { return false }
      line += 1
      count = table.columns.count
      return true
    }
    while next < end {
      line += 1
      lineStart = next
      starts.removeAll(keepingCapacity: true)
      starts.append(next)
      var index = splitLine(from: next)
      next = index + 1
      if index > lineStart, bytes[index - 1] == UInt8(ascii: "\r") { index -= 1 }
      if index > lineStart {
        starts.append(index + 1)
        count = starts.count - 1
        return true
      }
    }
    return false
  }

  /// Notes where the fields of the line at `start` begin, and returns where it ends.
  private mutating func splitLine(from start: Int) -> Int {
    if isQuoted { return splitQuotedLine(from: start) }
    let separator = self.separator
    return bytes.withUnsafeBufferPointer { buffer in
      // Counted here, because the array's own count is looked up in memory at every byte.
      var (index, left) = (start, Self.mostFields - starts.count)
      let end = min(self.end, buffer.count)
      while index < end, buffer[index] != newline {
        if buffer[index] == separator, left > 0 {
          starts.append(index + 1)
          left -= 1
        }
        index += 1
      }
      return index
    }
  }

  private mutating func splitQuotedLine(from start: Int) -> Int {
    var index = start
    var isHidden = false
    while index < end, bytes[index] != newline {
      if bytes[index] == UInt8(ascii: "\"") { isHidden.toggle() }
      if bytes[index] == separator, !isHidden, starts.count < Self.mostFields { starts.append(index + 1) }
      index += 1
    }
    return index
  }

  /// Field `index` of the current row, which must be less than `count`, without spaces or quotes around it: some bytes, and
  /// where in them it lies.
  func located(_ index: Int) -> (bytes: [UInt8], range: Range<Int>) {
    guard let table else { return (bytes, trimmed(range(index), of: bytes)) }
    let text = Array(text(index, of: table).utf8)
    return (text, trimmed(text.indices, of: text))
  }

  /// The same as bytes alone.
  func content(_ index: Int) -> ArraySlice<UInt8> {
    let field = located(index)
    return field.bytes[field.range]
  }

  private func trimmed(_ range: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
    var range = range
    while let first = range.first, bytes[first] == UInt8(ascii: " ") { range = (first + 1)..<range.upperBound }
    while let last = range.last, bytes[last] == UInt8(ascii: " ") { range = range.lowerBound..<last }
    return range
  }

  /// Field `index` as a number that needs no reading; nil where its text says what it is.
  func plainNumber(_ index: Int) -> Double? { line > 1 ? table?.number(line - 2, index) : nil }

  /// Field `index` as a whole number that needs no reading.
  func plainInteger(_ index: Int) -> Int64? { line > 1 ? table?.integer(line - 2, index) : nil }

  /// Field `index` as a time in milliseconds that needs no reading, with the offset of its zone where it has one.
  func plainTime(_ index: Int) -> (local: Int64, offset: Int64?)? {
    line > 1 ? table?.time(line - 2, index) : nil
  }

  /// Bytes of field `index` of the current row of a text, without the quotes around them.
  private func range(_ index: Int) -> Range<Int> {
    let range = starts[index]..<(starts[index + 1] - 1)
    let isQuoted =
      range.count >= 2 && bytes[range.lowerBound] == UInt8(ascii: "\"")
      && bytes[range.upperBound - 1] == UInt8(ascii: "\"")
    return isQuoted ? (range.lowerBound + 1)..<(range.upperBound - 1) : range
  }

  /// The field as text, whatever it holds.
  func text(_ index: Int) -> String {
    guard let table else { return String(decoding: bytes[range(index)], as: UTF8.self) }
    return text(index, of: table)
  }

  /// The names of a table's columns are its first row.
  private func text(_ index: Int, of table: ColumnTable) -> String {
    line > 1 ? table.text(line - 2, index) : table.columns[index].name
  }

  /// The whole row as text fields.
  var texts: [String] { (0..<count).map(text) }

  /// Whether the row begins as numbers and dates do, and headers do not.
  var beginsWithDigit: Bool {
    guard let first = content(0).first else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == UInt8(ascii: "-")
  }

  /// - Throws: `RowDefect` for anything but a decimal number: an empty field, a word, NaN, an infinity.
  func number(_ index: Int) throws(RowDefect) -> Double {
    guard index < count else { throw tooFewFields }
    if let number = plainNumber(index), !number.isNaN { return number }
    guard let number = written(index, { DecimalText.number($0, $1) }) else { throw defect(index, "is not a number") }
    return number
  }

  /// What the bytes of a field are read as, with the spaces that stand around them.
  private func written<Value>(_ index: Int, _ read: ([UInt8], Range<Int>) -> Value?) -> Value? {
    guard let table else { return read(bytes, range(index)) }
    let text = Array(text(index, of: table).utf8)
    return read(text, text.indices)
  }

  /// - Throws: `RowDefect` for anything but a whole number of at most 18 digits, behind which zeros may stand as decimals.
  func integer(_ index: Int) throws(RowDefect) -> Int64 {
    guard index < count else { throw tooFewFields }
    if let number = plainInteger(index), number.magnitude < 1_000_000_000_000_000_000 { return number }
    guard let number = written(index, DecimalText.integer) ?? written(index, Self.wholeOfFloat) else {
      throw defect(index, "is not a whole number")
    }
    return number
  }

  /// `1740787200000.0`, as whoever keeps all columns as floats writes a count.
  private static func wholeOfFloat(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    guard let point = bytes[range].firstIndex(of: UInt8(ascii: ".")), point + 1 < range.upperBound,
      bytes[(point + 1)..<range.upperBound].allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: " ") })
    else { return nil }
    return DecimalText.integer(bytes, range.lowerBound..<point)
  }

  /// What is wrong with field `index`, quoting it: `high '12a' is not a number`.
  func defect(_ index: Int, _ wrong: String) -> RowDefect {
    guard index < count else { return tooFewFields }
    let name = index < columns.count ? columns[index] : "field \(index + 1)"
    // Of a field that goes on for megabytes the beginning is enough.
    let shown = String(decoding: table == nil ? bytes[range(index).prefix(200)] : content(index), as: UTF8.self)
    return RowDefect(
      "\(name) '\(PrintableText.short(shown))' \(wrong)",
      column: table == nil ? starts[index] - lineStart + 1 : index + 1)
  }

  var tooFewFields: RowDefect {
    RowDefect("the row has \(count) fields and needs \(columns.count): \(columns.joined(separator: ","))", column: nil)
  }

  /// What is wrong with a row of more fields than there are columns: a number with a comma in it is two fields. Empty ones
  /// behind all others are none.
  func surplus(over columns: Int) -> RowDefect? {
    guard count > columns, (columns..<count).contains(where: { !content($0).isEmpty }) else { return nil }
    return RowDefect(
      "the row has \(count) fields, and there are \(columns) columns: a separator within a number?", column: nil)
  }
}

private let newline = UInt8(ascii: "\n")

/// What is wrong with one row, seen from inside it.
struct RowDefect: Error {
  let what: String
  /// Place in the line, from 1.
  let column: Int?

  init(_ what: String, column: Int?) {
    self.what = what
    self.column = column
  }
}
