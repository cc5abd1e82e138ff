import Market

/// The rows of a JSON text as a table with comma-separated fields, which everything that reads rows can read.
///
/// Rows are the elements of a list of objects or of lists: the one that `path` names (`result.list`), else the first there
/// is. An object that has no such list is one row. Objects within a row are spread out (`data.price`), lists within it are
/// left out, and what stands around the rows (`result.symbol`) is repeated on each. Where one value stands behind the other,
/// each is a row unless `path` says where in it rows are; what a recorder wrote before the value (`1723161255030314667 {…}`) becomes the column `received`.
struct JSONTable {
  /// The table, with a header when its rows are objects.
  private(set) var text: [UInt8] = []
  /// The line of the JSON text that each row begins on, from 1.
  private(set) var lines: [Int32] = []
  private(set) var hasHeader = false

  /// Whether a text is JSON, or values that each stand on a line behind a recorder's stamp.
  static func isJSON(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first(where: { !blank.contains($0) }) else { return false }
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{") || isStamped(bytes)
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
    var reader = RowReader(bytes, path: path.map { $0.split(separator: ".").map { Array($0.utf8) } })
    do {
      try reader.read()
    } catch {
      let line = bytes[..<error.offset].count { $0 == UInt8(ascii: "\n") } + 1
      throw Problem(
        "the JSON text is cut short or damaged: \(error.what)", at: Problem.Place(file: location, line: line),
        remedy: "download it again")
    }
    write(reader)
  }

  private mutating func write(_ reader: RowReader) {
    let names = reader.names.columns
    hasHeader = reader.hasNames
    if reader.hasNames {
      text += Array(names.map { reader.names.text($0) }.joined(separator: ",").utf8)
      text.append(UInt8(ascii: "\n"))
    }
    var (line, counted) = (Int32(1), 0)
    var fields = [Range<Int>](repeating: 0..<0, count: max(1, reader.hasNames ? names.count : reader.widest))
    for (row, start) in reader.rows.enumerated() {
      let own = start.field..<(row + 1 < reader.rows.count ? reader.rows[row + 1].field : reader.fields.count)
      for index in fields.indices { fields[index] = 0..<0 }
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

  /// Text with a comma stands in quotes; a quote within it, which no number and no name has, is dropped.
  private mutating func append(_ field: ArraySlice<UInt8>) {
    guard field.contains(UInt8(ascii: ",")) else { return text += field.lazy.filter { $0 >= 0x20 } }
    text.append(UInt8(ascii: "\""))
    text += field.lazy.filter { $0 >= 0x20 && $0 != UInt8(ascii: "\"") }
    text.append(UInt8(ascii: "\""))
  }
}

/// Collects where the fields of all rows stand.
private struct RowReader {
  typealias Defect = JSONCursor.Defect

  struct Field {
    let column: Int32
    let start: Int32
    let end: Int32
  }

  let bytes: [UInt8]
  let path: [[UInt8]]?
  var names: ColumnNames
  var hasNames = false
  var widest = 0
  var fields: [Field] = []
  var rows: [(field: Int, offset: Int)] = []
  /// Fields that stand around the rows of the value that is read.
  private var around: [Field] = []

  init(_ bytes: [UInt8], path: [[UInt8]]?) {
    self.bytes = bytes
    self.path = path
    names = ColumnNames(bytes)
  }

  mutating func read() throws(Defect) {
    var cursor = JSONCursor(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    let isLines = try isOneOfMany(cursor)
    while let next = cursor.peek() {
      around = []
      if next != UInt8(ascii: "{"), next != UInt8(ascii: "[") { try received(&cursor) }
      if isLines, path == nil {
        try row(&cursor)
        continue
      }
      let start = cursor.index
      let before = rows.count
      if try !rowsBelow(&cursor, path.map { $0[...] }, parent: 0, depth: 0), path == nil, rows.count == before {
        cursor = JSONCursor(bytes, from: start)
        if cursor.peek() == UInt8(ascii: "{") { try row(&cursor) } else { try cursor.skip() }
      }
    }
  }

  /// Whether the value that is next is a line among others, and a row by itself.
  private func isOneOfMany(_ cursor: JSONCursor) throws(Defect) -> Bool {
    var cursor = cursor
    guard let next = cursor.peek(), next == UInt8(ascii: "{") || next == UInt8(ascii: "[") else { return true }
    try cursor.skip()
    return cursor.peek() != nil
  }

  /// What a recorder wrote before the value.
  private mutating func received(_ cursor: inout JSONCursor) throws(Defect) {
    var stamp = try cursor.scalar()
    if stamp.last.map({ bytes[$0] }) == UInt8(ascii: ":") { stamp = stamp.dropLast() }
    around.append(field(names.column(named: "received"), stamp))
  }

  /// Looks for the rows in the value that is next, and steps over it.
  ///
  /// - Parameter path: names that are still to be gone through; nil where the first list will do.
  /// - Returns: whether rows were found.
  private mutating func rowsBelow(
    _ cursor: inout JSONCursor, _ path: ArraySlice<[UInt8]>?, parent: Int, depth: Int
  ) throws(Defect) -> Bool {
    let next = cursor.peek()
    if path?.isEmpty ?? (next == UInt8(ascii: "[") && Self.isListOfRows(cursor)) {
      if next == UInt8(ascii: "[") {
        try cursor.forEachElement { (cursor) throws(Defect) in try row(&cursor) }
      } else {
        try row(&cursor)
      }
      return true
    }
    guard next == UInt8(ascii: "{"), depth < 16 else {
      try cursor.skip()
      return false
    }
    var found = false
    try cursor.forEachMember { (cursor, name) throws(Defect) in
      let value = cursor.peek()
      if value != UInt8(ascii: "{"), value != UInt8(ascii: "[") {
        let scalar = try cursor.scalar()
        if rows.isEmpty || !found { around.append(field(names.column(parent, name), scalar)) }
        return
      }
      let isOnPath = path.map { $0.first.map { bytes[name].elementsEqual($0) } ?? false } ?? true
      if isOnPath, !found {
        let below = names.column(parent, name, isParent: true)
        found = try rowsBelow(&cursor, path?.dropFirst(), parent: below, depth: depth + 1)
      } else {
        try cursor.skip()
      }
    }
    return found
  }

  private static func isListOfRows(_ cursor: JSONCursor) -> Bool {
    var cursor = cursor
    guard cursor.take(UInt8(ascii: "[")) else { return false }
    return cursor.peek() == UInt8(ascii: "{") || cursor.peek() == UInt8(ascii: "[")
  }

  private mutating func row(_ cursor: inout JSONCursor) throws(Defect) {
    let first = cursor.peek()
    rows.append((fields.count, cursor.index))
    switch first {
    case UInt8(ascii: "{"):
      guard widest == 0 else { throw cursor.defect("rows are lists and then objects") }
      hasNames = true
      fields += around
      try spread(&cursor, parent: 0, depth: 0)
    case UInt8(ascii: "["):
      guard !hasNames else { throw cursor.defect("rows are objects and then lists") }
      var column: Int32 = 0
      try cursor.forEachElement { (cursor) throws(Defect) in
        if cursor.peek() == UInt8(ascii: "[") || cursor.peek() == UInt8(ascii: "{") {
          try cursor.skip()
        } else {
          fields.append(field(column, try cursor.scalar()))
        }
        column += 1
      }
      widest = max(widest, Int(column))
    default: throw cursor.defect("a row is neither an object nor a list")
    }
  }

  private mutating func spread(_ cursor: inout JSONCursor, parent: Int, depth: Int) throws(Defect) {
    try cursor.forEachMember { (cursor, name) throws(Defect) in
      switch cursor.peek() {
      case UInt8(ascii: "["): try cursor.skip()
      case UInt8(ascii: "{"):
        guard depth < 8 else { return try cursor.skip() }
        try spread(&cursor, parent: names.column(parent, name, isParent: true), depth: depth + 1)
      default: fields.append(field(names.column(parent, name), try cursor.scalar()))
      }
    }
  }

  private func field(_ column: some BinaryInteger, _ range: Range<Int>) -> Field {
    Field(column: Int32(column), start: Int32(range.lowerBound), end: Int32(range.upperBound))
  }
}

/// Names of columns as they are met, each below the name of the object it stands in.
private struct ColumnNames {
  private struct Node {
    let name: Range<Int>
    let parent: Int
    var children: [Int] = []
    /// Where the next name is looked for first: objects mostly repeat the order of the one before.
    var hint = 0
    /// Its place among the columns; nil for an object.
    var column: Int?
  }

  private let bytes: [UInt8]
  private var nodes: [Node]
  private var said: [String: Int] = [:]
  /// The columns in the order in which they were met.
  private(set) var columns: [Int] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    nodes = [Node(name: 0..<0, parent: 0)]
  }

  /// The place among the columns of the name below `parent`; with `isParent`, what names below it are asked with.
  mutating func column(_ parent: Int, _ name: Range<Int>, isParent: Bool = false) -> Int {
    let node = node(parent, name)
    if isParent { return node }
    if let column = nodes[node].column { return column }
    nodes[node].column = columns.count
    columns.append(node)
    return columns.count - 1
  }

  /// The place of a column that the text has no name for.
  mutating func column(named name: String) -> Int {
    if let column = said[name] { return column }
    said[name] = columns.count
    columns.append(-said.count)
    return columns.count - 1
  }

  private mutating func node(_ parent: Int, _ name: Range<Int>) -> Int {
    let children = nodes[parent].children
    for step in children.indices {
      let place = (nodes[parent].hint + step) % children.count
      if bytes[nodes[children[place]].name].elementsEqual(bytes[name]) {
        nodes[parent].hint = place + 1
        return children[place]
      }
    }
    nodes.append(Node(name: name, parent: parent))
    nodes[parent].children.append(nodes.count - 1)
    nodes[parent].hint = children.count + 1
    return nodes.count - 1
  }

  func text(_ node: Int) -> String {
    guard node >= 0 else { return said.first { columns[$0.value] == node }?.key ?? "" }
    let own = String(decoding: bytes[nodes[node].name], as: UTF8.self).replacing(",", with: " ")
    return nodes[node].parent == 0 ? own : "\(text(nodes[node].parent)).\(own)"
  }
}
