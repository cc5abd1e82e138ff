/// Collects where the fields of all rows stand.
struct JSONRows {
  typealias Defect = JSONCursor.Defect

  struct Field {
    let column: Int32
    let start: Int32
    let end: Int32
  }

  let bytes: [UInt8]
  let path: [[UInt8]]?
  var names: JSONNames
  var hasNames = false
  var widest = 0
  var fields: [Field] = []
  var rows: [(field: Int, offset: Int)] = []
  /// By column: the row that it was met in last.
  private var met: [Int] = []
  /// Fields that stand around the rows of the value that is read.
  private(set) var around: [Field] = []
  /// What stands around rows without names, and the row from which on it does: each page of several has its own.
  private(set) var facts: [(row: Int, fields: [Field])] = []
  /// What one answer says behind its rows of what they are.
  private(set) var after: [Field] = []
  /// Whether the rows are those of several pages.
  private(set) var arePages = false
  /// Of several pages: the row that each begins with, and when it says that it was made.
  private(set) var pages: [AnswerPage] = []
  /// The columns that the values of rows without names stand for, where their page says it beside them.
  private var listed: [Int32]?
  /// What an answer that is all of the text says behind its rows, by its name.
  private(set) var behind: [String: String] = [:]
  /// When an answer that is all of the text says that it was made.
  private(set) var answered: [AnswerTime] = []
  /// The first that answers say around their rows and no row says.
  private(set) var flag: AnswerFlag?
  /// The names that lead to the list that was read, where none was said, and to the lists of rows that stand beside it.
  private(set) var lists: [JSONList] = []

  init(_ bytes: [UInt8], path: [[UInt8]]?) {
    self.bytes = bytes
    self.path = path
    names = JSONNames(bytes)
  }

