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
}
