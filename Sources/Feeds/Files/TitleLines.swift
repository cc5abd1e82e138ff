import Market

/// Lines above the header of a table: who made it, an address, comments.
///
/// A title is words without a separator above a line with several of them, as spreadsheets write it also in the first cell of a row
/// that is empty else, or is marked as a comment.
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
    var (start, count, hasCell) = (first, 0, false)
    while count < Self.most, let line = Self.line(bytes, start), let next = Self.line(bytes, line.upperBound + 1),
      Self.isTitle(bytes[line], above: bytes[next]) || count > 0 && Self.isBlank(bytes[line])
    {
      hasCell = hasCell || Self.isCell(bytes[line])
      start = line.upperBound + 1
      count += 1
    }
    guard count > 0, let header = Self.line(bytes, start), Self.marks(bytes[header]) >= 2,
      let title = Self.line(bytes, first), !hasCell || Self.names(bytes[header])
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
    return hasWord && (marks(line) == 0 || isCell(line) && marks(line) == marks(next)) && line.count < longest
  }

  /// Blank, or a row of empty cells.
  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 == 0x20 || $0 == 0x0D || separators.contains($0) }
  }

  /// Whether a row has words in its first cell and nothing behind it.
  private static func isCell(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = separators.first(where: line.contains), let end = line.firstIndex(of: mark) else { return false }
    return line[..<end].contains { (65...90).contains($0 & 0xDF) }
      && line[end...].allSatisfy { $0 == mark || $0 == 0x0D }
      && marks(line) > 1
  }

  /// Whether all cells of a row but one hold words, as those of a header do.
  private static func names(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = separators.max(by: { a, b in line.count { $0 == a } < line.count { $0 == b } }) else {
      return false
    }
    let cells = line.split(separator: mark, omittingEmptySubsequences: false)
    return cells.count { $0.contains { $0 > 127 || (65...90).contains($0 & 0xDF) } } >= cells.count - 1
  }

  private static let separators = [comma, UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]

  /// How many separators stand in a line, of the one that stands there most.
  private static func marks(_ line: ArraySlice<UInt8>) -> Int {
    separators.map { mark in line.count { $0 == mark } }.max() ?? 0
  }
}

/// What stands between fields where nothing else is said.
let comma = UInt8(ascii: ",")
