import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("Venues' public interfaces, fetched")
struct VenueFetchTests {
  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private func fetch(
    _ venue: VenueInterface, _ base: String, _ symbol: String, _ series: [String], interval: String = "1h",
    from: String = "2025-01", to: String? = nil, today: String = "2025-03-10",
    _ change: (inout FetchSetting) -> Void = { _ in }
  ) throws -> FetchReport {
    var setting = fetching.setting(base, today: today)
    setting.parallel = 2
    change(&setting)
    return try VenueFetch(venue, setting).fetch(
      symbol: symbol, series: series, interval: interval, span: fetching.span(from, to, today: today))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let venue: VenueInterface
    let symbol: String
    let series: String
    var interval = "1h"
    let title: String
    /// Rows from January to the noon of the tenth of March.
    let rows: Int
    let site: @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer

    var testDescription: String { title }
  }

  /// Hours from New Year to the noon of 2025-03-10, both included; a bar that begins at the noon is not over.
  private static let hours = 68 * 24 + 13

  static let cases: [Case] = [
    Case(
      venue: .binanceREST, symbol: "BTCUSDT", series: "funding", title: "binance:BTCUSDT funding 8h", rows: 68 * 3 + 2,
      site: VenueSite.binance),
    Case(
      venue: .bybit, symbol: "BTCUSDT", series: "funding", title: "bybit:BTCUSDT funding 8h", rows: hours,
      site: VenueSite.bybit),
    Case(
      venue: .bybit, symbol: "BTCUSDT", series: "open_interest", title: "bybit:BTCUSDT open_interest 1h", rows: hours,
      site: VenueSite.bybit),
    Case(
      venue: .bybit, symbol: "BTCUSDT", series: "klines", title: "bybit:BTCUSDT klines 1h", rows: hours - 1,
      site: VenueSite.bybit),
    Case(
      venue: .okx, symbol: "BTC-USDT-SWAP", series: "funding", title: "okx:BTC-USDT-SWAP funding 8h", rows: 68 * 3 + 2,
      site: VenueSite.okx),
    Case(
      venue: .okx, symbol: "BTC-USDT-SWAP", series: "open_interest", title: "okx:BTC-USDT-SWAP open_interest 1h",
      rows: hours, site: VenueSite.okx),
    Case(
      venue: .okx, symbol: "BTC-USDT-SWAP", series: "klines", title: "okx:BTC-USDT-SWAP klines 1h", rows: hours - 1,
      site: VenueSite.okx),
    Case(
      venue: .deribit, symbol: "BTC-PERPETUAL", series: "funding", title: "deribit:BTC-PERPETUAL funding 1h",
      rows: hours, site: VenueSite.deribit),
    Case(
      venue: .deribit, symbol: "BTC-PERPETUAL", series: "klines", interval: "15m",
      title: "deribit:BTC-PERPETUAL klines 15m", rows: 68 * 96 + 48, site: VenueSite.deribit),
    Case(
      venue: .bitmex, symbol: "XBTUSD", series: "funding", title: "bitmex:XBTUSD funding 8h", rows: 68 * 3 + 2,
      site: VenueSite.bitmex),
    Case(
      venue: .hyperliquid, symbol: "ETH", series: "funding", title: "hyperliquid:ETH funding 1h", rows: hours - 1,
      site: VenueSite.hyperliquid),
    Case(
      venue: .hyperliquid, symbol: "ETH", series: "klines", title: "hyperliquid:ETH klines 1h", rows: hours - 1,
      site: VenueSite.hyperliquid),
    Case(
      venue: .dydx, symbol: "BTC-USD", series: "funding", title: "dydx:BTC-USD funding 1h", rows: hours - 1,
      site: VenueSite.dydx),
    Case(
      venue: .dydx, symbol: "BTC-USD", series: "klines", title: "dydx:BTC-USD klines 1h", rows: hours - 1,
      site: VenueSite.dydx),
  ]

