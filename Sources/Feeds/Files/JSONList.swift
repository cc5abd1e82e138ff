/// A list of rows in a JSON text: where it stands, how many rows it has, and what its first row looks like.
struct JSONList {
  /// The names that lead to it.
  private let names: [String]
  let rows: Int
  private let shape: Shape

  private enum Shape {
    /// The names of an object.
    case names(Set<[UInt8]>)
    /// How many values a list has.
    case values(Int)
  }

  /// Whether the value that is next is a list of objects or of lists.
  static func isNext(_ cursor: JSONCursor) -> Bool {
    var cursor = cursor
    guard cursor.take(UInt8(ascii: "[")) else { return false }
    return cursor.peek() == UInt8(ascii: "{") || cursor.peek() == UInt8(ascii: "[")
  }

  /// The list that is next.
  init(_ cursor: JSONCursor, at names: [Range<Int>]) throws(JSONCursor.Defect) {
    var (cursor, rows, shape) = (cursor, 0, Shape.values(0))
    try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
      if rows == 0 { shape = try Self.shape(cursor) }
      rows += 1
      try cursor.skip()
    }
    self.names = names.map { String(decoding: cursor.bytes[$0], as: UTF8.self) }
    self.rows = rows
    self.shape = shape
  }

  /// All that stand in the value that is next, but for those within others.
  static func below(_ cursor: JSONCursor, at names: [Range<Int>]) throws(JSONCursor.Defect) -> [JSONList] {
    if isNext(cursor) { return [try JSONList(cursor, at: names)] }
    var cursor = cursor
    guard cursor.peek() == UInt8(ascii: "{"), names.count < 16 else { return [] }
    var found: [JSONList] = []
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      found += try below(cursor, at: names + [name])
      try cursor.skip()
    }
    return found
  }

  private static func shape(_ cursor: JSONCursor) throws(JSONCursor.Defect) -> Shape {
    var cursor = cursor
    guard cursor.peek() == UInt8(ascii: "{") else {
      var count = 0
      guard cursor.peek() == UInt8(ascii: "[") else { return .values(0) }
      try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
        count += 1
        try cursor.skip()
      }
      return .values(count)
    }
    var names: Set<[UInt8]> = []
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      names.insert(Array(cursor.bytes[name]))
      try cursor.skip()
    }
    return .names(names)
  }

  /// `result.list`, as a profile says it.
  var path: String { names.joined(separator: ".") }

  /// `."result"."4h"`, as jq asks for it, whatever the names are.
  var query: String { names.map { ".\"\($0)\"" }.joined() }

  /// Whether its rows have what the other's rows have, so that either may be meant.
  func isLike(_ other: JSONList) -> Bool {
    switch (shape, other.shape) {
    case (.names(let own), .names(let names)): own.intersection(names).count * 2 > max(own.count, names.count)
    case (.values(let own), .values(let count)): own == count && own > 0
    default: false
    }
  }
}
