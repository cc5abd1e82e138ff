import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("What an archive's file holds is held against its name")
struct ArchiveContentTests {
  private let site: ArchiveSite
  private let fetching: Fetching
  private let day = "2025-03-01"

  init() throws {
    site = try ArchiveSite()
    fetching = try Fetching()
  }

  private func fetch(_ table: String) throws -> FetchReport {
    site.publish(table: table, at: ArchiveSite.klines(day))
    return try fetch()
  }

  private func fetch() throws -> FetchReport {
    try BinanceArchive(fetching.setting(site.server.address)).fetch(
      BinanceArchive.Request(
        symbol: "BTCUSDT", market: .um, kinds: [ArchiveKind.named("klines", market: .um)], interval: "1h",
        span: fetching.span(day, day)))
  }

  private var whole: String { KlineText.traded(24, every: .hour, from: Instant(day) ?? newYear) }

  private func lines(_ change: (inout [Substring]) -> Void) -> String {
    var lines = whole.split(separator: "\n")
    change(&lines)
    return lines.joined(separator: "\n") + "\n"
  }

  @Test("rows that are missing or doubled are said, and the rest is used")
  func counted() throws {
    #expect(
      try fetch(lines { $0.remove(at: 6) }).files[0].notes == [
        "23 of 24 rows, the first that is missing is 2025-03-01 05:00"
      ])
    try FileManager.default.removeItem(atPath: fetching.archive)
    #expect(try fetch(lines { $0.insert($0[6], at: 6) }).files[0].notes == ["1 rows stand there twice"])
  }

  @Test("metrics whose rows are of another symbol are refused and not kept")
  func metrics() throws {
    func fetch(_ symbol: String) throws -> FetchReport {
      let rows = (0..<288).map { row in
        let time = (Instant(day) ?? newYear) + .minutes(5) * (row + 1)
        let text = time.description.replacing("T", with: " ").replacing("Z", with: "")
        return "\(text),\(symbol),80000.5,7600000000,1.5,1.4,1.3,1.1\n"
      }
      let head =
        "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
        + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
      site.publish(table: head + rows.joined(), at: ArchiveSite.metrics(day))
      return try BinanceArchive(fetching.setting(site.server.address)).fetch(
        BinanceArchive.Request(
          symbol: "BTCUSDT", market: .um, kinds: [ArchiveKind.named("metrics", market: .um)], interval: "5m",
          span: fetching.span(day, day)))
    }
    let problem = #expect(throws: Problem.self) { try fetch("ETHUSDT") }
    #expect(problem?.what.hasSuffix("it is of BTCUSDT, and a row is of 'ETHUSDT'") == true, "\(problem as Any)")
    #expect(try fetch("BTCUSDT").files.map(\.state) == [.fetched])
  }

  @Test("another month than the name says, another table, a change of unit and rubbish are refused and not kept")
  func refused() throws {
    func what(_ table: String) -> String {
      (#expect(throws: Problem.self) { try fetch(table) })?.what ?? ""
    }
    let other = KlineText.traded(24, every: .hour, from: newYear)
    #expect(what(other).hasSuffix("it is of 2025-03-01, and a row is of 2025-01-01T00:00:00Z"))
    let mixed = lines { $0[5] = Substring($0[5].replacing(",", with: "000,", maxReplacements: 1)) }
    #expect(what(mixed).hasSuffix("its times change from milliseconds to microseconds"))
    let bytes = Archives.zip([("ETHUSDT-1h-2025-03-01.csv", whole)])
    site.publish(bytes, at: ArchiveSite.klines(day))
    let named = #expect(throws: Problem.self) { try fetch() }
    #expect(named?.what.hasSuffix("it holds 'ETHUSDT-1h-2025-03-01.csv' and not 'BTCUSDT-1h-2025-03-01.csv'") == true)
    site.publish(Array("no zip at all".utf8), at: ArchiveSite.klines(day))
    #expect(throws: Problem.self) { try fetch() }
    let left = try FileManager.default.subpathsOfDirectory(atPath: fetching.archive)
    #expect(!left.contains { $0.hasSuffix(".zip") || $0.hasSuffix(".part") }, "\(left)")
  }
}
