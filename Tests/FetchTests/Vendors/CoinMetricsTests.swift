import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("Coin Metrics, fetched")
struct CoinMetricsTests {
  typealias Request = LoopbackServer.Request
  typealias Answer = LoopbackServer.Answer

  private static let key = "s3cr3t+/key"
  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private func fetch(
    _ base: String, _ series: [String], symbol: String = "binance-BTCUSDT-future", key: String? = CoinMetricsTests.key,
    interval: String = "1h", to: String = "2025-01"
  ) throws -> FetchReport {
    try VenueFetch(.coinMetrics(key: key), fetching.setting(base)).fetch(
      symbol: symbol, series: series, interval: interval, span: fetching.span("2025-01", to))
  }

  /// Rows of January, as many a page, the next page said by address or by token.
  private static func pages(
    _ rows: [String], of size: Int, _ request: Request, address: ((String) -> String)?
  ) -> Answer {
    let start = request.value("next_page_token").flatMap(Int.init) ?? 0
    let own = rows.dropFirst(start).prefix(size)
    var body = #"{"data":[\#(own.joined(separator: ","))]"#
    if start + size < rows.count {
      body += #","next_page_token":"\#(start + size)""#
      if let address { body += #","next_page_url":"\#(address("\(start + size)"))""# }
    }
    return Answer(text: body + "}")
  }

  private static func funding(_ count: Int) -> [String] {
    (0..<count).map { row in
      let time = (newYear + .hours(8) * row).description.replacing("Z", with: ".000000000Z")
      // Fields that a row need not have are missing now and then.
      let rate = row == 4 ? "" : #""rate":"0.0001000000000000000\#(row % 10)","#
      return
        #"{"market":"binance-BTCUSDT-future","time":"\#(time)",\#(rate)"period":"08:00:00","interval":"08:00:00","database_time":"\#(time)"}"#
    }
  }

  @Test("pages follow each other by address and by token", arguments: [true, false])
  func pages(byAddress: Bool) throws {
    let rows = Self.funding(93)
    let server = try LoopbackServer { request in
      let host = request.headers["host"] ?? ""
      return Self.pages(
        rows, of: 40, request,
        address: byAddress ? { "http:\\/\\/\(host)/v4/next?api_key=s3cr3t&next_page_token=\($0)" } : nil)
    }
    let report = try fetch(server.address, ["funding"])
    #expect(report.states == ["2025-01.json fetched"] && server.requests.count == 3)
    #expect(server.requests.allSatisfy { $0.path == "/v4/timeseries/market-funding-rates" })
    #expect(try fetching.rows(of: report.paths)["coinmetrics_binance:BTCUSDT funding 8h"]?.count == 92)
    let rates = try fetching.values(of: report.paths, "coinmetrics_binance:BTCUSDT funding 8h", "funding_rate")
    #expect(rates.first == 0.0001)
  }

  @Test("the key goes to its host alone, and neither to the disk nor into a message")
  func key() throws {
    let rows = Self.funding(93)
    let other = try LoopbackServer { request in Self.pages(rows, of: 100, request, address: nil) }
    let elsewhere = other.address
    let server = try LoopbackServer { request in
      request.value("api_key") == Self.key
        ? Answer(302, headers: ["Location": elsewhere + request.path]) : Answer(401)
    }
    let report = try fetch(server.address, ["funding"])
    #expect(report.states == ["2025-01.json fetched"])
    #expect(server.requests.allSatisfy { $0.value("api_key") == Self.key })
    #expect(!other.requests.isEmpty && other.requests.allSatisfy { !$0.query.contains("key") })
    for path in try FileManager.default.subpathsOfDirectory(atPath: fetching.archive) {
      let bytes = FileManager.default.contents(atPath: fetching.archive + "/" + path) ?? Data()
      #expect(!String(decoding: bytes, as: UTF8.self).contains("s3cr3t") && !path.contains("s3cr3t"))
    }
    // A server that puts the key behind another host's address is not followed, and a next page elsewhere neither.
    let echo = try LoopbackServer { request in
      Answer(302, headers: ["Location": "\(elsewhere)/x?\(request.query)"])
    }
    let away = try LoopbackServer { request in
      Self.pages(rows, of: 40, request, address: { "\(elsewhere)/x?next_page_token=\($0)" })
    }
    other.forget()
    for base in [echo.address, away.address] {
      try FileManager.default.removeItem(atPath: fetching.archive)
      let problem = #expect(throws: Problem.self) { try fetch(base, ["funding"]) }
      #expect(problem?.description.contains("s3cr3t") == false && problem?.what.contains("host") == true)
      try FileManager.default.createDirectory(atPath: fetching.archive, withIntermediateDirectories: true)
    }
    #expect(other.requests.isEmpty)
    // Without a key the community is asked, and nothing is sent that looks like one.
    let open = try LoopbackServer { request in Self.pages(rows, of: 100, request, address: nil) }
    _ = try fetch(open.address, ["funding"], key: "")
    #expect(open.requests.allSatisfy { $0.value("api_key") == nil })
  }

  @Test("a limit that is used up is not run into")
  func limit() throws {
    let rows = Self.funding(93)
    let server = try LoopbackServer { request in
      var answer = Self.pages(rows, of: 40, request, address: nil)
      answer.headers = ["X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "6"]
      return answer
    }
    _ = try fetch(server.address, ["funding"])
    #expect(fetching.waits == [6, 6])
  }

  @Test("what it refuses is said in its words, with what to do")
  func refusals() throws {
    func problem(_ status: Int, _ type: String, _ message: String, key: String? = CoinMetricsTests.key) throws
      -> Problem?
    {
      let server = try LoopbackServer { request in
        request.path.hasSuffix("/markets")
          ? Answer(text: #"{"data":[{"market":"binance-BTCUSDT-future"},{"market":"binance-ETHUSDT-future"}]}"#)
          : Answer(status, text: #"{"error":{"type":"\#(type)","message":"\#(message)"}}"#)
      }
      return #expect(throws: Problem.self) {
        try fetch(server.address, ["funding"], symbol: "binance-ETHUST-future", key: key)
      }
    }
    let wrong = try problem(401, "wrong_credentials", "Supplied credentials are not valid.")
    #expect(wrong?.what.contains("'Supplied credentials are not valid.'") == true)
    #expect(wrong?.remedy == "check the key in COINMETRICS_API_KEY")
    let none = try problem(401, "unauthorized", "Requested resource requires authorization.", key: nil)
    #expect(none?.remedy?.hasPrefix("put a key into COINMETRICS_API_KEY") == true)
    let plan = try problem(403, "forbidden", "Requested resource is not available with supplied credentials.")
    #expect(plan?.remedy?.hasPrefix("the plan may not include it") == true)
    let market = try problem(400, "bad_parameter", "Bad parameter 'markets'. Market 'x' is not supported.")
    #expect(
      market?.description
        == "Coin Metrics has no symbol 'binance-ETHUST-future'; did you mean 'binance-ETHUSDT-future'?")
  }

  private static func liquidation(_ id: Int, _ side: String) -> String {
    #"{"market":"binance-BTCUSDT-future","time":"2025-01-03T08:00:00.000000000Z","coin_metrics_id":"\#(id)","amount":"0.\#(id)","price":"65000","side":"\#(side)","type":"trade","database_time":"2025-01-03T08:00:01.000000000Z"}"#
  }

  @Test("liquidations of one time are told apart by their ids, and come once each")
  func liquidations() throws {
    let rows = [(1, "sell"), (2, "buy"), (2, "buy"), (3, "sell")].map(Self.liquidation)
    let server = try LoopbackServer { request in Self.pages(rows, of: 2, request, address: nil) }
    let report = try fetch(server.address, ["liquidations"])
    let series = try fetching.rows(of: report.paths)
    #expect(series.values.first?.count == 3, "\(series)")
    let title = try #require(series.keys.first)
    #expect(title.hasPrefix("coinmetrics_binance:BTCUSDT liquidation_events"))
    #expect(try fetching.values(of: report.paths, title, "long_liquidated") == [0.1, 0, 0.3])
  }

  @Test("a liquidation that is answered no longer stays beside those of its time")
  func keptLiquidations() throws {
    let isLate = Switch(false)
    let server = try LoopbackServer { request in
      let rows = [(1, "sell"), (2, "buy"), (3, "sell")].map(Self.liquidation)
      return Self.pages(isLate.isOn ? [rows[1]] : rows, of: 100, request, address: nil)
    }
    _ = try fetch(server.address, ["liquidations"])
    isLate.set(true)
    var setting = fetching.setting(server.address)
    setting.rechecks = true
    let again = try VenueFetch(.coinMetrics(key: Self.key), setting).fetch(
      symbol: "binance-BTCUSDT-future", series: ["liquidations"], interval: "1h",
      span: fetching.span("2025-01", "2025-01"))
    #expect(again.files[0].notes.contains("2 rows that Coin Metrics no longer has are kept"))
    #expect(try fetching.rows(of: again.paths).values.first?.count == 3)
  }

  @Test("open interest, candles, predicted funding and contract prices are imported, each as what it is")
  func kinds() throws {
    let server = try LoopbackServer { request in
      let rows = (0..<5).map { row -> String in
        let time = (newYear + .hour * row).description.replacing("Z", with: ".000000000Z")
        let head = #""market":"deribit-BTC-PERPETUAL-future","time":"\#(time)","database_time":"\#(time)""#
        switch request.path.split(separator: "/").last {
        case "market-openinterest": return #"{\#(head),"contract_count":"1250","value_usd":"12500.5"}"#
        case "market-candles":
          return
            #"{\#(head),"price_open":"100","price_close":"101","price_high":"102","price_low":"99","vwap":"100.5","volume":"12.5","candle_usd_volume":"1262.5","candle_trades_count":"77"}"#
        case "market-funding-rates-predicted":
          return #"{\#(head),"rate_predicted":"0.0001","rate_time":"\#(time)"}"#
        default: return #"{\#(head),"mark_price":"101.5","index_price":"101.25"}"#
        }
      }
      return Self.pages(rows, of: 100, request, address: nil)
    }
    let report = try fetch(
      server.address, ["open_interest", "klines", "predicted_funding", "contract_prices"],
      symbol: "deribit-BTC-PERPETUAL-future")
    let titles = try fetching.rows(of: report.paths).mapValues(\.count)
    #expect(
      Set(titles.keys)
        == Set(
          ["open_interest", "klines", "predicted_funding", "mark", "index"].map {
            "coinmetrics_deribit:BTC-PERPETUAL \($0) 1h"
          }),
      "\(titles)")
    #expect(titles.values.allSatisfy { $0 == 5 })
  }

  @Test(
    "a rate is what is paid: of one that is said of eight hours and paid each hour an eighth",
    arguments: [
      ("08:00:00", "08:00:00", 0.0008, 8.0), ("08:00:00", "01:00:00", 0.0001, 1),
      ("08:00:00", "00:00:00.001", 0.0001, 1),
      ("08:00:00", "04:00:00", 0.0004, 4), ("01:00:00", "01:00:00", 0.0008, 1),
    ])
  func periods(period: String, interval: String, paid: Double, hours: Double) throws {
    let rows = (0..<24).map { row in
      let time = (newYear + .hours(Int(hours)) * row).description.replacing("Z", with: ".000000000Z")
      return
        #"{"market":"x-BTC-future","time":"\#(time)","rate":"0.0008","period":"\#(period)","interval":"\#(interval)","database_time":"\#(time)"}"#
    }
    let server = try LoopbackServer { request in Self.pages(rows, of: 100, request, address: nil) }
    let report = try fetch(server.address, ["funding"], symbol: "x-BTC-future")
    let rates = try fetching.values(of: report.paths, "coinmetrics_x:BTC funding 8h", "funding_rate")
    #expect(rates.count == 24 && rates.allSatisfy { abs($0 - paid) < 1e-15 }, "\(rates)")
    #expect(try fetching.values(of: report.paths, "coinmetrics_x:BTC funding 8h", "funding_interval").first == hours)
  }

  @Test("a rate of a period that nobody knows is refused and not charged")
  func unknownPeriod() throws {
    let rows = (0..<3).map { row in
      let time = (newYear + .hours(8) * row).description.replacing("Z", with: ".000000000Z")
      return
        #"{"market":"x-BTC-future","time":"\#(time)","rate":"0.0008","period":"1 day","interval":"08:00:00","database_time":"\#(time)"}"#
    }
    let server = try LoopbackServer { request in Self.pages(rows, of: 100, request, address: nil) }
    let report = try fetch(server.address, ["funding"], symbol: "x-BTC-future")
    let problem = #expect(throws: Problem.self) { try fetching.rows(of: report.paths) }
    #expect(problem?.what.contains("'1 day'") == true, "\(problem as Any)")
  }

  @Test("a page without rows that has a token is not the last")
  func emptyPage() throws {
    let rows = Self.funding(93)
    let server = try LoopbackServer { request in
      let token = request.value("next_page_token") ?? ""
      if token == "" {
        return Answer(text: #"{"data":[\#(rows[..<40].joined(separator: ","))],"next_page_token":"a"}"#)
      }
      if token == "a" { return Answer(text: #"{"data":[],"next_page_token":"b"}"#) }
      return Answer(text: #"{"data":[\#(rows[40...].joined(separator: ","))]}"#)
    }
    let report = try fetch(server.address, ["funding"])
    #expect(try fetching.rows(of: report.paths)["coinmetrics_binance:BTCUSDT funding 8h"]?.count == 92)
  }

  @Test("spot is refused, and an inverse contract's volume is not known while its prices are")
  func markets() throws {
    let spot = #expect(throws: Problem.self) {
      try fetch("http://127.0.0.1:1", ["klines"], symbol: "binance-btc-usdt-spot")
    }
    #expect(spot?.what.contains("is a market of spot") == true)
    for (market, isKnown) in [
      ("binance-BTCUSD_PERP", false), ("deribit-BTC-PERPETUAL", false), ("bitmex-XBTUSD", false),
      ("binance-BTCUSDT", true),
    ] {
      let server = try LoopbackServer { request in
        let rows = (0..<5).map { row in
          let time = (newYear + .hour * row).description.replacing("Z", with: ".000000000Z")
          return
            #"{"market":"\#(market)-future","time":"\#(time)","price_open":"100","price_close":"101","price_high":"102","price_low":"99","vwap":"100.5","volume":"12.5","candle_usd_volume":"1262.5","candle_trades_count":"77","database_time":"\#(time)"}"#
        }
        return Self.pages(rows, of: 100, request, address: nil)
      }
      let report = try fetch(server.address, ["klines"], symbol: "\(market)-future")
      let title = "coinmetrics_\(market.replacing("-", with: ":", maxReplacements: 1)) klines 1h"
      #expect(try fetching.values(of: report.paths, title, "close") == [101, 101, 101, 101, 101])
      #expect(try fetching.values(of: report.paths, title, "volume").allSatisfy { $0.isNaN != isKnown }, "\(market)")
    }
  }
}