  @Test("every row comes once, whatever the venue's pages are like, and is imported", arguments: cases)
  func rows(_ example: Case) throws {
    let server = try LoopbackServer(example.site)
    let report = try fetch(
      example.venue, server.address, example.symbol, [example.series], interval: example.interval)
    #expect(report.files.map(\.state) == [.fetched, .fetched, .fetched])
    #expect(report.files.map(\.name) == ["2025-01.json", "2025-02.json", "2025-03.json"])
    let rows = try fetching.rows(of: report.paths)
    let own = try #require(rows[example.title], "\(rows.keys)")
    #expect(own.count == example.rows)
    #expect(Set(zip(own.dropFirst(), own).map { $0 - $1 }).count == 1, "rows are evenly spaced")
    // What is over is there for good; the month that runs is asked for again.
    server.forget()
    let again = try fetch(
      example.venue, server.address, example.symbol, [example.series], interval: example.interval)
    #expect(again.files.map(\.state) == [.cached, .cached, .cached] && again.paths == report.paths)
    #expect(server.requests.count == again.files[2].pages)
  }

  @Test("Drift answers thirty days at once: dollars a coin, over the oracle's price, at the hour")
  func drift() throws {
    let server = try LoopbackServer(VenueSite.drift)
    let report = try fetch(.drift, server.address, "SOL-PERP", ["funding"])
    #expect(report.files.map(\.state) == [.missing, .fetched, .fetched])
    let rates = try fetching.values(of: report.paths, "drift:SOL-PERP funding 1h", "funding_rate")
    #expect(rates.count == 719 && rates.allSatisfy { $0 == 0.0001 })
    let stamps = try #require(try fetching.rows(of: report.paths)["drift:SOL-PERP funding 1h"])
    #expect(stamps.allSatisfy { $0 % 3_600_000 == 0 })
    let unknown = #expect(throws: Problem.self) { try fetch(.drift, server.address, "SOLPERP", ["funding"]) }
    #expect(unknown?.remedy?.contains("SOL-PERP") == true)
  }

  @Test("decimals stay the digits that the venue wrote")
  func digits() throws {
    let server = try LoopbackServer(VenueSite.bybit)
    let report = try fetch(.bybit, server.address, "BTCUSDT", ["funding"], to: "2025-01")
    let text = try String(contentsOfFile: report.paths[0], encoding: .utf8)
    #expect(text.contains(VenueSite.rate(1_735_689_600_000)))
    #expect(text.split(separator: "\n").count == 744 + 2)
  }

  @Test("a month that runs becomes one that is over, and its former file goes")
  func monthEnds() throws {
    let server = try LoopbackServer(VenueSite.bybit)
    let running = try fetch(.bybit, server.address, "BTCUSDT", ["funding"], from: "2025-02", today: "2025-02-20")
    #expect(running.paths[0].hasSuffix("2025-02.open.json"))
    let over = try fetch(.bybit, server.address, "BTCUSDT", ["funding"], from: "2025-02", to: "2025-02")
    #expect(over.paths[0].hasSuffix("2025-02.json"))
    #expect(!FileManager.default.fileExists(atPath: running.paths[0]))
    #expect(try fetching.rows(of: over.paths)["bybit:BTCUSDT funding 8h"]?.count == 672)
    let part = try fetch(.bybit, server.address, "BTCUSDT", ["funding"], from: "2025-02-10", to: "2025-02-12")
    #expect(part.notes == ["whole months are fetched: 2025-02 to 2025-02"])
  }

