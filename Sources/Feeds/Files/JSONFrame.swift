import Market

/// A data frame in one JSON object, as pandas writes it and charts answer it: names and rows apart (`split`), an object a
/// column (`columns`), an object a row (`index`), a list a column.
///
/// An index that only counts rows is none of the table; another, of times, is its first column, without a name. It may stand
/// in an envelope (`result`, `data`), as interfaces answer, where there is one of it.
struct JSONFrame {
  private(set) var names: [String] = []
  /// What is said of all rows around it or beside its columns.
  private(set) var facts: [Fact] = []
  /// The names that lead to it, each with its point.
  private var path = ""
  /// Where the values of each row stand, as many as there are names.
  private(set) var rows: [[Range<Int>]] = []

  typealias Fact = (name: String, value: Range<Int>)

  /// As deep as an answer's envelope is.
  private static let deepest = 3

  private enum Value {
    case list([Range<Int>])
    /// A list of lists, which is read once names stand beside it.
    case rows(JSONCursor)
    case object([(name: Range<Int>, value: Range<Int>)])
  }

  private struct Member {
    let name: String
    let at: Range<Int>
    let value: Value
  }

  /// Nil for any other JSON.
  init?(_ bytes: [UInt8]) {
    var cursor = JSONCursor(text: bytes)
    guard cursor.peek() == UInt8(ascii: "{") else { return nil }
    let start = cursor
    if let own = JSONFrame(at: &cursor, below: "") {
      guard cursor.peek() == nil else { return nil }
      self = own
      return
    }
    cursor = start
    guard let (found, facts) = Self.below(&cursor), found.count == 1 else { return nil }
    self = found[0]
    self.facts = facts + self.facts
  }

  /// What leads to each where a text has several, of which none is the table.
  static func several(_ bytes: [UInt8]) -> [String]? {
    var cursor = JSONCursor(text: bytes)
    guard cursor.peek() == UInt8(ascii: "{"), let found = below(&cursor)?.frames, found.count > 1 else { return nil }
    return found.map { String($0.path.dropLast()) }
  }

  /// All that stand in the envelope that is next, and what it says around them; nil where rows stand there too.
  private static func below(_ cursor: inout JSONCursor) -> (frames: [JSONFrame], facts: [Fact])? {
    var (frames, facts): ([JSONFrame], [Fact]) = ([], [])
    guard (try? look(in: &cursor, below: "", depth: 0, &frames, &facts)) != nil, cursor.peek() == nil else {
      return nil
    }
    return (frames, facts)
  }

  /// The object that is next.
  ///
  /// - Parameter path: names that lead to it, each with its point.
  private init?(at cursor: inout JSONCursor, below path: String) {
    self.path = path
    guard let read = try? Self.members(&cursor) else { return nil }
    let bytes = cursor.bytes
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let named = read.members.map { Member(name: text($0.name), at: $0.name, value: $0.value) }
    facts = read.scalars.map { (path + text($0.name), $0.value) }
    guard
      readSplit(named, text) || readLists(named, text, below: path) || readColumns(named, bytes, text)
        || readIndex(named, bytes, text)
    else { return nil }
  }

