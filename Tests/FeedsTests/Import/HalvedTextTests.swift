import Feeds
import Market
import Store
import TestSupport
import Testing

/// Files of some megabytes, just long enough to be read from two places at once.
@Suite("A text that is read in halves")
struct HalvedTextTests {
  private static let rows = 40_000

  /// A minute; all rows are of one length, so that the halves meet at a row that is known.
  private static func row(_ minute: Int, close: String = "101.25") -> String {
    let open = 1_577_836_800_000 + minute * 60_000
    return
      "\(open),100.50000000000000,102.00000000000000,99.000000000000000,\(close),\(10_000 + minute % 1000).5000000000,"
      + "\(open + 59_999),1262.50000000000000,7,1.2500000000000000000,126.250000000000000,0"
  }

  private func imported(_ change: (inout [String]) -> Void) throws -> ImportedTable {
    var lines = (0..<Self.rows).map { Self.row($0) }
    change(&lines)
    let text = lines.joined(separator: "\n") + "\n"
    #expect(text.utf8.count > 4 << 20)
    return try ImportedTable(
      text, name: "um_klines_1m/BTCUSDT-1m-all.csv", in: ScratchFolder(), hints: ImportHints(venue: "binance"))
  }

  @Test("has each row once, in order")
  func whole() throws {
    let table = try imported { _ in }
    #expect(table.reports.map(\.counts) == [MergeCounts(kept: Self.rows)])
    #expect(table.reports.map(\.rowsRead) == [Self.rows])
    #expect(try table.column("volume").enumerated().allSatisfy { $1 == Double(10_000 + $0 % 1000) + 0.5 })
  }

  @Test(
    "says of a row in either half, and of one at which they meet, what reading from the beginning says",
    arguments: [100, rows / 2 - 2, rows / 2 - 1, rows / 2, rows / 2 + 1, rows - 1])
  func bad(row: Int) throws {
    let missing = #expect(throws: Problem.self) { try imported { $0[row] = Self.row(row, close: "10x.25") } }
    #expect(missing?.place.line == row + 1 && missing?.what.contains("10x.25") == true)
    let back = #expect(throws: Problem.self) { try imported { $0[row] = Self.row(row - 2) } }
    #expect(back?.place.line == row + 1 && back?.what.contains("time goes backwards") == true, "\(back?.what ?? "")")
  }

  @Test("counts a row that stands twice, wherever it does", arguments: [100, rows / 2 - 1, rows / 2])
  func repeated(row: Int) throws {
    let table = try imported { $0.insert($0[row], at: row) }
    #expect(table.reports.map(\.counts) == [MergeCounts(kept: Self.rows, duplicate: 1)])
  }
}
