/// Walks over a JSON text without building anything of it: ranges of bytes are all that is handed out.
///
/// Numbers are not read here, so that each keeps the digits it was published with. Source: RFC 8259.
package struct JSONCursor {
  /// What is wrong, and at which byte.
  package struct Defect: Error {
    package let what: String
    package let offset: Int
    /// Whether it is whole JSON whose rows are not alike.
    var isMixture = false
    /// Whether a key stands twice in one object.
    var isRepetition = false
  }

  package let bytes: [UInt8]
  package private(set) var index: Int

  /// Nobody nests deeper, and what does would use up the stack.
  private static let depth = 64

  package init(_ bytes: [UInt8], from index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  /// At the first value of a whole text, whose marks of its encoding are none of it.
  init(text bytes: [UInt8]) {
    self.init(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
  }

  /// The next byte that is no space; nil at the end.
  package mutating func peek() -> UInt8? {
    bytes.withUnsafeBufferPointer { buffer in
      while index < buffer.count, [0x20, 0x0A, 0x0D, 0x09].contains(buffer[index]) { index += 1 }
      return index < buffer.count ? buffer[index] : nil
    }
  }

  /// Steps over `byte`, if it is next.
  package mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(Defect) {
    guard take(byte) else { throw defect("'\(Character(UnicodeScalar(byte)))' is missing") }
  }

  package func defect(_ what: String) -> Defect { Defect(what: what, offset: min(index, bytes.count)) }

  /// Of whole JSON whose rows are not alike.
  func mixture(_ what: String) -> Defect { Defect(what: what, offset: min(index, bytes.count), isMixture: true) }

  /// The bytes between the quotes of a string.
  package mutating func string() throws(Defect) -> Range<Int> {
    try expect(UInt8(ascii: "\""))
    let start = index
    let end = bytes.withUnsafeBufferPointer { buffer -> Int? in
      var place = start
      while place < buffer.count {
        if buffer[place] == UInt8(ascii: "\"") { return place }
        place += buffer[place] == UInt8(ascii: "\\") ? 2 : 1
      }
      return nil
    }
    guard let end else { throw defect("a string has no end") }
    index = end + 1
    return start..<end
  }

  /// The bytes of a value that is no list and no object: what stands between the quotes of a string, nothing of a `null`.
  package mutating func scalar() throws(Defect) -> Range<Int> {
    if peek() == UInt8(ascii: "\"") { return try string() }
    let start = index
    bytes.withUnsafeBufferPointer { buffer in
      while index < buffer.count, !Self.ends.contains(buffer[index]) { index += 1 }
    }
    guard index > start else { throw defect("a value is missing") }
    return bytes[start..<index].elementsEqual("null".utf8) ? start..<start : start..<index
  }

  private static let ends: [UInt8] = Array(",]} \n\r\t".utf8)

  /// Steps over a value of any kind.
  package mutating func skip(depth: Int = 0) throws(Defect) {
    guard depth < Self.depth else { throw defect("lists and objects stand more than \(Self.depth) deep in each other") }
    switch peek() {
    case UInt8(ascii: "{"):
      try forEachMember { (cursor, _) throws(Defect) in try cursor.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      try forEachElement { (cursor) throws(Defect) in try cursor.skip(depth: depth + 1) }
    default: _ = try scalar()
    }
  }

  /// Hands over the names of an object; whoever takes one steps over its value.
  package mutating func forEachMember(
    _ body: (inout JSONCursor, _ name: Range<Int>) throws(Defect) -> Void
  ) throws(Defect) {
    try expect(UInt8(ascii: "{"))
    if take(UInt8(ascii: "}")) { return }
    repeat {
      let name = try string()
      try expect(UInt8(ascii: ":"))
      try body(&self, name)
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  package mutating func forEachElement(_ body: (inout JSONCursor) throws(Defect) -> Void) throws(Defect) {
    try expect(UInt8(ascii: "["))
    if take(UInt8(ascii: "]")) { return }
    repeat { try body(&self) } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
  }
}
