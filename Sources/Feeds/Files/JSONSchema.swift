/// The names of columns that a JSON text says apart from its rows: `schema.fields` of pandas (`orient="table"`), `meta` of
/// ClickHouse (`JSON`, `JSONCompact`). The rows stand in `data` behind them, with names or without.
struct JSONSchema {
  static let rows = "data"

  private(set) var names: [Range<Int>] = []

  private static let keys = ["\"schema\"", "\"meta\""].map { Array($0.utf8) }

  /// Nil for any other JSON.
  init?(_ bytes: [UInt8]) {
    var cursor = JSONCursor(text: bytes)
    // Nearly every text has neither word, and need not be walked through for it.
    guard cursor.peek() == UInt8(ascii: "{"), Self.keys.contains(where: { Self.holds($0, in: bytes) }) else {
      return nil
    }
    var (found, hasRows): ([Range<Int>], Bool) = ([], false)
    let read: Void? = try? cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      switch String(decoding: cursor.bytes[name], as: UTF8.self) {
      case "schema" where cursor.peek() == UInt8(ascii: "{"):
        try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
          if cursor.bytes[name].elementsEqual("fields".utf8) { found = try Self.fields(cursor) }
          try cursor.skip()
        }
      case "meta":
        found = try Self.fields(cursor)
        try cursor.skip()
      case Self.rows:
        guard !found.isEmpty else { throw cursor.defect("no names before the rows") }
        hasRows = JSONList.isNext(cursor)
        try cursor.skip()
      default: try cursor.skip()
      }
    }
    guard read != nil, hasRows else { return nil }
    names = found
  }

  private static func holds(_ word: [UInt8], in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      word.withUnsafeBufferPointer { word in
        (0..<max(0, bytes.count - word.count + 1)).contains { place in
          bytes[place] == word[0] && word.indices.allSatisfy { bytes[place + $0] == word[$0] }
        }
      }
    }
  }

  /// The names of the list of fields that is next; none for any other value.
  private static func fields(_ cursor: JSONCursor) throws(JSONCursor.Defect) -> [Range<Int>] {
    guard JSONList.isNext(cursor) else { return [] }
    var (cursor, names, rows) = (cursor, [Range<Int>](), 0)
    try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
      rows += 1
      guard cursor.peek() == UInt8(ascii: "{") else { return try cursor.skip() }
      var (own, hasType) = (Range<Int>?.none, false)
      try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
        let key = cursor.bytes[name]
        if key.elementsEqual("name".utf8), cursor.peek() == UInt8(ascii: "\"") {
          own = try cursor.string()
        } else {
          if key.elementsEqual("type".utf8) { hasType = true }
          try cursor.skip()
        }
      }
      if let own, hasType { names.append(own) }
    }
    return names.count == rows ? names : []
  }
}
