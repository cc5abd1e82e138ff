import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("What an interface says of the moment, fetched")
struct SnapshotFetchTests {
  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private func fetch(
    _ venue: VenueInterface, _ base: String, _ symbol: String, _ series: [String],
    _ change: (inout FetchSetting) -> Void = { _ in }
  ) throws -> FetchReport {
    var setting = fetching.setting(base)
    change(&setting)
    return try VenueFetch(venue, setting).fetch(
      symbol: symbol, series: series, interval: "1h", span: .today(setting.now))
  }

  private static func option(_ name: String) -> String {
    #"{"instrument_name":"\#(name)","mark_price":0.0525,"mark_iv":48.25,"underlying_price":91000.5,"bid_price":null,"ask_price":0.055,"open_interest":12.5,"volume":3.1,"creation_timestamp":1735689600000}"#
  }

  private static func deribit(_ request: LoopbackServer.Request) -> LoopbackServer.Answer {
    guard request.path.hasSuffix("get_book_summary_by_currency"), request.value("kind") == "option" else {
      return VenueSite.deribit(request)
    }
    guard request.value("currency") == "BTC" else {
      return .init(400, text: #"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params"}}"#)
    }
    let rows = [option("BTC-30OCT26-90000-P"), option("BTC-30OCT26-90000-C")].joined(separator: ",\n")
    return .init(text: #"{"jsonrpc":"2.0","result":[\#(rows)],"usIn":1,"usOut":2,"usDiff":1}"#)
  }

  @Test(
    "the books of all options of a coin are a snapshot, known when the answer was there, and kept as it was written")
  func chain() throws {
    let server = try LoopbackServer(Self.deribit)
    #expect(VenueInterface.deribit.isOfTheMoment(["option_chain"]))
    let report = try fetch(.deribit, server.address, "BTC", ["option_chain"])
    #expect(report.files.map(\.state) == [.fetched])
    let path = try #require(report.paths.first)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains(#""mark_iv":48.25"#))
    let rows = try fetching.rows(of: report.paths)
    #expect(rows.keys.sorted() == ["deribit:BTC/option option_chain irregular"])
    #expect(rows.values.first == [1_780_000_000_000, 1_780_000_000_000])
    #expect(
      try fetching.values(of: report.paths, "deribit:BTC/option option_chain irregular", "mark_iv") == [0.4825, 0.4825])
  }

  @Test("each call is a file of its own, a rehearsal asks nothing, and a coin that is not there is said")
  func calls() throws {
    let server = try LoopbackServer(Self.deribit)
    let first = try fetch(.deribit, server.address, "BTC-PERPETUAL", ["option_chain"])
    let second = try fetch(.deribit, server.address, "BTC-PERPETUAL", ["option_chain"]) {
      let policy = $0.retryPolicy
      $0.retryPolicy.now = { policy.now() + 60 }
    }
    #expect(Set(first.paths + second.paths).count == 2)
    let asked = server.requests.count
    let rehearsal = try fetch(.deribit, server.address, "BTC", ["option_chain"]) { $0.isRehearsal = true }
    #expect(rehearsal.files.map(\.state) == [.pending] && server.requests.count == asked)
    let problem = #expect(throws: Problem.self) { try fetch(.deribit, server.address, "XYZ", ["option_chain"]) }
    #expect(problem?.what.contains("'XYZ'") == true)
  }

  @Test("of GMX's markets those of the coin that was asked for, in dollars")
  func gmx() throws {
    @Sendable func market(_ name: String) -> String {
      #"{"name":"\#(name)","marketToken":"0x1","openInterestLong":"1500000000000000000000000000000000000","openInterestShort":"500000000000000000000000000000000000","fundingRateLong":"91500000000000000000000000000","fundingRateShort":"-1","borrowingRateLong":"0","borrowingRateShort":"0"}"#
    }
    let names = ["ETH/USD [WETH-USDC]", "ETH/USD [WETH-WETH]", "BTC/USD [WBTC-USDC]", "SWAP-ONLY [USDC-USDT]"]
    let server = try LoopbackServer { request in
      request.path == "/markets/info"
        ? .init(text: #"{"markets":[\#(names.map(market).joined(separator: ","))]}"#) : .init(404)
    }
    #expect(VenueInterface.gmx.isOfTheMoment([]))
    let report = try fetch(.gmx, server.address, "ETH", [])
    let rows = try fetching.rows(of: report.paths)
    #expect(
      rows.keys.sorted() == [
        "gmx:ETH-USD_WETH-USDC external irregular", "gmx:ETH-USD_WETH-USDC open_interest irregular",
        "gmx:ETH-USD_WETH-WETH external irregular", "gmx:ETH-USD_WETH-WETH open_interest irregular",
      ])
    #expect(
      try fetching.values(of: report.paths, "gmx:ETH-USD_WETH-USDC open_interest irregular", "open_interest_value")
        == [2_000_000])
    let problem = #expect(throws: Problem.self) { try fetch(.gmx, server.address, "ETHH", []) }
    #expect(problem != nil)
  }
}
