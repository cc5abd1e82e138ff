import Market

/// The line above a table that pandas writes of a frame whose columns were never named: it counts them from 0, and says nothing.
/// Where the index is written as well, its column has no name and counts the rows.
///
///     ,0,1,2,3,4,5
///     0,1740787200000,84299.6,84588.4,83779.0,83817.1,4104.741
///     1,1740790800000,83817.1,84839.0,83804.9,84615.1,6537.229
struct NumberedHeader {
  /// The table below it.
  let bytes: [UInt8]
  /// The same without the column that counts the rows; nil where there is none.
  let withoutIndex: [UInt8]?
  let note: String
  /// What is to be said where the column that counts the rows is left out as well.
  let indexNote: String

  /// Fewer columns may be values.
  private static let least = 5
  private static let longest = 1 << 14
  /// Rows whose count is looked at.
  private static let looked = 100

  /// Nil for any other text.
  init?(_ bytes: [UInt8]) {
    let first = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    // Nearly every other text is told by its first byte.
    guard first < bytes.count, bytes[first] == comma || bytes[first] == UInt8(ascii: "0"),
      let end = bytes[first...].prefix(Self.longest).firstIndex(of: UInt8(ascii: "\n")), end + 1 < bytes.count
    else { return nil }
    var names = Self.fields(bytes[first..<end])
    let hasIndex = names.first == ""
    if hasIndex { names.removeFirst() }
    guard names.count >= Self.least, names == names.indices.map(String.init),
      !hasIndex || Self.counts(bytes[(end + 1)...])
    else { return nil }
    note = "line 1 counts the columns from 0 to \(names.count - 1), names none, and is passed over"
    self.bytes = Array(bytes[(end + 1)...])
    withoutIndex = hasIndex ? Self.withoutFirst(bytes[(end + 1)...]) : nil
    indexNote = "\(note), and so is the first column, which counts the rows"
  }

  private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
    let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    return text.split(separator: comma, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the first field of each row is one more than that of the row before it.
  private static func counts(_ rows: ArraySlice<UInt8>) -> Bool {
    var before: Int?
    for line in rows.split(separator: UInt8(ascii: "\n"), maxSplits: looked).prefix(looked) {
      guard let own = line.firstIndex(of: comma).flatMap({ Int(String(decoding: line[..<$0], as: UTF8.self)) }),
        before.map({ own == $0 + 1 }) ?? true
      else { return false }
      before = own
    }
    return before != nil
  }

  private static func withoutFirst(_ rows: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(rows.count)
    var isFirst = true
    for byte in rows {
      if !isFirst { text.append(byte) }
      if byte == comma { isFirst = false }
      if byte == UInt8(ascii: "\n") {
        if isFirst { text.append(byte) }
        isFirst = true
      }
    }
    return text
  }
}