  mutating func read() throws(Defect) {
    var cursor = JSONCursor(text: bytes)
    let isLines = try isOneOfMany(cursor)
    // What stands on the first line stands on all of them.
    var holdsPages: Bool?
    while let next = cursor.peek() {
      around = []
      if next != UInt8(ascii: "{"), next != UInt8(ascii: "[") { try received(&cursor) }
      if isLines, path == nil {
        if holdsPages == nil { holdsPages = try JSONPage.isNext(cursor) }
        if holdsPages == true { try page(&cursor, parent: 0, at: []) } else { try row(&cursor) }
        continue
      }
      let start = cursor.index
      let (before, flagged) = (rows.count, flag)
      lists = []
      if path != nil { answered = [] }
      defer { if path != nil { pages.append(AnswerPage(row: before, made: answered)) } }
      if try !rowsBelow(&cursor, path.map { $0[...] }, parent: 0, at: []), path == nil, rows.count == before {
        cursor = JSONCursor(bytes, from: start)
        (answered, flag) = ([], flagged)
        if cursor.peek() == UInt8(ascii: "{") { try row(&cursor) } else { try cursor.skip() }
      }
    }
    arePages = arePages || isLines && path != nil
    if isLines || arePages { (behind, after, answered) = ([:], [], []) }
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
  /// - Parameters:
  ///   - path: names that are still to be gone through; nil where the first list will do.
  ///   - above: names that were gone through.
  /// - Returns: whether rows were found.
  private mutating func rowsBelow(
    _ cursor: inout JSONCursor, _ path: ArraySlice<[UInt8]>?, parent: Int, at above: [Range<Int>]
  ) throws(Defect) -> Bool {
    let next = cursor.peek()
    if path?.isEmpty ?? (next == UInt8(ascii: "[") && JSONList.isNext(cursor)) {
      if path == nil {
        lists = [try JSONList(cursor, at: above)]
        if let symbol = above.last(where: { JSONPage.keyName(bytes[$0]) != nil }),
          let name = JSONPage.keyName(bytes[symbol])
        {
          around.append(field(names.column(named: name), symbol))
        }
      }
      facts.append((rows.count, around))
      if next == UInt8(ascii: "[") {
        var holdsPages: Bool?
        try cursor.forEachElement { (cursor) throws(Defect) in
          if path == nil, holdsPages == nil { holdsPages = try JSONPage.isNext(cursor) }
          if holdsPages == true { try page(&cursor, parent: parent, at: above) } else { try row(&cursor) }
        }
      } else {
        try row(&cursor)
      }
      return true
    }
    if next == UInt8(ascii: "["), path != nil, above.isEmpty, JSONList.isNext(cursor) {
      // Answers in a list, each with its rows where the path says.
      var found = false
      arePages = true
      let outer = around
      try cursor.forEachElement { (cursor) throws(Defect) in
        (around, answered) = (outer, [])
        pages.append(AnswerPage(row: rows.count, made: []))
        if try rowsBelow(&cursor, path, parent: parent, at: above) { found = true }
        pages[pages.count - 1].made = answered
      }
      return found
    }
    guard next == UInt8(ascii: "{"), above.count < 16 else {
      try cursor.skip()
      return false
    }
    var found = false
    try cursor.forEachMember { (cursor, name) throws(Defect) in
      let value = cursor.peek()
      if value != UInt8(ascii: "{"), value != UInt8(ascii: "[") {
        let scalar = try cursor.scalar()
        if let time = AnswerTime(bytes[name], scalar, of: bytes) { answered.append(time) }
        flag = flag ?? AnswerFlag(bytes[name], scalar, of: bytes)
        if rows.isEmpty || !found {
          around.append(field(names.column(parent, name), scalar))
        } else {
          let text = String(decoding: bytes[name], as: UTF8.self)
          if path == nil, ColumnRoles.saysOfRows(text) { after.append(field(names.column(parent, name), scalar)) }
          if above.isEmpty { behind[text] = String(decoding: bytes[scalar], as: UTF8.self) }
        }
        return
      }
      let isOnPath = path.map { $0.first.map { bytes[name].elementsEqual($0) } ?? false } ?? true
      if isOnPath, !found {
        let below = names.column(parent, name, isParent: true)
        found = try rowsBelow(&cursor, path?.dropFirst(), parent: below, at: above + [name])
      } else {
        if path == nil { lists += try JSONList.below(cursor, at: above + [name]) }
        try cursor.skip()
      }
    }
    return found
  }

  /// Takes the rows of one page of several, each with what that page says around them.
  private mutating func page(_ cursor: inout JSONCursor, parent: Int, at above: [Range<Int>]) throws(Defect) {
    let (outer, beside, made) = (around, lists, answered)
    let start = rows.count
    answered = []
    defer {
      pages.append(AnswerPage(row: start, made: answered))
      (around, lists, answered, listed) = (outer, beside, made, nil)
    }
    arePages = true
    switch cursor.peek() {
    case UInt8(ascii: "{"):
      if let own = try JSONFrame.namesBesideRows(cursor) {
        listed = own.map { Int32(names.column(0, $0)) }
        // What stands around them has names as well.
        hasNames = true
      }
      _ = try rowsBelow(&cursor, nil, parent: parent, at: above)
    case UInt8(ascii: "["):
      facts.append((rows.count, around))
      try cursor.forEachElement { (cursor) throws(Defect) in try row(&cursor) }
    default: throw cursor.mixture("a page is neither an object nor a list")
    }
  }

  private mutating func row(_ cursor: inout JSONCursor) throws(Defect) {
    let first = cursor.peek()
    rows.append((fields.count, cursor.index))
    switch first {
    case UInt8(ascii: "{"):
      guard widest == 0 else { throw cursor.mixture("rows are lists and then objects") }
      hasNames = true
      fields += around
      try spread(&cursor, parent: 0, depth: 0)
    case UInt8(ascii: "["):
      if let listed { return try row(&cursor, under: listed) }
      guard !hasNames else { throw cursor.mixture("rows have names and then none") }
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
    default: throw cursor.mixture("a row is neither an object nor a list")
    }
  }

  /// A list whose page says beside it what its values are.
  private mutating func row(_ cursor: inout JSONCursor, under listed: [Int32]) throws(Defect) {
    guard widest == 0 else { throw cursor.mixture("rows have no names and then some") }
    fields += around
    var place = 0
    try cursor.forEachElement { (cursor) throws(Defect) in
      if cursor.peek() == UInt8(ascii: "[") || cursor.peek() == UInt8(ascii: "{") {
        try cursor.skip()
      } else {
        let value = try cursor.scalar()
        if place < listed.count { fields.append(field(listed[place], value)) }
      }
      place += 1
    }
    guard place == listed.count else {
      throw cursor.mixture("a row has \(place) values, and \(listed.count) names stand beside it")
    }
  }

  private mutating func spread(_ cursor: inout JSONCursor, parent: Int, depth: Int) throws(Defect) {
    try cursor.forEachMember { (cursor, name) throws(Defect) in
      switch cursor.peek() {
      case UInt8(ascii: "["): try cursor.skip()
      case UInt8(ascii: "{"):
        guard depth < 8 else { return try cursor.skip() }
        try spread(&cursor, parent: names.column(parent, name, isParent: true), depth: depth + 1)
      default:
        let column = names.column(parent, name)
        if column >= met.count { met += [Int](repeating: 0, count: column + 1 - met.count) }
        guard met[column] != rows.count else {
          let shown = PrintableText.short(String(decoding: bytes[name], as: UTF8.self))
          throw Defect(
            what: "the key '\(shown)' stands twice in one object", offset: name.lowerBound - 1, isRepetition: true)
        }
        met[column] = rows.count
        fields.append(field(column, try cursor.scalar()))
      }
    }
  }

  /// Columns that stand around rows, each set of which has several: what they say is said of no one row.
  var surrounding: Set<String> {
    let starts = Set(facts.map(\.row).filter { $0 < rows.count })
    guard rows.count > starts.count else { return [] }
    return Set((facts.flatMap(\.fields) + after).map { names.text(names.columns[Int($0.column)]) })
  }

  private func field(_ column: some BinaryInteger, _ range: Range<Int>) -> Field {
    Field(column: Int32(column), start: Int32(range.lowerBound), end: Int32(range.upperBound))
  }
}