  @Test("what fails in the middle is fetched by the next call, and nothing else")
  func resumed() throws {
    let isDown = Switch(true)
    let server = try LoopbackServer { request in
      let to = request.value("endTime").flatMap(Int64.init) ?? 0
      let isFebruary = to >= Instant(year: 2025, month: 2, day: 1).milliseconds
      return isDown.isOn && isFebruary ? .init(503) : VenueSite.bybit(request)
    }
    let part = try fetch(.bybit, server.address, "BTCUSDT", ["funding"]) { $0.parallel = 1 }
    #expect(part.files.map(\.state) == [.fetched, .failed, .failed])
    #expect(part.paths.count == 1)
    let failure = try #require(part.failure)
    #expect(
      failure.what.hasPrefix(
        "funding, 2025-02.json and 1 more did not come: Bybit is down or in maintenance (503 after 4 tries)"))
    #expect(failure.remedy?.hasSuffix("what came is imported; the same call asks for the others") == true)
    #expect(failure.fault == .work)
    isDown.set(false)
    server.forget()
    #expect(
      try fetch(.bybit, server.address, "BTCUSDT", ["funding"]).files.map(\.state) == [.cached, .fetched, .fetched])
    let first = server.requests.compactMap { $0.value("startTime").flatMap(Int64.init) }.min()
    #expect(first == Instant(year: 2025, month: 2, day: 1).milliseconds)
  }

  @Test("a month whose rows contradict each other costs that month, and months behind it come")
  func oneMonth() throws {
    let torn = try LoopbackServer { request in
      let february = Instant(year: 2025, month: 2, day: 1).milliseconds
      let to = request.value("endTime").flatMap(Int64.init) ?? 0
      guard to >= february, to < Instant(year: 2025, month: 3, day: 1).milliseconds else {
        return VenueSite.bybit(request)
      }
      let rows = ["0.0001", "0.0002"].map {
        #"{"symbol":"BTCUSDT","fundingRate":"\#($0)","fundingRateTimestamp":"\#(february)"}"#
      }
      return .init(text: #"{"retCode":0,"result":{"category":"linear","list":[\#(rows.joined(separator: ","))]}}"#)
    }
    let report = try fetch(.bybit, torn.address, "BTCUSDT", ["funding"])
    #expect(report.states == ["2025-01.json fetched", "2025-02.json failed", "2025-03.json fetched"])
    #expect(report.failure?.what.hasPrefix("funding, 2025-02.json did not come: ") == true, "\(report.failure as Any)")
    #expect(try fetching.rows(of: report.paths).keys.sorted() == ["bybit:BTCUSDT funding 8h"])
  }

  @Test("of a server that fails at every month no more than three are asked for, and where nothing came that is all")
  func allMonths() throws {
    let server = try LoopbackServer { _ in .init(503) }
    let problem = #expect(throws: Problem.self) {
      try fetch(.bybit, server.address, "BTCUSDT", ["funding"], from: "2024-01") { $0.parallel = 1 }
    }
    #expect(problem?.what.hasPrefix("Bybit is down or in maintenance (503 after 4 tries)") == true)
    #expect(server.requests.count == 12)
  }

  @Test("a limit that is said in a good answer is waited for")
  func slowInside() throws {
    let server = try LoopbackServer { request in
      request.earlier < 2
        ? .init(text: #"{"retCode":10006,"retMsg":"Too many visits!","result":{}}"#) : VenueSite.bybit(request)
    }
    #expect(try fetch(.bybit, server.address, "BTCUSDT", ["funding"], to: "2025-01").files[0].state == .fetched)
    #expect(!fetching.waits.isEmpty)
    let stays = try LoopbackServer { _ in .init(text: #"{"code":"50011","msg":"Too Many Requests","data":[]}"#) }
    let problem = #expect(throws: Problem.self) {
      try fetch(.okx, stays.address, "BTC-USDT-SWAP", ["funding"], to: "2025-01")
    }
    #expect(problem?.what.hasPrefix("OKX limits the rate of requests") == true)
  }

  @Test(
    "a symbol that the venue does not know is answered with the nearest that it lists",
    arguments: [
      ("binance-rest", "ETHUSD", "ETHUSDT"), ("bybit", "BTCUSD", "BTCUSDT"), ("okx", "BTC-USDT-SWP", "BTC-USDT-SWAP"),
      ("deribit", "BTC-PERPETAL", "BTC-PERPETUAL"), ("bitmex", "XBTUSDT", "XBTUSD"), ("hyperliquid", "ETHH", "ETH"),
      ("dydx", "BTC-USDT", "BTC-USD"),
    ])
  func symbols(venue: String, typed: String, meant: String) throws {
    let site = try #require(Self.cases.first { $0.venue.name == venue }?.site)
    let server = try LoopbackServer(site)
    let problem = #expect(throws: Problem.self) {
      try fetch(VenueInterface.named(venue), server.address, typed, ["funding"])
    }
    #expect(problem?.what.contains("has no symbol '\(typed)'") == true, "\(problem as Any)")
    #expect(problem?.remedy == "did you mean '\(meant)'?")
  }

  @Test("two rows of one time that differ are refused, and so is an answer that is none")
  func contradictions() throws {
    let torn = try LoopbackServer { request in
      let rate = request.earlier == 0 ? "0.0001" : "0.0002"
      let rows = (0..<200).map {
        #"{"symbol":"BTCUSDT","fundingRate":"\#(rate)","fundingRateTimestamp":"\#(1_735_689_600_000 + 3_600_000 * (500 - $0))"}"#
      }
      return .init(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
    }
    let differ = #expect(throws: Problem.self) {
      try fetch(.bybit, torn.address, "BTCUSDT", ["funding"], to: "2025-01")
    }
    #expect(differ?.what.contains("that differ") == true, "\(differ as Any)")
    for body in [
      "<html>", #"{"retCode":0,"result":{"list":[{"a":1}]}}"#, #"{"retCode":0,"result":{}}"#, "", "[1,",
      #"{"retCode":0,"result":{"list":[{"fundingRateTimestamp":"-9223372036854775808"}]}}"#,
      #"{"retCode":0,"result":{"list":[{"fundingRateTimestamp":1e99},[],7,null]}}"#,
    ] {
      let server = try LoopbackServer { _ in .init(text: body) }
      #expect(throws: Problem.self) { try fetch(.bybit, server.address, "BTCUSDT", ["funding"], to: "2025-01") }
    }
    let left = (try? FileManager.default.subpathsOfDirectory(atPath: fetching.archive)) ?? []
    #expect(!left.contains { $0.hasSuffix(".json") })
  }

  @Test(
    "an answer that is of another symbol or category than was asked for is refused, and nothing of it is kept",
    arguments: [
      ("klines", "BTCUSDT\"", "ETHUSDT\""), ("klines", "linear", "inverse"),
      ("open_interest", "BTCUSDT\"", "ETHUSDT\""),
      ("funding", "BTCUSDT\"", "ETHUSDT\""),
    ])
  func owner(series: String, asked: String, answered: String) throws {
    let server = try LoopbackServer { request in
      .init(text: String(decoding: VenueSite.bybit(request).body, as: UTF8.self).replacing(asked, with: answered))
    }
    let problem = #expect(throws: Problem.self) {
      try fetch(.bybit, server.address, "BTCUSDT", [series], to: "2025-01")
    }
    let said = answered.replacing("\"", with: "")
    #expect(problem?.what.contains("its answer is of '\(said)'") == true, "\(problem as Any)")
    let left = (try? FileManager.default.subpathsOfDirectory(atPath: fetching.archive)) ?? []
    #expect(!left.contains { $0.hasSuffix(".json") })
  }

  @Test("settlements that become rarer within a month are all found, whatever a page leaves out")
  func rarer() throws {
    // By the hour for five hours, every eight hours from then on: 5 + 92 rows.
    let all = (0..<5).map { newYear + .hour * $0 } + (1..<93).map { newYear + .hours(8) * $0 }
    let server = try LoopbackServer { request in
      let to = request.value("endTime").flatMap(Int64.init) ?? 0
      let page = all.map(\.milliseconds).filter { $0 <= to }.suffix(92).reversed()
      let rows = page.map { #"{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"\#($0)"}"# }
      return .init(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
    }
    let report = try fetch(.bybit, server.address, "BTCUSDT", ["funding"], to: "2025-01")
    #expect(try fetching.rows(of: report.paths)["bybit:BTCUSDT funding 8h"]?.count == 97)
  }

  @Test("an interface that answers one page for ever is left")
  func forever() throws {
    let server = try LoopbackServer { _ in
      let rows = (0..<500).map {
        #"{"coin":"ETH","fundingRate":"0.0001","premium":"0","time":\#(1_735_689_600_000 + $0)}"#
      }
      return .init(text: "[\(rows.joined(separator: ","))]")
    }
    let problem = #expect(throws: Problem.self) {
      try fetch(.hyperliquid, server.address, "ETH", ["funding"], to: "2025-01")
    }
    #expect(problem?.what == "Hyperliquid answers the same page again and again, for funding of 'ETH' in 2025-01")
    #expect(server.requests.count < 10)
  }

  @Test("months before the first row are said, and how far the venue goes back")
  func reach() throws {
    let server = try LoopbackServer(VenueSite.deribit)
    let report = try fetch(.deribit, server.address, "BTC-PERPETUAL", ["funding"], from: "2024-10", to: "2024-12")
    #expect(report.files.map(\.state) == [.missing, .missing, .fetched])
    #expect(report.notes == ["funding: nothing before 2024-12; Deribit has hourly funding since 2019-05"])
  }

  @Test(
    "bars of other prices, and of inverse contracts, are imported as what they are",
    arguments: [
      ("bybit", "BTCUSDT", "mark", "bybit:BTCUSDT mark 1h", "mark", 101.0),
      ("bybit", "BTCUSDT", "index", "bybit:BTCUSDT index 1h", "index", 101),
      ("bybit", "BTCUSDT", "premium", "bybit:BTCUSDT premium 1h", "premium", 0.0002),
      ("bybit", "BTCUSD", "klines", "bybit:BTCUSD klines 1h", "base_volume", 0.5),
      ("bybit", "BTCUSD", "open_interest", "bybit:BTCUSD open_interest 1h", "open_interest_value", 1250),
      ("okx", "BTC-USD-SWAP", "klines", "okx:BTC-USD-SWAP klines 1h", "close", 101),
      ("okx", "BTC-USDT-SWAP", "klines", "okx:BTC-USDT-SWAP klines 1h", "volume", 0.5),
      ("okx", "BTC-USDT-250328", "klines", "okx:BTC-USDT-250328 klines 1h", "volume", 0.5),
      ("okx", "ETH-USDT", "klines", "okx:ETH-USDT klines 1h", "volume", 5),
      ("okx", "ETH-USDT", "klines", "okx:ETH-USDT klines 1h", "quote_volume", 500),
      ("okx", "BTC-USDT-SWAP", "mark", "okx:BTC-USDT-SWAP mark 1h", "mark", 101),
    ])
  func otherPrices(
    venue: String, symbol: String, series: String, title: String, column: String, value: Double
  ) throws {
    let isOKX = venue == "okx"
    let server = try LoopbackServer { request in
      let stamps = VenueSite.stamps(every: .hour).filter { $0 >= newYear.milliseconds }.prefix(24)
      let prices = series == "premium" ? #""0.0001","0.0003","-0.0001","0.0002""# : #""100","102","99","101""#
      let rest = series != "klines" ? (isOKX ? #","1""# : "") : isOKX ? #","5","0.5","500","1""# : #","50","0.5""#
      let rows = stamps.map {
        series == "open_interest" ? #"{"openInterest":"1250","timestamp":"\#($0)"}"# : #"["\#($0)",\#(prices)\#(rest)]"#
      }
      let list = "[\(rows.joined(separator: ","))]"
      return .init(text: isOKX ? #"{"code":"0","data":\#(list)}"# : #"{"retCode":0,"result":{"list":\#(list)}}"#)
    }
    let report = try fetch(VenueInterface.named(venue), server.address, symbol, [series], to: "2025-01")
    #expect(
      report.files[0].notes
        == ["24 of 744 rows, the first that is missing is 2025-01-02 00:00; --recheck asks again"])
    let titles = try fetching.rows(of: report.paths).keys
    let values = try fetching.values(of: report.paths, title, column)
    #expect(values == [Double](repeating: value, count: 24), "\(titles)")
  }

  @Test("series, intervals and venues that are not there are answered with those that are")
  func words() throws {
    func remedy(_ body: () throws -> Void) -> String? { #expect(throws: Problem.self, performing: body)?.remedy }
    #expect(remedy { _ = try fetch(.bybit, "http://127.0.0.1:1", "BTCUSDT", ["fundng"]) } == "did you mean 'funding'?")
    #expect(
      remedy { _ = try fetch(.okx, "http://127.0.0.1:1", "BTC-USDT-SWAP", ["klines"], interval: "7h") }?.contains(
        "'1h'")
        == true)
    #expect(remedy { _ = try VenueInterface.named("bybitt") } == "did you mean 'bybit'?")
    #expect(remedy { _ = try fetch(.bybit, "http://127.0.0.1:1", "BTC\"USDT", []) }?.contains("BTCUSDT") == true)
  }
}
