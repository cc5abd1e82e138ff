import Feeds
import Market
import TestSupport
import Testing

@Suite("A data frame whose columns were never named")
struct NumberedHeaderTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// The rows below a header that counts their columns, with their index before them or without.
  private func framed(_ rows: String, indexed: Bool) -> String {
    let lines = rows.split(separator: "\n").map(String.init)
    let columns = lines[0].split(separator: ",").indices.map(String.init)
    let header = (indexed ? [""] : []) + columns
    return
      ([header.joined(separator: ",")] + lines.enumerated().map { indexed ? "\($0),\($1)" : $1 }).map { $0 + "\n" }
      .joined()
  }

  @Test("is read as what it is without the line that counts its columns", arguments: [false, true])
  func klines(indexed: Bool) throws {
    let rows = KlineText.traded(10, every: .hour, header: false)
    let hints = try ImportHints(venue: "binance", kind: .klines)
    let table = try imported(framed(rows, indexed: indexed), hints)
    #expect(table.reports.map(\.format) == ["binance-klines"])
    #expect(table.reports.map(\.counts.kept) == [10])
    #expect(try table.column("close")[3] == 103.5)
    #expect(
      table.reports.flatMap(\.notes).contains { $0.hasPrefix("line 1 counts the columns from 0 to 11, names none") })
  }

  @Test("is read as bars by its numbers, and by the numbers of its columns as they stand in the file")
  func bars() throws {
    let rows = (0..<30).map {
      "\(1_740_787_200_000 + $0 * 3_600_000).0,\(100 + $0),110\($0),90,\(101 + $0),\(5 + $0).5\n"
    }
    .joined()
    for indexed in [false, true] {
      let plain = try ImportedTable(
        framed(rows, indexed: indexed), in: ScratchFolder(), hints: ImportHints(venue: "binance"))
      #expect(try plain.column("close")[3] == 104)
      #expect(try plain.column("volume")[3] == 8.5)
      let first = indexed ? 2 : 1
      let names = ["time", "open", "high", "low", "close", "volume"].enumerated().map { ($1, "\($0 + first)") }
      let said = try ImportHints(
        venue: "binance", kind: .klines, table: flags(columns: Dictionary(uniqueKeysWithValues: names)))
      let numbered = try ImportedTable(framed(rows, indexed: indexed), in: ScratchFolder(), hints: said)
      #expect(try numbered.column("close")[3] == 104)
    }
  }

  @Test("keeps the lines of its rows")
  func lines() throws {
    let rows = KlineText.traded(10, every: .hour, header: false).replacing("103.5", with: "x")
    let refused = problem(framed(rows, indexed: true), try ImportHints(venue: "binance", kind: .klines))
    #expect(refused?.place.line == 5)
  }

  @Test("counts that are written as floats are counts: a table of Binance's twelve columns is read as one")
  func floats() throws {
    let rows = KlineText.traded(10, every: .hour, header: false).split(separator: "\n").map { line in
      line.split(separator: ",").map { $0.contains(".") ? String($0) : "\($0).0" }.joined(separator: ",") + "\n"
    }.joined()
    let table = try imported(rows, ImportHints(venue: "binance", kind: .klines))
    #expect(table.reports.map(\.format) == ["binance-klines"])
    #expect(try table.column("trades")[3] == 10)
  }
}
