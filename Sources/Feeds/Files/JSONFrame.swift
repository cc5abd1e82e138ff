import Market

/// A data frame in one JSON object, as pandas writes it and charts answer it: names and rows apart (`split`), an object a
/// column (`columns`), an object a row (`index`), a list a column.
///
/// An index that only counts rows is none of the table; another, of times, is its first column, without a name.
struct JSONFrame {
  private(set) var names: [String] = []
  /// Where the values of each row stand, as many as there are names.
  private(set) var rows: [[Range<Int>]] = []

  private enum Value {
    case list([Range<Int>])
    case lists([[Range<Int>]])
    case object([(name: Range<Int>, value: Range<Int>)])
  }

  private struct Member {
    let name: String
    let at: Range<Int>
    let value: Value
  }

  /// Nil for any other JSON.
  init?(_ bytes: [UInt8]) {
    var cursor = JSONCursor(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    guard cursor.peek() == UInt8(ascii: "{"), let members = try? Self.members(&cursor), cursor.peek() == nil else {
      return nil
    }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let named = members.map { Member(name: text($0.name), at: $0.name, value: $0.value) }
    if readSplit(named, text) || readLists(named) || readColumns(named, bytes, text) || readIndex(named, bytes, text) {
      return
    }
    return nil
  }

  // MARK: The forms

  private mutating func readSplit(_ members: [Member], _ text: (Range<Int>) -> String) -> Bool {
    guard case .list(let columns)? = members.first(where: { $0.name == "columns" })?.value,
      case .lists(let data)? = members.first(where: { $0.name == "data" })?.value, !data.isEmpty,
      data.allSatisfy({ $0.count == columns.count })
    else { return false }
    var index: [Range<Int>] = []
    if case .list(let said)? = members.first(where: { $0.name == "index" })?.value { index = said }
    guard index.isEmpty || index.count == data.count else { return false }
    take(columns.map(text), data, index: index.map(text), at: index)
    return true
  }

  private mutating func readLists(_ members: [Member]) -> Bool {
    var lists: [(name: String, values: [Range<Int>])] = []
    for member in members {
      guard case .list(let values) = member.value else { return false }
      lists.append((member.name, values))
    }
    guard lists.count > 1, let count = lists.first?.values.count, count > 1,
      lists.allSatisfy({ $0.values.count == count })
    else { return false }
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

  /// The lists and objects of values, by name; what stands beside them is no part of the table.
  ///
  /// - Throws: for anything else, at the first value that tells.
  private static func members(
    _ cursor: inout JSONCursor
  ) throws(JSONCursor.Defect) -> [(name: Range<Int>, value: Value)] {
    var members: [(name: Range<Int>, value: Value)] = []
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      switch cursor.peek() {
      case UInt8(ascii: "["):
        guard let list = try list(&cursor) else { throw cursor.defect("no frame") }
        members.append((name, list))
      case UInt8(ascii: "{"):
        var own: [(name: Range<Int>, value: Range<Int>)] = []
        try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
          guard let next = cursor.peek(), next != UInt8(ascii: "["), next != UInt8(ascii: "{") else {
            throw cursor.defect("no frame")
          }
          own.append((name, try cursor.scalar()))
        }
        members.append((name, .object(own)))
      default: _ = try cursor.scalar()
      }
    }
    return members
  }

  private static func list(_ cursor: inout JSONCursor) throws(JSONCursor.Defect) -> Value? {
    var (values, lists): ([Range<Int>], [[Range<Int>]]) = ([], [])
    try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
      switch cursor.peek() {
      case UInt8(ascii: "{"): throw cursor.defect("no frame")
      case UInt8(ascii: "["):
        var own: [Range<Int>] = []
        try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
          guard let next = cursor.peek(), next != UInt8(ascii: "["), next != UInt8(ascii: "{") else {
            throw cursor.defect("no frame")
          }
          own.append(try cursor.scalar())
        }
        lists.append(own)
      default: values.append(try cursor.scalar())
      }
    }
    guard values.isEmpty || lists.isEmpty else { return nil }
    return lists.isEmpty ? .list(values) : .lists(lists)
  }
}
