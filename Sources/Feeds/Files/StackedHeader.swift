import Market
import Numerics

/// The three lines above a table that pandas writes of columns with two names each, as yfinance's frames have: what is measured,
/// of which ticker, and below them the name of the index alone.
///
///     Price,Close,High,Low,Open,Volume
///     Ticker,BTC-USD,BTC-USD,BTC-USD,BTC-USD,BTC-USD
///     Date,,,,,
struct StackedHeader {
  /// Lines that stand above the one that names the index.
  static let above = 2
  /// The table below one line with the names of its index and its columns.
  let bytes: [UInt8]
  let note: String

  private static let longest = 1 << 14

  /// Nil for any other text.
  ///
  /// - Throws: `Problem` for columns of several tickers.
  init?(_ bytes: [UInt8], at location: String) throws {
    guard let (lines, end) = Self.lines(bytes) else { return nil }
    let (names, tickers, index) = (lines[0], lines[1], lines[2])
    guard names.count > 2, tickers.count == names.count, index.count == names.count,
      let time = index.first, !time.isEmpty, index.dropFirst().allSatisfy(\.isEmpty),
      !names.contains(""), !tickers.contains(""), (names + tickers + [time]).allSatisfy({ Double($0) == nil })
    else { return nil }
    let different = tickers.dropFirst().uniqued
    guard different.count == 1, Set(names).count == names.count else {
      throw Problem(
        "its columns are of several instruments (\(different.prefix(3).map { PrintableText.short($0) }.joined(separator: ", "))), "
          + "each named in the second line", at: Problem.Place(file: location, line: 2),
        remedy: "save one at a time: df.xs('\(PrintableText.short(different[0]))', axis=1, level=1).to_csv('one.csv')")
    }
    self.bytes = Array(([time] + names.dropFirst()).joined(separator: ",").utf8) + bytes[end...]
    note =
      "lines 1 to 3 are one header: '\(PrintableText.short(time))', and the columns of "
      + "'\(PrintableText.short(different[0]))', which is not taken for the symbol"
  }

  /// The fields of the first three lines, and where the third ends; nil where there are fewer, or one is longer than any header.
  private static func lines(_ bytes: [UInt8]) -> (lines: [[String]], end: Int)? {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var lines: [[String]] = []
    while true {
      guard let end = bytes[start...].prefix(longest).firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      let line = bytes[start..<(end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end)]
      lines.append(
        line.split(separator: comma, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) })
      // Nearly every other text is told by its first line.
      guard lines[0].count > 2 else { return nil }
      if lines.count == 3 { return (lines, end) }
      start = end + 1
    }
  }
}
