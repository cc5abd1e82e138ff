import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("A month is whole, or says what it lacks, or is not kept")
struct WholeMonthTests {
  typealias Site = @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer

  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private func fetch(
    _ venue: VenueInterface, _ symbol: String, _ series: String, interval: String = "1h", _ site: @escaping Site
  ) throws -> FetchReport {
    let server = try LoopbackServer(site)
    return try VenueFetch(venue, fetching.setting(server.address)).fetch(
      symbol: symbol, series: [series], interval: interval, span: fetching.span("2025-01", "2025-01"))
  }

  private func problem(_ venue: VenueInterface, _ symbol: String, _ series: String, _ site: @escaping Site) -> Problem?
  {
    #expect(throws: Problem.self) { try fetch(venue, symbol, series, site) }
  }

  private var keptFiles: [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: fetching.archive)) ?? []).filter { $0.hasSuffix(".json") }
  }

  private static func number(_ request: LoopbackServer.Request, _ name: String) -> Int64? {
    request.value(name).flatMap(Int64.init)
  }

  // MARK: Circles

  private static func interest(_ stamps: some Sequence<Int64>, cursor: String) -> LoopbackServer.Answer {
    let rows = stamps.map { #"{"openInterest":"\#($0 / 1_000_000).5","timestamp":"\#($0)"}"# }
    let list = rows.joined(separator: ",")
    return .init(
      text:
        #"{"retCode":0,"result":{"symbol":"BTCUSDT","category":"linear","list":[\#(list)],"nextPageCursor":"\#(cursor)"}}"#
    )
  }

  private static let january = VenueSite.stamps(every: .hour).filter {
    $0 >= newYear.milliseconds && $0 < (newYear + .hours(744)).milliseconds
  }

  @Test("a cursor that was there before is an error of the month, whether its page is the same or another")
  func cursors() {
    let same = problem(.bybit, "BTCUSDT", "open_interest") { _ in
      Self.interest(Self.january.suffix(200).reversed(), cursor: "a")
    }
    #expect(same?.what == "Bybit answers the same page again and again, for open_interest of 'BTCUSDT' in 2025-01")
    let circle = problem(.bybit, "BTCUSDT", "open_interest") { request in
      let page = ["": 0, "a": 1, "b": 2][request.value("cursor") ?? ""] ?? 0
      return Self.interest(
        Self.january.dropLast(200 * page).suffix(200).reversed(), cursor: page == 0 ? "a" : page == 1 ? "b" : "a")
    }
    #expect(
      circle?.what == "Bybit hands out a page's cursor that it gave before, for open_interest of 'BTCUSDT' in 2025-01")
    #expect(
      circle?.remedy?.contains("leave the month out with --from and --to; nothing of it was kept") == true
        && keptFiles.isEmpty)
  }

  @Test("a server that does not mind the bounds is an error of the month, forwards and backwards")
  func bounds() {
    let forward = problem(.binanceREST, "BTCUSDT", "funding") { _ in
      let rows = VenueSite.stamps(every: .hours(8)).filter { $0 >= newYear.milliseconds }.prefix(20).map {
        #"{"symbol":"BTCUSDT","fundingTime":\#($0),"fundingRate":"0.0001","markPrice":"1"}"#
      }
      return .init(text: "[\(rows.joined(separator: ","))]")
    }
    #expect(forward?.what == "Binance answers the same page again and again, for funding of 'BTCUSDT' in 2025-01")
    let backward = problem(.bybit, "BTCUSDT", "funding") { _ in
      let rows = Self.january.suffix(200).reversed().map {
        #"{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"\#($0)"}"#
      }
      return .init(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
    }
    #expect(backward?.what == "Bybit answers the same page again and again, for funding of 'BTCUSDT' in 2025-01")
    #expect(keptFiles.isEmpty)
  }

  // MARK: Limits

  @Test("a limit below what is asked for leaves no gap, whichever rows it leaves out", arguments: [true, false])
  func limits(isNewest: Bool) throws {
    let report = try fetch(.deribit, "BTC-PERPETUAL", "funding") { request in
      let range = (Self.number(request, "start_timestamp") ?? 0)...(Self.number(request, "end_timestamp") ?? 0)
      let all = VenueSite.stamps(every: .hour).filter(range.contains)
      let rows = (isNewest ? all.suffix(100) : all.prefix(100)).map {
        #"{"timestamp":\#($0),"index_price":8222.87,"prev_index_price":8305.72,"interest_8h":-9e-05,"interest_1h":-4e-7}"#
      }
      return .init(text: #"{"result":[\#(rows.joined(separator: ","))]}"#)
    }
    #expect(report.files[0].notes == [])
    #expect(try fetching.rows(of: report.paths)["deribit:BTC-PERPETUAL funding 1h"]?.count == 744)
  }

  @Test("a stretch that one page left out is asked for by itself")
  func gap() throws {
    let report = try fetch(.hyperliquid, "ETH", "funding") { request in
      let text = String(decoding: VenueSite.hyperliquid(request).body, as: UTF8.self)
      // The first page loses a day within it, as a shard that is down does.
      guard request.earlier == 0 else { return .init(text: text) }
      let lost = Set((100..<124).map { (newYear + .hour * $0).milliseconds + 31 })
      let rows = text.dropFirst().dropLast().split(separator: "},").filter { row in
        !lost.contains { row.contains("\"time\":\($0)") }
      }
      return .init(text: "[" + rows.map { $0.hasSuffix("}") ? $0 : $0 + "}" }.joined(separator: ",") + "]")
    }
    #expect(report.files[0].notes == [])
    #expect(try fetching.rows(of: report.paths)["hyperliquid:ETH funding 1h"]?.count == 744)
  }

  @Test("a bar or two of a whole month are a month that lacks the rest")
  func few() throws {
    let report = try fetch(.bybit, "BTCUSDT", "klines") { _ in
      .init(
        text: #"{"retCode":0,"result":{"list":[["\#(newYear.milliseconds)","100.5","102","99","101","12","1262"]]}}"#)
    }
    #expect(
      report.files[0].notes
        == ["1 of 744 rows, the first that is missing is 2025-01-01 01:00; --recheck asks again"])
  }

  @Test("a month that was kept short says so each time, until it is asked for again")
  func keptShort() throws {
    let isWhole = Switch(false)
    let server = try LoopbackServer { request in
      guard !isWhole.isOn else { return VenueSite.bybit(request) }
      let row = #"["\#(newYear.milliseconds)","100.5","102","99","101.25","12.5","1262.5"]"#
      return .init(text: #"{"retCode":0,"result":{"list":[\#(row)]}}"#)
    }
    func fetch(rechecks: Bool = false) throws -> FetchedFile? {
      var setting = fetching.setting(server.address)
      setting.rechecks = rechecks
      return try VenueFetch(.bybit, setting).fetch(
        symbol: "BTCUSDT", series: ["klines"], interval: "1h", span: fetching.span("2025-01", "2025-01")
      ).files.first
    }
    #expect(try fetch()?.state == .fetched)
    isWhole.set(true)
    let again = try fetch()
    #expect(again?.state == .cached && again?.notes == ["1 of 744 rows; --recheck asks for the others"])
    let whole = try fetch(rechecks: true)
    #expect(whole?.state == .replaced && whole?.notes == [])
    #expect(try fetch()?.notes == [])
  }

  // MARK: Widths

  @Test("rows of another width than was asked for are refused", arguments: [4, 24])
  func widths(hours: Int) {
    let stamps = Self.january.filter { $0 % (Int64(hours) * 3_600_000) == 0 }
    let rows = stamps.reversed().map { #"["\#($0)","100.5","102","99","101.25","12.5","1262.5"]"# }
    let wide = problem(.bybit, "BTCUSDT", "klines") { _ in
      .init(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
    }
    #expect(
      wide?.what == "Bybit was asked for klines of '60', and its rows of 2025-01 are \(hours == 24 ? "1d" : "4h") apart"
    )
    #expect(keptFiles.isEmpty)
  }

  @Test("rows that are closer to each other than was asked for are refused")
  func narrow() {
    let narrow = #expect(throws: Problem.self) {
      try fetch(.bybit, "BTCUSDT", "klines", interval: "4h", VenueSite.bybit)
    }
    #expect(narrow?.what == "Bybit was asked for klines of '240', and its rows of 2025-01 are 1h apart")
    #expect(keptFiles.isEmpty)
  }
}
