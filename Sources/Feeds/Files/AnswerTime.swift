import Market

/// What an answer says of when it was made, around its rows: by it the last bar was over or not.
struct AnswerTime: Sendable {
  /// As the answer calls it.
  let name: String
  let stamp: Int64

  /// Names of the moment of an answer, without marks and capitals. A time of the rows has one of them too, and does not stand
  /// around them; that of a stretch that was asked for lies at its beginning, or is called otherwise.
  private static let names: Set<String> = [
    "time", "ts", "timestamp", "servertime", "requesttime", "responsetime", "currenttime", "systemtime", "isotimestamp",
    "usout", "usin",
  ]

  /// Nil for what is no such time.
  init?(_ name: some Collection<UInt8>, _ value: Range<Int>, of bytes: [UInt8]) {
    let text = ColumnRoles.lastPart(String(decoding: Array(name), as: UTF8.self))
    guard Self.names.contains(text.lowercased().filter(\.isLetter)) else { return nil }
    self.name = text
    if let count = Int64(String(decoding: bytes[value], as: UTF8.self)), let unit = EpochUnit(of: Double(count)) {
      stamp = unit.milliseconds(count)
    } else if let read = ISOStamp.read(bytes, value), let offset = read.offset {
      stamp = read.local - offset
    } else {
      return nil
    }
    guard VenueStamp.isPlausible(stamp) else { return nil }
  }
}

/// One of several answers in a text: the row that it begins with, and when it says that it was made.
struct AnswerPage: Sendable {
  let row: Int
  var made: [AnswerTime]
}
