import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

/// The files were written by pyarrow 26.0.0: `pyarrow.feather.write_feather(table, file, compression=…)`.
@Suite("Feather is read as it is")
struct FeatherTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func table(_ fixture: String) throws -> String {
    let bytes = [UInt8](try #require(Data(base64Encoded: fixture)))
    return String(decoding: try FeatherFixture.csv(bytes), as: UTF8.self)
  }

  @Test("two batches packed by LZ4: times, dates, doubles, floats, whole numbers, words and flags, known or not")
  func packed() throws {
    #expect(
      try table(FeatherFixture.packed) == """
        date,close,volume,trades,note,day,late,up
        2025-01-01T00:00:00Z,101.25,1.5,3,"a,b",2025-01-01,2025-01-01T00:00:00,1
        2025-01-01T01:00:00Z,0.1,2.25,,,2025-01-01,2025-01-01T00:00:00,0
        2025-01-01T02:00:00Z,,0.1,7,"say ""x""\",2025-01-01,2025-01-01T00:00:00,

        """)
  }

  @Test("text that polars wrote, short and long, in a file and in a stream")
  func viewed() throws {
    for fixture in [FeatherFixture.viewed, FeatherFixture.stream] {
      #expect(
        try table(fixture) == """
          time,close,note,raw
          2025-01-01T00:00:00,1.5,short,ab
          2025-01-01T01:00:00,2.25,a text of more than twelve letters,more than twelve bytes
          2025-01-01T02:00:00,,,

          """)
    }
  }

  @Test("a stream that ends within a message, or begins with none, is refused")
  func cutStream() throws {
    let whole = [UInt8](try #require(Data(base64Encoded: FeatherFixture.stream)))
    for count in [30, 200, whole.count - 100] {
      #expect(throws: Problem.self) { try FeatherFixture.csv(Array(whole.prefix(count))) }
    }
  }

  @Test("times without a zone are read as UTC, which is said, or off the clock that --zone says")
  func zoneless() throws {
    func imported(_ hints: ImportHints, into name: String) throws -> ([String], [Int64]) {
      let file = scratch.path + "/BTCUSDT.feather"
      try #require(Data(base64Encoded: FeatherFixture.packed)).write(to: URL(fileURLWithPath: file))
      let dataset = try Dataset.openForImport(at: scratch.path + "/\(name).sqlite")
      let reports = try Importer.importFiles([file], into: dataset, hints: hints, badRows: .skip)
      let series = try #require(reports.compactMap(\.series).first)
      return (reports.flatMap(\.notes), try dataset.series(series).stamps)
    }
    var hints = try ImportHints(venue: "x", kind: .openInterest)
    hints.table.columns = ["time": "late", "open_interest": "volume"]
    hints.table.interval = .day
    hints.table.label = .snapshot
    let plain = try imported(hints, into: "plain")
    #expect(plain.0.contains { $0.contains("times without a zone are read as UTC") })
    hints.table.zone = "+08:00"
    let moved = try imported(hints, into: "moved")
    #expect(!moved.0.contains { $0.contains("read as UTC") })
    #expect(plain.1.first.map { $0 - 8 * 3_600_000 } == moved.1.first)
  }

  @Test("plain columns too")
  func plain() throws {
    #expect(try table(FeatherFixture.plain).hasPrefix("date,close\n2025-01-01T00:00:00Z,101.25\n"))
  }

  @Test("what is packed otherwise is refused, with the line that converts it")
  func zstandard() throws {
    let problem = #expect(throws: Problem.self) { try table(FeatherFixture.zstandard) }
    #expect(problem?.what == "the Feather file is packed by Zstandard")
    #expect(problem?.remedy?.contains("read_feather('x.feather')") == true)
  }

  @Test("a file that is cut short anywhere is refused, and none crashes the reader")
  func cut() throws {
    let bytes = [UInt8](try #require(Data(base64Encoded: FeatherFixture.packed)))
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: Problem.self) { try FeatherFixture.csv(Array(bytes[..<count])) }
    }
  }

  @Test("a byte that is wrong anywhere gives a table or a refusal, never a crash or a hang")
  func damaged() throws {
    let bytes = [UInt8](try #require(Data(base64Encoded: FeatherFixture.packed)))
    var refused = 0
    for place in bytes.indices {
      var broken = bytes
      broken[place] ^= UInt8(truncatingIfNeeded: 1 << (place % 8)) | 0x80
      do { _ = try FeatherFixture.csv(broken) } catch is Problem { refused += 1 }
    }
    #expect(refused > 50)
  }

  @Test("candles as freqtrade keeps them become klines")
  func candles() throws {
    let bytes = try #require(Data(base64Encoded: FeatherFixture.candles))
    let file = scratch.path + "/BTC_USDT_USDT-1h-futures.feather"
    try bytes.write(to: URL(fileURLWithPath: file))
    let dataset = try Dataset.openForImport(at: scratch.path + "/table.sqlite")
    let reports = try Importer.importFiles([file], into: dataset, hints: .none)
    #expect(reports.compactMap(\.series?.title) == ["unstated:BTCUSDT klines 1h"])
    #expect(reports.map(\.counts.kept) == [2])
  }

  @Test("what is written is read as it went in: batches, times, numbers to the last bit, and what is not known")
  func written() throws {
    var writer = ArrowWriter([("time", true), ("close", false), ("volume", false)])
    let numbers = [0.1, -0.0, .nan, 1e-300, 123_456.789012345, .greatestFiniteMagnitude, 3]
    var bytes = writer.beginning()
    for rows in [0..<4, 4..<7] {
      bytes += writer.batch([
        .times(rows.map { 1_735_689_600_000 + Int64($0) }), .numbers(Array(numbers[rows])),
        .numbers(rows.map(Double.init)),
      ])
    }
    bytes += writer.ending()
    let lines = String(decoding: try FeatherFixture.csv(bytes), as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines.count == 8 && lines[0] == "time,close,volume")
    #expect(lines[2] == "2025-01-01T00:00:00.001Z,-0.0,1.0")
    #expect(lines[3] == "2025-01-01T00:00:00.002Z,,2.0")
    let back = lines.dropFirst().map { line in
      Double(line.split(separator: ",", omittingEmptySubsequences: false)[1]) ?? .nan
    }
    #expect(zip(back, numbers).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) })
  }
}
