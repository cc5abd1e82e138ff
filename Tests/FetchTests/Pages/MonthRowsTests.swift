import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("What a fetched month lacks")
struct MonthRowsTests {
  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  /// Settlements of January every eight hours, but for some.
  private func notes(_ venue: VenueInterface, _ symbol: String, without hours: Range<Int>) throws -> [String] {
    let lost = TimeRange(from: newYear + .hours(hours.lowerBound), to: newYear + .hours(hours.upperBound))
    let server = try LoopbackServer { request in
      let to = request.value("endTime").flatMap(Int64.init) ?? 0
      let own = VenueSite.stamps(every: .hours(8)).filter {
        $0 <= to && !lost.contains(Instant(milliseconds: $0))
      }
      let rows = own.suffix(200).reversed().map {
        #"{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"\#($0)"}"#
      }
      return .init(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
    }
    return try VenueFetch(venue, fetching.setting(server.address)).fetch(
      symbol: symbol, series: ["funding"], interval: "1h", span: fetching.span("2025-01", "2025-01")
    ).files[0].notes
  }

  @Test(
    "settlements that are missing are counted by the distance of those around them",
    arguments: [
      (240..<288, "87 of 93 rows, the first that is missing is 2025-01-11 00:00; --recheck asks again"),
      (672..<744, "84 of 93 rows, the first that is missing is 2025-01-29 00:00; --recheck asks again"),
    ])
  func settlements(lost: Range<Int>, note: String) throws {
    #expect(try notes(.bybit, "BTCUSDT", without: lost) == [note])
  }

  @Test("a late beginning is said as such, and a month that is whole has nothing to say")
  func beginning() throws {
    #expect(
      try notes(.bybit, "BTCUSDT", without: 0..<48)
        == ["begins at 2025-01-03 00:00: a listing, or all that is left; --recheck asks again"])
  }

  @Test("a month that is whole has nothing to say")
  func whole() throws {
    #expect(try notes(.bybit, "BTCUSDT", without: 0..<0) == [])
  }

  @Test("settlements that are missing at the ends of a month are counted")
  func ends() throws {
    #expect(
      try notes(.bybit, "BTCUSDT", without: 0..<8)
        == ["92 of 93 rows, the first that is missing is 2025-01-01 00:00; --recheck asks again"])
  }

  @Test("and at its end")
  func lastSettlement() throws {
    let late = try notes(.bybit, "BTCUSDT", without: 736..<744)
    #expect(late == ["92 of 93 rows, the first that is missing is 2025-01-31 16:00; --recheck asks again"])
  }

  @Test("rows without a value that the others have are counted")
  func values() throws {
    let server = try LoopbackServer { request in
      let text = String(decoding: VenueSite.binance(request).body, as: UTF8.self)
      return .init(
        text: text.replacing(#""fundingRate":"\#(VenueSite.rate(newYear.milliseconds))""#, with: #""fundingRate":null"#)
      )
    }
    let report = try VenueFetch(.binanceREST, fetching.setting(server.address)).fetch(
      symbol: "BTCUSDT", series: ["funding"], interval: "1h", span: fetching.span("2025-01", "2025-01"))
    #expect(report.files[0].notes == ["14 of 93 rows have no 'fundingRate'"])
  }
}
