import Fetch
import Market
import TestSupport
import Testing

@Suite("Answers of one form whose numbers count different things")
struct UnitsOfAnswersTests {
  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private static let stamps = (0..<24).map { newYear.milliseconds + 3_600_000 * Int64($0) }

  private func fetch(_ venue: VenueInterface, _ symbol: String, _ series: String, _ text: String) throws -> FetchReport
  {
    let server = try LoopbackServer { _ in .init(text: text) }
    return try VenueFetch(venue, fetching.setting(server.address)).fetch(
      symbol: symbol, series: [series], interval: "1h", span: fetching.span("2025-01", "2025-01"))
  }

  private static func chart(hasCost: Bool) -> String {
    func column(_ name: String, _ value: String) -> String {
      #""\#(name)":[\#(stamps.map { _ in value }.joined(separator: ","))]"#
    }
    let columns = [
      #""ticks":[\#(stamps.map { "\($0)" }.joined(separator: ","))]"#, column("open", "100.5"), column("high", "102"),
      column("low", "99.5"), column("close", "101.0"), column("volume", "0.25"),
    ]
    let all = columns + (hasCost ? [column("cost", "25")] : [])
    return #"{"jsonrpc":"2.0","result":{\#(all.joined(separator: ",")),"status":"ok"},"testnet":false}"#
  }

  @Test(
    "Deribit's volume is in coins, and its cost the value of what is settled in dollars, where it says one",
    arguments: [
      ("ETH_USDC-PERPETUAL", "volume", true, 0.25), ("ETH_USDC-PERPETUAL", "quote_volume", true, 25),
      ("BTC_USDC-28MAR25", "volume", true, 0.25), ("ETH_USDC-PERPETUAL", "volume", false, 0.25),
      ("ETH_USDC-PERPETUAL", "quote_volume", false, .nan), ("ETH-PERPETUAL", "base_volume", true, 0.25),
      ("ETH-PERPETUAL", "volume", true, .nan), ("BTC-28MAR25", "base_volume", false, 0.25),
    ])
  func deribit(symbol: String, column: String, hasCost: Bool, value: Double) throws {
    let report = try fetch(.deribit, symbol, "klines", Self.chart(hasCost: hasCost))
    let values = try fetching.values(of: report.paths, "deribit:\(symbol) klines 1h", column)
    #expect(values.count == 24 && values.allSatisfy { $0 == value || value.isNaN && $0.isNaN }, "\(values)")
  }

  private static func drift(rate: String, price: String) -> String {
    let rows = stamps.map {
      #"{"ts":"\#($0 / 1000 + 7)","marketIndex":0,"fundingRate":"\#(rate)","oraclePriceTwap":"\#(price)"}"#
    }
    return #"{"fundingRates":[\#(rows.joined(separator: ","))]}"#
  }

  @Test(
    "Drift's older rates are dollars a coin over the oracle's average price, as whole numbers in units of their own too",
    arguments: [("12500000", "125000000"), ("0.0125", "125.0")])
  func drift(rate: String, price: String) throws {
    let report = try fetch(.drift, "SOL-PERP", "funding", Self.drift(rate: rate, price: price))
    let rates = try fetching.values(of: report.paths, "drift:SOL-PERP funding 1h", "funding_rate")
    #expect(rates.count == 24 && rates.allSatisfy { abs($0 - 0.0001) < 1e-15 }, "\(rates)")
  }

  @Test("rows of both units in one answer are refused")
  func mixed() throws {
    let text = Self.drift(rate: "12500000", price: "125000000").replacing(
      "}]", with: "},\(#"{"ts":"1735819200","fundingRate":"0.0125","oraclePriceTwap":"125.0"}"#)]")
    let report = try fetch(.drift, "SOL-PERP", "funding", text)
    let problem = #expect(throws: Problem.self) { try fetching.rows(of: report.paths) }
    #expect(problem?.what.contains("another form, in other units") == true, "\(problem as Any)")
  }
}
