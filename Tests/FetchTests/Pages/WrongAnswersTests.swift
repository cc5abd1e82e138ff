import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("Answers that are not what was asked for")
struct WrongAnswersTests {
  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private func fetch(_ venue: VenueInterface, _ base: String, _ symbol: String, _ series: String) throws -> FetchReport
  {
    let setting = fetching.setting(base)
    let isNow = venue.isOfTheMoment([series])
    return try VenueFetch(venue, setting).fetch(
      symbol: symbol, series: [series], interval: "1h",
      span: isNow ? .today(setting.now) : fetching.span("2025-01", "2025-01"))
  }

  private func problem(
    _ venue: VenueInterface, _ symbol: String, _ series: String,
    _ site: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer
  ) throws -> Problem? {
    let server = try LoopbackServer(site)
    return #expect(throws: Problem.self) { try fetch(venue, server.address, symbol, series) }
  }

  /// What a site answers with one text in the place of another.
  private static func replacing(
    _ text: String, _ other: String, in site: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer
  ) -> @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer {
    { request in .init(text: String(decoding: site(request).body, as: UTF8.self).replacing(text, with: other)) }
  }

  @Test("rows of another symbol, of another width and of a test network are refused")
  func others() throws {
    let drift = try problem(
      .drift, "SOL-PERP", "funding", Self.replacing(#""SOL-PERP""#, #""ETH-PERP""#, in: VenueSite.drift))
    #expect(drift?.what.contains("its answer is of 'ETH-PERP'") == true, "\(drift as Any)")
    let width = try problem(
      .hyperliquid, "ETH", "klines", Self.replacing(#""i":"1h""#, #""i":"4h""#, in: VenueSite.hyperliquid))
    #expect(width?.what.contains("a row says '4h' as its 'i'") == true, "\(width as Any)")
    let test = try problem(
      .deribit, "BTC-PERPETUAL", "funding",
      Self.replacing(#""testnet":false"#, #""testnet":true"#, in: VenueSite.deribit))
    #expect(test?.what.contains("test network") == true, "\(test as Any)")
    let left = (try? FileManager.default.subpathsOfDirectory(atPath: fetching.archive)) ?? []
    #expect(!left.contains { $0.hasSuffix(".json") })
  }

  @Test("a page of HTML is no JSON, and a server that fails at everything is in trouble")
  func failing() throws {
    let html = try problem(.bybit, "BTCUSDT", "funding") { _ in .init(text: "<html><body>Welcome</body></html>") }
    #expect(html?.what.hasPrefix("Bybit answers something that is no JSON") == true, "\(html as Any)")
    let failing = try problem(.hyperliquid, "ETH", "funding") { _ in .init(500, text: "null") }
    #expect(failing?.fault == .work && failing?.what.contains("500") == true, "\(failing as Any)")
  }

  @Test("a refusal that stands in a list of errors is read, and a key within it is cut out")
  func words() throws {
    let unknown = try problem(.dydx, "BTC-UDS", "funding") { request in
      request.path == "/v4/perpetualMarkets"
        ? VenueSite.dydx(request) : .init(400, text: #"{"errors":[{"msg":"ticker must be a valid ticker"}]}"#)
    }
    #expect(unknown?.remedy == "did you mean 'BTC-USD'?", "\(unknown as Any)")
    let echo = try problem(.coinMetrics(key: "s3cr3t+key"), "binance-BTCUSDT-future", "funding") { request in
      .init(
        401,
        text:
          #"{"error":{"type":"wrong_credentials","message":"not valid: \#(request.value("api_key") ?? "") \#(request.query)"}}"#
      )
    }
    #expect(
      echo?.what.contains("not valid: …") == true && echo?.description.contains("s3cr3t") == false, "\(echo as Any)")
  }

  private static func chain(_ name: String, made: Double) -> LoopbackServer.Answer {
    let rows = ["C", "P"].map {
      #"{"instrument_name":"\#(name)-\#($0)","mark_price":0.0525,"mark_iv":48.25,"underlying_price":91000.5,"bid_price":null,"ask_price":0.055,"open_interest":12.5,"volume":3.1,"creation_timestamp":\#(Int64(made * 1000))}"#
    }
    return .init(text: #"{"jsonrpc":"2.0","result":[\#(rows.joined(separator: ","))],"usIn":1,"usOut":2,"usDiff":1}"#)
  }

  @Test("a chain of another coin is refused, and one out of a cache says how old it is")
  func chains() throws {
    let now = fetching.retryPolicy.now()
    let other = try problem(.deribit, "BTC", "option_chain") { _ in Self.chain("ETH-30OCT26-4000", made: now) }
    #expect(other?.what.contains("its answer is of 'ETH-30OCT26-4000-C'") == true, "\(other as Any)")
    let usdc = try LoopbackServer { _ in Self.chain("SOL_USDC-30OCT26-200", made: now) }
    #expect(try fetch(.deribit, usdc.address, "USDC", "option_chain").files[0].notes.count == 1)
    let stale = try LoopbackServer { _ in Self.chain("BTC-30OCT26-90000", made: now - 3 * 86_400) }
    let notes = try fetch(.deribit, stale.address, "BTC", "option_chain").files[0].notes
    #expect(notes.last?.contains("3d before it came: a cache may stand between") == true, "\(notes)")
  }

  @Test("a user and a password in an address are not written down")
  func password() throws {
    let now = fetching.retryPolicy.now()
    let server = try LoopbackServer { _ in Self.chain("BTC-30OCT26-90000", made: now) }
    let base = server.address.replacing("http://", with: "http://user:pw123@")
    let report = try fetch(.deribit, base, "BTC", "option_chain")
    let text = try String(contentsOfFile: #require(report.paths.first), encoding: .utf8)
    #expect(text.hasPrefix(server.address) && !text.contains("pw123"))
    #expect(try fetching.rows(of: report.paths).keys.sorted() == ["deribit:BTC/option option_chain irregular"])
  }

  @Test("GMX's amounts with a point are of another form, and no amounts of a trillionth")
  func points() throws {
    let server = try LoopbackServer { _ in
      .init(
        text:
          #"{"markets":[{"name":"ETH/USD [WETH-USDC]","marketToken":"0x1","openInterestLong":"45000000.0","openInterestShort":"1","fundingRateLong":"0","fundingRateShort":"0","borrowingRateLong":"0","borrowingRateShort":"0"}]}"#
      )
    }
    let report = try fetch(.gmx, server.address, "ETH", "open_interest")
    let problem = #expect(throws: Problem.self) { try fetching.rows(of: report.paths) }
    #expect(problem?.what.contains("openInterestLong '45000000.0'") == true, "\(problem as Any)")
  }

  @Test("a clock that goes otherwise than the server's is said")
  func clocks() throws {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    func notes(behind seconds: Double) throws -> [String] {
      let date = format.string(from: Date(timeIntervalSince1970: fetching.retryPolicy.now() - seconds))
      let server = try LoopbackServer { request in
        var answer = VenueSite.bybit(request)
        answer.headers["Date"] = date
        return answer
      }
      try? FileManager.default.removeItem(atPath: fetching.archive)
      return try fetch(.bybit, server.address, "BTCUSDT", "funding").notes
    }
    #expect(try notes(behind: 20) == [])
    #expect(
      try notes(behind: 31 * 86_400)
        == ["the clock here is 31d ahead of that of Bybit, and by it months and bars are over"])
  }

  @Test("trades and aggregates of the same trades are not fetched into one series")
  func trades() throws {
    let kinds = try ["aggTrades", "trades"].map { try ArchiveKind.named($0, market: .um) }
    let problem = #expect(throws: Problem.self) {
      try BinanceArchive.Request(
        symbol: "BTCUSDT", market: .um, kinds: kinds, interval: "5m", span: fetching.span("2025-01", "2025-01"))
    }
    #expect(problem?.what.contains("the same trades") == true)
  }
}
