import Market

/// The rows of a JSON text as a table with comma-separated fields, which everything that reads rows can read.
///
/// Rows are the elements of a list of objects or of lists: the one that `path` names (`result.list`), else the first there
/// is; where its elements are answers that hold rows themselves, theirs. An object that has no such list is one row. Objects within a row are spread out (`data.price`), lists within it are
/// left out, and what stands around the rows (`result.symbol`) is repeated on each. Where one value stands behind the other,
/// each is a row unless `path` says where in it rows are; what a recorder wrote before the value (`1723161255030314667 {…}`) becomes the column `received`.
struct JSONTable {
  /// The table, with a header when its rows are objects.
  private(set) var text: [UInt8] = []
  /// The line of the JSON text that each row begins on, from 1.
  private(set) var lines: [Int32] = []
  private(set) var hasHeader = false
  /// What stands around rows without names; nil where nothing does, and for rows with names, which have it as columns.
  private(set) var facts: JSONFacts?
  /// What is said once behind all rows, by its name.
  private(set) var behind: [String: String] = [:]
  /// When the answer says that it was made.
  private(set) var answered: [AnswerTime] = []
  /// Columns that stand around the rows of answers and say nothing of one of them, and the first flag there.
  private(set) var surrounding: Set<String> = []
  private(set) var flag: AnswerFlag?
  /// Whether the rows are those of several answers, and which row each begins with.
  private(set) var arePages = false
  private(set) var pages: [AnswerPage] = []
  /// The list that the rows are of and those beside it, where no path says which.
  private(set) var lists: [JSONList] = []

  /// Whether a text is JSON, or values that each stand on a line behind a recorder's stamp.
  static func isJSON(_ bytes: [UInt8]) -> Bool {
    let text = bytes.drop { blank.contains($0) }
    guard let first = text.first else { return false }
    // A text with formats begins with `{\rtf`.
    let isObject = first == UInt8(ascii: "{") && text.dropFirst().first != UInt8(ascii: "\\")
    return first == UInt8(ascii: "[") || isObject || isStamped(bytes)
  }

  private static let blank: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]

  /// Whether the first line is a number and then an object.
  private static func isStamped(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.prefix(32).prefix { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    guard digits.count >= 10 else { return false }
    let rest = bytes[digits.endIndex...].prefix(3).drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") }
    return rest.first == UInt8(ascii: "{")
  }

  /// - Throws: `Problem` for what is not JSON, with its line.
  init(_ bytes: [UInt8], rows path: String? = nil, of location: String) throws {
    let schema = path == nil ? JSONSchema(bytes) : nil
    if path == nil, schema == nil, let frame = JSONFrame(bytes) {
      write(frame, of: bytes)
      answered = frame.facts.compactMap { AnswerTime($0.name.utf8, $0.value, of: bytes) }
      if frame.rows.count > 1 {
        surrounding = Set(frame.facts.map { $0.name.replacing(",", with: " ") }).subtracting(frame.names)
        flag = frame.facts.lazy.compactMap { AnswerFlag($0.name.utf8, $0.value, of: bytes) }.first
      }
      return
    }
    var reader = JSONRows(
      bytes, path: (path ?? schema.map { _ in JSONSchema.rows }).map { $0.split(separator: ".").map { Array($0.utf8) } }
    )
    do {
      try reader.read()
    } catch  where error.isMixture {
      let line = bytes[..<error.offset].count { $0 == UInt8(ascii: "\n") } + 1
      throw Problem(
        "the JSON text is no table: \(error.what)", at: Problem.Place(file: location, line: line),
        remedy: "say where in it the rows are, in a profile (rows: result.list), or write them out as a list of objects"
      )
    } catch  where error.isRepetition {
      let line = bytes[..<error.offset].count { $0 == UInt8(ascii: "\n") } + 1
      let start = bytes[..<error.offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1
      throw Problem(
        error.what, at: Problem.Place(file: location, line: line, column: error.offset - start),
        remedy: "keep one of the two: nothing says which is meant")
    } catch {
      let line = bytes[..<error.offset].count { $0 == UInt8(ascii: "\n") } + 1
      throw Problem(
        "the JSON text is cut short or damaged: \(error.what)", at: Problem.Place(file: location, line: line),
        remedy: "download it again")
    }
    write(reader, schema)
    lists = reader.lists
    behind = reader.behind
    answered = reader.answered
    surrounding = reader.surrounding
    flag = surrounding.isEmpty ? nil : reader.flag
    arePages = reader.arePages
    pages = reader.arePages ? reader.pages.sorted { $0.row < $1.row } : []
    if !hasHeader { facts = JSONFacts(reader) }
  }

  private mutating func write(_ reader: JSONRows, _ schema: JSONSchema?) {
    let names = reader.names.columns
    let said = schema.flatMap { !reader.hasNames && $0.names.count == reader.widest ? $0.names : nil }
    hasHeader = reader.hasNames || said != nil
    if hasHeader {
      let header =
        said?.map { String(decoding: reader.bytes[$0], as: UTF8.self).replacing(",", with: " ") }
        ?? names.map { reader.names.text($0) }
      text += Array(header.joined(separator: ",").utf8)
      text.append(UInt8(ascii: "\n"))
    }
    var (line, counted) = (Int32(1), 0)
    var fields = [Range<Int>](repeating: 0..<0, count: max(1, reader.hasNames ? names.count : reader.widest))
    for (row, start) in reader.rows.enumerated() {
      let own = start.field..<(row + 1 < reader.rows.count ? reader.rows[row + 1].field : reader.fields.count)
      for index in fields.indices { fields[index] = 0..<0 }
      if reader.hasNames {
        for field in reader.after { fields[Int(field.column)] = Int(field.start)..<Int(field.end) }
      }
      for field in reader.fields[own] { fields[Int(field.column)] = Int(field.start)..<Int(field.end) }
      for index in fields.indices {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        append(reader.bytes[fields[index]])
      }
      text.append(UInt8(ascii: "\n"))
      line += Int32(reader.bytes[counted..<start.offset].count { $0 == UInt8(ascii: "\n") })
      counted = start.offset
      lines.append(line)
    }
  }

  private mutating func write(_ frame: JSONFrame, of bytes: [UInt8]) {
    hasHeader = true
    let facts = frame.facts.filter {
      !$0.value.isEmpty && ColumnRoles.canSurround($0.name) && !frame.names.contains($0.name)
    }
    let names = (frame.names + facts.map(\.name)).map { $0.replacing(",", with: " ") }
    text += Array(names.joined(separator: ",").utf8)
    text.append(UInt8(ascii: "\n"))
    var (line, counted) = (Int32(1), 0)
    for row in frame.rows {
      for (index, field) in (row + facts.map(\.value)).enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        append(bytes[field])
      }
      text.append(UInt8(ascii: "\n"))
      // Of a column in one piece, which others stand behind, the line is that of its value.
      let start = row.first?.lowerBound ?? counted
      if start > counted { line += Int32(bytes[counted..<start].count { $0 == UInt8(ascii: "\n") }) }
      counted = max(counted, start)
      lines.append(line)
    }
  }

  /// Text with a comma stands in quotes; a quote within it, which no number and no name has, is dropped.
  private mutating func append(_ field: ArraySlice<UInt8>) {
    guard field.contains(UInt8(ascii: ",")) else { return text += field.lazy.filter { $0 >= 0x20 } }
    text.append(UInt8(ascii: "\""))
    text += field.lazy.filter { $0 >= 0x20 && $0 != UInt8(ascii: "\"") }
    text.append(UInt8(ascii: "\""))
  }
}
