import Market

/// How long the lines of a text are, while it is still being read.
///
/// A row has a few dozen fields, and what is made of a line takes many times its bytes: text that goes on and on without a
/// break is refused before all of it is in memory. An array in JSON may stand on one line, and is allowed more.
struct LineLength {
  private var length = 0
  private var limit: Int?

  private static let rows = 1 << 20
  private static let json = 1 << 26

  /// - Throws: `Problem` for a line that is too long.
  mutating func take(_ piece: some Collection<UInt8>, of path: String) throws {
    let limit = self.limit ?? (Self.isJSON(piece) ? Self.json : Self.rows)
    self.limit = limit
    guard piece.withContiguousStorageIfAvailable({ read($0, limit) }) == false else { return }
    throw Problem(
      "the file has a line of more than \(limit >> 20) MiB", at: Problem.Place(file: path),
      remedy: "it is no table of rows; check where it comes from")
  }

  /// Goes from a break to the last one that a line may reach, so that most bytes are not looked at.
  ///
  /// - Returns: whether no line is too long.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ limit: Int) -> Bool {
    var start = -length
    while bytes.count - start > limit {
      guard let last = bytes[max(start, 0)..<(start + limit)].lastIndex(of: UInt8(ascii: "\n")) else { return false }
      start = last + 1
    }
    length = bytes.count - (bytes[max(start, 0)...].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? start)
    return true
  }

  private static func isJSON(_ text: some Collection<UInt8>) -> Bool {
    let first = text.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    // Captured answers stand on a line each, behind their address.
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{") || text.starts(with: "http".utf8)
  }
}