  /// Gathers the frames in an object that is none itself, and what it says around them.
  ///
  /// - Throws: where it has a list of rows, which are the table then.
  private static func look(
    in cursor: inout JSONCursor, below path: String, depth: Int, _ found: inout [JSONFrame], _ facts: inout [Fact]
  ) throws(JSONCursor.Defect) {
    var (frames, own): ([JSONFrame], [Fact]) = ([], [])
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      let text = path + String(decoding: cursor.bytes[name], as: UTF8.self)
      switch cursor.peek() {
      case UInt8(ascii: "["):
        guard !JSONList.isNext(cursor) else { throw cursor.defect("a list of rows") }
        try cursor.skip()
      case UInt8(ascii: "{"):
        guard depth < deepest else { return try cursor.skip() }
        let start = cursor
        if let frame = JSONFrame(at: &cursor, below: text + ".") {
          frames.append(frame)
          if let key = JSONPage.keyName(cursor.bytes[name]) { own.append((key, name)) }
        } else {
          cursor = start
          try look(in: &cursor, below: text + ".", depth: depth + 1, &frames, &own)
        }
      default: own.append((text, try cursor.scalar()))
      }
    }
    found += frames
    facts += own
  }

  // MARK: The forms

  private mutating func readSplit(_ members: [Member], _ text: (Range<Int>) -> String) -> Bool {
    let said = members.lazy.compactMap { member -> [Range<Int>]? in
      guard Self.namesOfColumns.contains(member.name), case .list(let names) = member.value else { return nil }
      return names
    }
    let lists = members.compactMap { member -> (name: String, rows: JSONCursor)? in
      if case .rows(let rows) = member.value { (member.name, rows) } else { nil }
    }
    guard let columns = said.first,
      let rows = lists.first(where: { $0.name == "data" }) ?? (lists.count == 1 ? lists[0] : nil),
      let data = try? Self.rows(rows.rows), !data.isEmpty, data.allSatisfy({ $0.count == columns.count })
    else { return false }
    var index: [Range<Int>] = []
    if case .list(let said)? = members.first(where: { $0.name == "index" })?.value { index = said }
    guard index.isEmpty || index.count == data.count else { return false }
    take(columns.map(text), data, index: index.map(text), at: index)
    return true
  }

  /// What a list of names is called that stands beside rows without names.
  private static let namesOfColumns: Set<String> = ["columns", "fields", "header", "headers", "names"]

  /// The names that stand beside rows without names in the object that is next, or in one that leads to them; nil where none do.
  static func namesBesideRows(_ cursor: JSONCursor, depth: Int = 0) throws(JSONCursor.Defect) -> [Range<Int>]? {
    var (cursor, found, below, hasRows) = (cursor, [Range<Int>]?.none, [Range<Int>]?.none, false)
    guard depth <= deepest, cursor.peek() == UInt8(ascii: "{") else { return nil }
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      switch cursor.peek() {
      case UInt8(ascii: "["):
        var rows = cursor
        if JSONList.isNext(cursor) {
          hasRows = hasRows || rows.take(UInt8(ascii: "[")) && rows.peek() == UInt8(ascii: "[")
        } else if namesOfColumns.contains(String(decoding: cursor.bytes[name], as: UTF8.self)) {
          found = try values(&rows)
        }
      case UInt8(ascii: "{"): if below == nil { below = try namesBesideRows(cursor, depth: depth + 1) }
      default: break
      }
      try cursor.skip()
    }
    return hasRows ? found : below
  }

  private mutating func readLists(
    _ members: [Member], _ text: (Range<Int>) -> String, below path: String
  ) -> Bool {
    var lists: [(name: String, values: [Range<Int>])] = []
    var beside: [Fact] = []
    for member in members {
      switch member.value {
      case .list(let values): if !values.isEmpty { lists.append((member.name, values)) }
      case .object(let own): beside += own.map { ("\(path)\(member.name).\(text($0.name))", $0.value) }
      case .rows: return false
      }
    }
    guard lists.count > 1, let count = lists.first?.values.count, count > 1,
      lists.allSatisfy({ $0.values.count == count })
    else { return false }
    facts += beside
    take(lists.map(\.name), (0..<count).map { row in lists.map { $0.values[row] } }, index: [], at: [])
    return true
  }

  private mutating func readColumns(
    _ members: [Member], _ bytes: [UInt8], _ text: (Range<Int>) -> String
  ) -> Bool {
    guard let objects = Self.objects(members), let first = objects.first, first.count > 1,
      first.allSatisfy({ Self.isIndex(bytes, $0.name) }), !members.contains(where: { $0.name.first?.isNumber == true }),
      objects.allSatisfy({ $0.count == first.count })
    else { return false }
    for row in first.indices {
      guard objects.allSatisfy({ bytes[$0[row].name].elementsEqual(bytes[first[row].name]) }) else { return false }
    }
    take(
      members.map(\.name), first.indices.map { row in objects.map { $0[row].value } },
      index: first.map { text($0.name) }, at: first.map(\.name))
    return true
  }

  private mutating func readIndex(
    _ members: [Member], _ bytes: [UInt8], _ text: (Range<Int>) -> String
  ) -> Bool {
    guard let objects = Self.objects(members), let first = objects.first, !first.isEmpty,
      members.allSatisfy({ $0.name.first?.isNumber == true }), !first.contains(where: { Self.isIndex(bytes, $0.name) }),
      objects.allSatisfy({ own in
        own.count == first.count && zip(own, first).allSatisfy { bytes[$0.name].elementsEqual(bytes[$1.name]) }
      })
    else { return false }
    take(
      first.map { text($0.name) }, objects.map { $0.map(\.value) }, index: members.map(\.name), at: members.map(\.at))
    return true
  }

  private mutating func take(_ columns: [String], _ data: [[Range<Int>]], index: [String], at places: [Range<Int>]) {
    let isCount = index.enumerated().allSatisfy { $0.element == "\($0.offset)" }
    names = isCount ? columns : [""] + columns
    rows = isCount ? data : zip(places, data).map { [$0] + $1 }
  }

  // MARK: Reading

  private static func objects(
    _ members: [Member]
  ) -> [[(name: Range<Int>, value: Range<Int>)]]? {
    var objects: [[(name: Range<Int>, value: Range<Int>)]] = []
    for member in members {
      guard case .object(let own) = member.value else { return nil }
      objects.append(own)
    }
    return objects.count > 1 ? objects : nil
  }

  /// Whether a name counts rows, or is a time.
  private static func isIndex(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
    name.first.map { (48...57).contains(bytes[$0]) } ?? false
  }

  /// The lists and objects of values, by name, and what stands beside them.
  ///
  /// - Throws: for anything else, at the first value that tells.
  private static func members(
    _ cursor: inout JSONCursor
  ) throws(JSONCursor.Defect) -> (
    members: [(name: Range<Int>, value: Value)], scalars: [(name: Range<Int>, value: Range<Int>)]
  ) {
    var members: [(name: Range<Int>, value: Value)] = []
    var scalars: [(name: Range<Int>, value: Range<Int>)] = []
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      switch cursor.peek() {
      case UInt8(ascii: "["):
        guard JSONList.isNext(cursor) else {
          members.append((name, .list(try values(&cursor))))
          return
        }
        var rows = cursor
        guard rows.take(UInt8(ascii: "[")), rows.peek() == UInt8(ascii: "[") else { throw cursor.defect("no frame") }
        members.append((name, .rows(cursor)))
        try cursor.skip()
      case UInt8(ascii: "{"):
        var own: [(name: Range<Int>, value: Range<Int>)] = []
        try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
          guard let next = cursor.peek(), next != UInt8(ascii: "["), next != UInt8(ascii: "{") else {
            throw cursor.defect("no frame")
          }
          own.append((name, try cursor.scalar()))
        }
        members.append((name, .object(own)))
      default: scalars.append((name, try cursor.scalar()))
      }
    }
    return (members, scalars)
  }

  /// The values of the list that is next, of which none may be a list or an object.
  private static func values(_ cursor: inout JSONCursor) throws(JSONCursor.Defect) -> [Range<Int>] {
    var values: [Range<Int>] = []
    try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
      guard let next = cursor.peek(), next != UInt8(ascii: "["), next != UInt8(ascii: "{") else {
        throw cursor.defect("no frame")
      }
      values.append(try cursor.scalar())
    }
    return values
  }

  /// The lists in the list that is next.
  private static func rows(_ cursor: JSONCursor) throws(JSONCursor.Defect) -> [[Range<Int>]] {
    var (cursor, rows) = (cursor, [[Range<Int>]]())
    try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in rows.append(try values(&cursor)) }
    return rows
  }
}
