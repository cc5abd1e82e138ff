import Market

/// Lines above the header of a table: who made it, an address, comments.
///
/// A title is words without a separator above a line with several of them, or is marked as a comment.
struct TitleLines {
  /// Where the table begins.
  let end: Int
  let count: Int
  /// The first of them.
  let text: String

  /// More of them are no titles.
  private static let most = 40
  /// Nobody's title is longer, nor what of a header tells that it is one.
  private static let longest = 1 << 14

  /// Nil where the table begins at once.
  init?(_ bytes: ArraySlice<UInt8>) {
    let first = bytes.startIndex + (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    var (start, count) = (first, 0)
    while count < Self.most, let line = Self.line(bytes, start), let next = Self.line(bytes, line.upperBound + 1),
      Self.isTitle(bytes[line], above: bytes[next]) || count > 0 && Self.isBlank(bytes[line])
    {
      start = line.upperBound + 1
      count += 1
    }
    guard count > 0, let header = Self.line(bytes, start), Self.marks(bytes[header]) >= 2,
      let title = Self.line(bytes, first)
    else { return nil }
    end = start
    self.count = count
    text = PrintableText.short(String(decoding: bytes[title], as: UTF8.self))
  }

  /// Up to the end of the line that begins at `start`, or as much as is looked at; nil behind the last.
  private static func line(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Range<Int>? {
    guard start < bytes.endIndex else { return nil }
    let seen = bytes[start...].prefix(longest)
    return start..<(seen.firstIndex(of: UInt8(ascii: "\n")) ?? seen.endIndex)
  }

  private static func isTitle(_ line: ArraySlice<UInt8>, above next: ArraySlice<UInt8>) -> Bool {
    if line.first == UInt8(ascii: "#") {
      // The names of columns may be marked so as well.
      let begins = next.first.map { (48...57).contains($0) || $0 == UInt8(ascii: "-") } ?? false
      return !(begins && marks(line) == marks(next) && marks(line) > 0)
    }
    if line.starts(with: "sep=".utf8) { return true }
    let hasWord = line.contains { (65...90).contains($0 & 0xDF) }
    return hasWord && marks(line) == 0 && line.count < longest
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x0D } }

  /// How many separators stand in a line, of the one that stands there most.
  private static func marks(_ line: ArraySlice<UInt8>) -> Int {
    [comma, UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")].map { mark in line.count { $0 == mark } }.max()
      ?? 0
  }
}

/// What stands between fields where nothing else is said.
let comma = UInt8(ascii: ",")
