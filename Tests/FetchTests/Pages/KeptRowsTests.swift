import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("Rows that a source no longer has")
struct KeptRowsTests {
  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private static let hour: Int64 = 3_600_000
  private static let february = Instant(year: 2025, month: 2, day: 1).milliseconds

  /// Hourly settlements of February from one of its hours on.
  private static func drift(from first: Int, rate: String = "0.0125") -> LoopbackServer.Answer {
    let rows = (first..<672).map {
      let stamp = february / 1000 + Int64($0) * 3600 + 7
      return #"{"ts":\#(stamp),"symbol":"SOL-PERP","fundingRate":"\#(rate)","oraclePrice":"125.0","markPrice":"125.1"}"#
    }
    return .init(text: #"{"success":true,"fundingRates":[\#(rows.joined(separator: ","))]}"#)
  }

  private func drift(
    _ server: LoopbackServer, today: String, _ change: (inout FetchSetting) -> Void = { _ in }
  ) throws -> FetchReport {
    var setting = fetching.setting(server.address, today: today)
    change(&setting)
    return try VenueFetch(.drift, setting).fetch(
      symbol: "SOL-PERP", series: ["funding"], interval: "1h", span: fetching.span("2025-02", "2025-02", today: today))
  }

  @Test("what was kept while a month ran stays in its file when the month is over")
  func monthEnds() throws {
    let isLate = Switch(false)
    let server = try LoopbackServer { _ in Self.drift(from: isLate.isOn ? 240 : 0) }
    let running = try drift(server, today: "2025-02-20")
    #expect(running.paths[0].hasSuffix("2025-02.open.json"))
    isLate.set(true)
    let over = try drift(server, today: "2025-03-10")
    #expect(over.files.map(\.state) == [.fetched])
    #expect(over.files[0].notes == ["240 rows that Drift no longer has are kept"])
    #expect(!FileManager.default.fileExists(atPath: running.paths[0]))
    #expect(try fetching.rows(of: over.paths)["drift:SOL-PERP funding 1h"]?.count == 672)
  }

  @Test("a month of which nothing is answered any more is the one that was kept")
  func nothingLeft() throws {
    let isLate = Switch(false)
    let server = try LoopbackServer { _ in Self.drift(from: isLate.isOn ? 672 : 0) }
    _ = try drift(server, today: "2025-02-20")
    isLate.set(true)
    let over = try drift(server, today: "2025-03-10")
    #expect(over.files.map(\.state) == [.fetched])
    #expect(try fetching.rows(of: over.paths)["drift:SOL-PERP funding 1h"]?.count == 19 * 24 + 12)
  }

  @Test("asked again, rows that are gone stay, rows that are mended are the source's")
  func rechecked() throws {
    let isLate = Switch(false)
    let server = try LoopbackServer { _ in
      isLate.isOn ? Self.drift(from: 240, rate: "0.025") : Self.drift(from: 0)
    }
    _ = try drift(server, today: "2025-03-10")
    isLate.set(true)
    let again = try drift(server, today: "2025-03-10") { $0.rechecks = true }
    #expect(again.files.map(\.state) == [.replaced])
    #expect(
      again.files[0].notes
        == ["240 rows that Drift no longer has are kept", "432 rows that Drift has otherwise now are taken anew"])
    let rates = try fetching.values(of: again.paths, "drift:SOL-PERP funding 1h", "funding_rate")
    #expect(rates == [Double](repeating: 0.0001, count: 240) + [Double](repeating: 0.0002, count: 432))
  }

  @Test("rows nearer to the source's than rows can be are no rows of their own, and a damaged file has none")
  func nearer() throws {
    let isHealthy = Switch(false)
    let server = try LoopbackServer { request in
      guard !isHealthy.isOn, request.path == "/v5/market/kline" else { return VenueSite.bybit(request) }
      // Bars under a time ten minutes behind their own.
      let to = request.value("end").flatMap(Int64.init) ?? 0
      let late = VenueSite.stamps(every: .hour).map { $0 + 600_000 }
      let page = VenueSite.page(late, 0...to, limit: 1000, newestFirst: true)
      let rows = page.map { #"["\#($0)","100.5","102","99","101.25","12.5","1262.5"]"# }
      return .init(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
    }
    func fetch() throws -> FetchReport {
      var setting = fetching.setting(server.address)
      setting.rechecks = true
      return try VenueFetch(.bybit, setting).fetch(
        symbol: "BTCUSDT", series: ["klines"], interval: "1h", span: fetching.span("2025-01", "2025-01"))
    }
    _ = try fetch()
    isHealthy.set(true)
    let mended = try fetch()
    #expect(mended.files[0].notes == ["744 rows that Bybit has otherwise now are taken anew"])
    #expect(try fetching.rows(of: mended.paths)["bybit:BTCUSDT klines 1h"]?.count == 744)
    try Data(#"{"of":{},"rows":[[1,"#.utf8).write(to: URL(fileURLWithPath: mended.paths[0]))
    #expect(try fetch().files[0].notes == [])
    #expect(try fetching.rows(of: mended.paths)["bybit:BTCUSDT klines 1h"]?.count == 744)
  }
}
