import Digest
import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

/// A file just beyond what is read whole: some 100 MB, written in a second.
@Suite("A file that is read in pieces")
struct LargeFileTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let header = Array(
    ("open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,"
      + "ignore\n").utf8)
  private static let rows = 700_000

  /// Minutes, each with a long tail of digits so that few rows make a large file.
  private static func row(_ index: Int, close: String = "101.25") -> String {
    let open = 1_577_836_800_000 + index * 60_000
    return
      "\(open),100.50000000000000,102.00000000000000,99.000000000000000,\(close),\(index % 1000).500000000000000000,"
      + "\(open + 59_999),1262.50000000000000000,7,1.2500000000000000000,126.250000000000000,0\n"
  }

  private func write(_ name: String, _ change: (Int) -> String?) throws -> String {
    var bytes = Self.header
    bytes.reserveCapacity(130 << 20)
    for index in 0..<Self.rows { bytes += Array((change(index) ?? Self.row(index)).utf8) }
    #expect(bytes.count > 96 << 20)
    let path = "\(scratch.path)/\(name)/um_klines_1m/BTCUSDT-1m-all.csv"
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test("its rows are those of the file, it is known the second time, and a bad row says its own line")
  func whole() throws {
    let path = try write("a") { _ in nil }
    let dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    let hints = try ImportHints(venue: "binance")
    let report = try Importer.importFiles([path], into: dataset, hints: hints)
    #expect(report.map(\.counts) == [MergeCounts(kept: Self.rows)])
    #expect(try dataset.imports().count == 1)
    let descriptor = try #require(report.first?.series)
    let series = try dataset.series(descriptor, columns: ["close", "volume"])
    #expect(series.count == Self.rows && series.columns[0].allSatisfy { $0 == 101.25 })
    #expect(series.columns[1].enumerated().allSatisfy { $1 == Double($0 % 1000) + 0.5 })
    #expect(try Importer.importFiles([path], into: dataset, hints: hints).map(\.outcome) == [.alreadyImported])

    let before = try dataset.fingerprint()
    let bad = try write("b") {
      $0 == 600_000 ? Self.row($0, close: "x01.25") : $0 == 5 ? Self.row(5, close: "101.5") : nil
    }
    let problem = #expect(throws: Problem.self) { try Importer.importFiles([bad], into: dataset, hints: hints) }
    #expect(problem?.place.line == 600_002)
    #expect(try dataset.fingerprint() == before)
  }

  // MARK: The same road with pieces of 8 kB

  private static let start = 1_735_689_600

  private static func table(_ rows: some Sequence<Int>) -> String {
    "time,open,high,low,close,volume,venue_note\n"
      + rows.map { "\(start + $0 * 60),100.50,\(102 + $0 % 3).00,99.00,101.25,\($0 % 7).125,a\n" }.joined()
  }

  private func imported(_ text: String, _ name: String, kind: FileKind = .klines) throws -> ImportedTable {
    try TextSizes.$current.withValue(TextSizes(all: 8 << 10)) {
      try ImportedTable(
        text, name: name, in: ScratchFolder(), hints: ImportHints(venue: "binance", symbol: "BTCUSDT", kind: kind))
    }
  }

  @Test("rows that go newest first are refused with the line that turns them round, whatever they are of")
  func newestFirst() throws {
    let interest =
      "time,open_interest,note\n"
      + (0..<1000).reversed().map { "\(Self.start + $0 * 300),\(80_000 + $0 % 97).5,aaaaaaaa\n" }.joined()
    for (text, name, kind) in [
      (Self.table((0..<1000).reversed()), "BTCUSDT_1m.csv", FileKind.klines),
      (interest, "BTCUSDT_oi.csv", .openInterest),
    ] {
      let problem = #expect(throws: Problem.self) { try imported(text, name, kind: kind) }
      #expect(problem?.what.contains("its rows do not go forwards in time") == true, "\(String(describing: problem))")
      #expect(problem?.remedy?.contains("tac") == true)
    }
    #expect(try imported(Self.table(0..<1000), "BTCUSDT_1m.csv").reports.map(\.counts.kept) == [1000])
  }

  @Test("a row that stands on both sides of a border between pieces is one row")
  func repeatedAtBorders() throws {
    let twice = Self.table((0..<1000).flatMap { [$0, $0] })
    #expect(try imported(twice, "BTCUSDT_1m.csv").reports.map(\.counts.kept) == [1000])
  }

  @Test("a last line that is cut is said as of a small file: by its digits, or by a field that it lacks")
  func cut() throws {
    let text = Self.table(0..<1000)
    let numbers = text.replacing(",a\n", with: "\n").replacing(",venue_note", with: "")
    for (whole, lost) in [(text, 2), (text, 3), (text, 4), (numbers, 2), (numbers, 3)] {
      for isLarge in [true, false] {
        let cut = String(whole.dropLast(lost + 1))
        let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: .klines)
        let notes =
          try isLarge
          ? imported(cut, "BTCUSDT_1m.csv").reports.flatMap(\.notes)
          : ImportedTable(cut, name: "BTCUSDT_1m.csv", in: ScratchFolder(), hints: hints).reports.flatMap(\.notes)
        #expect(notes.count { $0.contains("the file ends within a line") } == 1, "\(lost) \(isLarge) \(notes)")
      }
    }
    #expect(
      try !imported(String(text.dropLast()), "BTCUSDT_1m.csv").reports.flatMap(\.notes).contains { $0.contains("cut") })
  }
}
