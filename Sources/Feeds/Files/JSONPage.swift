import Market

/// A page of several in one JSON text: rows of its own within what an answer says around them.
///
/// Answers that were saved one behind the other, or in a list, are not rows; the rows stand one level deeper. Told by both: what
/// stands around has no price, and what stands within is bars or has times.
enum JSONPage {
  /// What the key of a list is called that says which symbol its rows are of: `{"BTCUSDT": [...]}`.
  static let symbolKey = "key of the rows"
  /// The same of a key that is none of the names that its pair goes by elsewhere: rows are not filed under it, and it contradicts
  /// what they are filed under.
  static let pairKey = "pair of the rows"

  /// As deep as a list of rows stands in a page.
  private static let deepest = 3
  /// A time and four prices; what has fewer values may be a level of a book.
  private static let leastValues = 5

  /// Whether the value that is next is a page and not a row.
  static func isNext(_ cursor: JSONCursor) throws(JSONCursor.Defect) -> Bool {
    var own = cursor
    switch own.peek() {
    case UInt8(ascii: "["):
      guard JSONList.isNext(own) else { return false }
      return try areRows(own)
    case UInt8(ascii: "{"): break
    default: return false
    }
    guard try JSONList.below(cursor, at: []).count == 1 else { return false }
    return try holdsRows(&own, depth: 0)
  }

  /// Whether an object holds a list of rows, and nothing that is a value of a row by its name.
  private static func holdsRows(_ cursor: inout JSONCursor, depth: Int) throws(JSONCursor.Defect) -> Bool {
    var (isPage, found) = (true, false)
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      switch cursor.peek() {
      case UInt8(ascii: "["):
        if JSONList.isNext(cursor) { found = try areRows(cursor) }
        try cursor.skip()
      case UInt8(ascii: "{") where depth < deepest:
        if try !JSONList.below(cursor, at: []).isEmpty {
          found = try holdsRows(&cursor, depth: depth + 1)
        } else {
          try cursor.skip()
        }
      default:
        let role = ColumnRoles.role(of: String(decoding: cursor.bytes[name], as: UTF8.self))
        if let role, !besides.contains(role) { isPage = false }
        try cursor.skip()
      }
    }
    return isPage && found
  }

  /// What may stand around rows: all other roles are of values that a row has.
  private static let besides: Set<String> = [ColumnRoles.time, "symbol", "venue", "trades", ColumnRoles.finished]

  /// Whether the first element of the list that is next is an object with a time, or a list of as many values as a bar has.
  private static func areRows(_ cursor: JSONCursor) throws(JSONCursor.Defect) -> Bool {
    var cursor = cursor
    guard cursor.take(UInt8(ascii: "[")) else { return false }
    guard cursor.peek() == UInt8(ascii: "{") else {
      var (values, areScalars) = (0, true)
      try cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
        if let next = cursor.peek(), next == UInt8(ascii: "[") || next == UInt8(ascii: "{") { areScalars = false }
        values += 1
        try cursor.skip()
      }
      return areScalars && values >= leastValues
    }
    var hasTime = false
    try cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      let text = String(decoding: cursor.bytes[name], as: UTF8.self)
      if ColumnRoles.role(of: text) == ColumnRoles.time {
        hasTime = true
      } else if let next = cursor.peek(), next != UInt8(ascii: "["), next != UInt8(ascii: "{") {
        let value = try cursor.scalar()
        hasTime = hasTime || isTime(value, called: text, in: cursor.bytes)
        return
      }
      try cursor.skip()
    }
    return hasTime
  }

  /// What a key is called that says which symbol the rows below it are of; nil for any other.
  static func keyName(_ key: ArraySlice<UInt8>) -> String? {
    if isSymbol(key) { return symbolKey }
    return SymbolLikeness.isMarked(String(decoding: key, as: UTF8.self)) ? pairKey : nil
  }

  /// Whether a value is a time by its name as well, be that one that tables are not read by: `fundingRateTimestamp`,
  /// `effectiveAt`.
  private static func isTime(_ value: Range<Int>, called name: String, in bytes: [UInt8]) -> Bool {
    let plain = name.lowercased()
    guard ["time", "date"].contains(where: plain.contains) || name.hasSuffix("At") || name.hasSuffix("_at") else {
      return false
    }
    return CapturedText.stamp(bytes, value).map(VenueStamp.isPlausible) ?? false
  }

  /// Whether a key is a pair, as a symbol is written: `BTCUSDT`, `BTC-USDT-SWAP`, `BTC/USDT:USDT`.
  static func isSymbol(_ key: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: key, as: UTF8.self)
    guard (5...32).contains(text.count), text.contains(where: \.isLetter),
      text.allSatisfy({ $0.isUppercase || $0.isNumber || "-_/:".contains($0) })
    else { return false }
    // Kraken's `XXBTZUSD` marks its coins, and is none of the names that its pairs go by elsewhere.
    guard !SymbolLikeness.isMarked(text) else { return false }
    return UnifiedSymbol(text) != nil
      || !Instrument(venue: "", symbol: text.filter { !"/:".contains($0) }).contract.quote.isEmpty
  }
}
