import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

/// Who asks for one contract of a chain after the other stamps each row by itself.
@Suite("Rows of one poll of a chain")
struct ChainPollTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// A row of a chain: seconds into the year, and which of its contracts.
  typealias Row = (second: Int, contract: Int)

  private static let header =
    "timestamp,instrument_name,underlying,option_type,strike,expiry_datetime,bid_price,ask_price,mark_price,"
    + "implied_volatility,open_interest,volume,delta,currency\n"

  private static func line(_ row: Row, interest: String = "10") -> String {
    let isCall = row.contract.isMultiple(of: 2)
    return
      "\(newYear + Interval.second * row.second),BTC,90000,\(isCall ? "call" : "put"),\(90_000 + row.contract / 2),"
      + "2026-10-30T08:00:00Z,0.01,0.02,0.015,0.5,\(interest),1,0.5,BTC\n"
  }

  private func chain(_ rows: [Row]) throws -> ImportedTable {
    try ImportedTable(Self.header + rows.map { Self.line($0) }.joined(), name: "x.csv", in: ScratchFolder())
  }

  /// One contract after the other, so many seconds apart.
  static func poll(_ contracts: Int, from second: Int = 0, every step: Int = 1) -> [Row] {
    (0..<contracts).map { (second + $0 * step, $0) }
  }

  /// Snapshots of one row each.
  static func alone(_ count: Int, every step: Int) -> [[Int]] { (0..<count).map { [$0 * step, 1] } }

  /// Of each snapshot its second and how many rows it holds.
  private func snapshots(_ table: ImportedTable) throws -> [[Int]] {
    let series = try table.dataset.series(#require(table.reports.first?.series))
    let seconds = series.stamps.map { Int(Instant(milliseconds: $0).since(newYear).milliseconds / 1000) }
    return Set(seconds).sorted().map { second in [second, seconds.count { $0 == second }] }
  }

  @Test("stand under its last stamp, when the whole was known, and it is said")
  func spread() throws {
    let table = try chain((0..<3).flatMap { Self.poll(66, from: $0 * 3600) })
    #expect(try snapshots(table) == [[65, 66], [3665, 66], [7265, 66]])
    #expect(
      table.reports.flatMap(\.notes) == [
        "rows of one poll, stamped up to 65s apart, stand under its last stamp: 3 polls"
      ])
  }

  @Test(
    "are those that follow each other within ten seconds, and span five minutes",
    arguments: [
      (poll(4, every: 10), [[30, 4]]),
      (poll(4, every: 11), alone(4, every: 11)),
      (poll(31, every: 10), [[300, 31]]),
      (poll(31, every: 10) + [(second: 301, contract: 31)], alone(31, every: 10) + [[301, 1]]),
    ] as [([Row], [[Int]])])
  func limits(rows: [Row], expected: [[Int]]) throws { #expect(try snapshots(chain(rows)) == expected) }

  @Test("a contract that comes again begins the next, so that a loop without a pause is a snapshot a turn")
  func loop() throws {
    let turns = (0..<3).flatMap { Self.poll(4, from: $0 * 20, every: 5) }
    #expect(try snapshots(chain(turns)) == [[15, 4], [35, 4], [55, 4]])
  }

  @Test("rows of one stamp are never told apart: snapshots with one stamp each stay as they are")
  func shared() throws {
    func snapshot(_ second: Int, _ contracts: ClosedRange<Int>) -> [Row] { contracts.map { (second, $0) } }
    let hourly = try chain(snapshot(0, 0...5) + snapshot(3600, 0...5))
    #expect(try snapshots(hourly) == [[0, 6], [3600, 6]] && hourly.reports.flatMap(\.notes).isEmpty)
    let near = try chain(snapshot(0, 1...5) + snapshot(5, 0...5))
    #expect(try snapshots(near) == [[0, 5], [5, 6]] && near.reports.flatMap(\.notes).isEmpty)
    let sides = try chain(snapshot(0, 0...5) + snapshot(2, 6...11))
    #expect(try snapshots(sides) == [[2, 12]], "two requests of one poll")
  }

  @Test("may stand newest first, or as the answers came back")
  func order() throws {
    let rows = Self.poll(6) + Self.poll(6, from: 600)
    #expect(try snapshots(chain(rows.reversed())) == [[5, 6], [605, 6]])
    let mixed = [3, 0, 1, 5, 4, 2, 8, 6, 7, 11, 10, 9].map { rows[$0] }
    #expect(try snapshots(chain(mixed)) == [[5, 6], [605, 6]])
    let turned = Self.poll(6, from: 600) + Self.poll(6)
    #expect(try snapshots(chain(turned)) == [[5, 6], [605, 6]], "the last poll first")
    let text = Self.header + (turned + Self.poll(6, from: 1200)).map { Self.line($0) }.joined()
    #expect(problem(text, name: "y.csv")?.what.contains("time goes") == true)
  }

  @Test("of recorded answers go together as well")
  func captured() throws {
    let lines = (0..<3).map { index in
      #"https://www.deribit.com/api/v2/public/get_book_summary_by_instrument -> \#(1_735_689_600 + index): {"jsonrpc":"2.0","result":[{"instrument_name":"BTC-30OCT26-\#(90000 + index)-P","mark_price":0.0525,"mark_iv":48.25,"underlying_price":91000.5,"bid_price":null,"ask_price":0.055,"open_interest":12.5,"volume":3.1,"creation_timestamp":1735689600000}]}"#
    }
    let table = try ImportedTable(lines.joined(separator: "\n") + "\n", name: "x.log", in: scratch)
    #expect(try table.stamps == [String](repeating: "2025-01-01T00:00:02Z", count: 3))
    #expect(
      table.reports.flatMap(\.notes).contains(
        "rows of one poll, stamped up to 2s apart, stand under its last stamp: 1 poll"))
  }

  @Test("are not cut in two where a large file is read in pieces")
  func pieces() throws {
    let (polls, contracts) = (60, 61)
    let rows = (0..<polls).flatMap { Self.poll(contracts, from: $0 * 900, every: 2) }
    let path = try scratch.write(Self.header + rows.map { Self.line($0) }.joined(), to: "large/x.csv")
    let dataset = try Dataset.openForImport(at: scratch.path + "/large.sqlite")
    let report = try TextSizes.$current.withValue(TextSizes(all: 8 << 10)) {
      try #require(Importer.importFiles([path], into: dataset).first)
    }
    let stamps = try dataset.series(#require(report.series)).stamps
    #expect(stamps.count == polls * contracts)
    for (row, stamp) in stamps.enumerated() {
      #expect(stamp == (newYear + .seconds(row / contracts * 900 + 120)).milliseconds)
    }
    #expect(report.notes == ["rows of one poll, stamped up to 2m apart, stand under its last stamp: 60 polls"])
  }
}
