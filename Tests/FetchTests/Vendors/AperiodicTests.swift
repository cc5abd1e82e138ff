import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("Aperiodic, fetched")
struct AperiodicTests {
  typealias Request = LoopbackServer.Request
  typealias Answer = LoopbackServer.Answer

  private let fetching: Fetching

  init() throws { fetching = try Fetching() }

  private static let key = "ap-s3cr3t"
  private static let parquet = Array("PAR1 columns and such PAR1".utf8)

  private func fetch(
    _ base: String, _ buckets: [String] = ["ohlcv"], symbol: String = "perpetual-BTC-USDT:USDT", preview: Bool = false,
    interval: String = "1h", clock: String = "exchange", exchange: String = "binance-futures", from: String = "2025-01"
  ) throws -> FetchReport {
    let access = try Aperiodic.Access(key: Self.key, client: ("id", "secret"), isPreview: preview)
    return try Aperiodic(fetching.setting(base + "/api/v1"), access).fetch(
      Aperiodic.Request(
        symbol: symbol, exchange: exchange, buckets: buckets, interval: interval, clock: clock,
        span: fetching.span(from)))
  }

  /// Two whole months and the days of the one that runs.
  private static func list(_ storage: String, _ token: String) -> Answer {
    func url(_ name: String) -> String { "\(storage)/\(name)?sig=\(token)" }
    let days = (1...9).map { #"{"year":2025,"month":3,"day":\#($0),"url":"\#(url("d\($0)"))"}"# }
    let months = [1, 2].map { #"{"year":2025,"month":\#($0),"url":"\#(url("m\($0)"))"}"# }
    return Answer(text: #"{"files":[\#((days + months).joined(separator: ","))]}"#)
  }

  @Test("files come from other hosts, which see no key; what is over is kept, and the second call fetches nothing")
  func fetched() throws {
    let storage = try LoopbackServer { _ in Answer(200, Self.parquet) }
    let host = storage.address
    let server = try LoopbackServer { _ in Self.list(host, "a") }
    let report = try fetch(server.address)
    #expect(report.files.map(\.name).first == "2025-01.parquet" && report.files.count == 11)
    #expect(report.files.allSatisfy { $0.state == .fetched })
    #expect(report.paths[0].hasSuffix("aperiodic/ohlcv/binance/BTCUSDT/1h/2025-01.parquet"))
    let asked = try #require(server.requests.first)
    #expect(asked.path == "/api/v1/data/ohlcv" && asked.headers["x-api-key"] == Self.key)
    #expect(asked.value("symbol") == "perpetual-BTC-USDT:USDT" && asked.query.contains("%3A"))
    #expect(asked.value("start_date") == "2025-01-01" && asked.value("end_date") == "2025-03-09")
    #expect(asked.headers["cf-access-client-id"] == "id")
    #expect(
      storage.requests.allSatisfy { $0.headers["x-api-key"] == nil && $0.headers["cf-access-client-secret"] == nil })
    storage.forget()
    #expect(try fetch(server.address).files.allSatisfy { $0.state == .cached })
    #expect(storage.requests.isEmpty)
    _ = try fetch(server.address, clock: "true")
    #expect(storage.requests.count == 11, "the other clock is another series")
    let inverse = try fetch(server.address, symbol: "perpetual-BTC-USD:BTC")
    #expect(inverse.paths[0].contains("/ohlcv/binance/BTCUSD_BTC/1h/"))
  }

  @Test("addresses that expired are asked for again, once for all")
  func expired() throws {
    let storage = try LoopbackServer { request in
      request.query == "sig=new" ? Answer(200, Self.parquet) : Answer(403)
    }
    let host = storage.address
    let server = try LoopbackServer { request in Self.list(host, request.earlier == 0 ? "old" : "new") }
    #expect(try fetch(server.address).files.allSatisfy { $0.state == .fetched })
    #expect(server.requests.count == 2)
    let closed = try LoopbackServer { request in Self.list(host, "old\(request.earlier)") }
    try FileManager.default.removeItem(atPath: fetching.archive)
    let problem = #expect(throws: Problem.self) { try fetch(closed.address) }
    #expect(problem?.what.hasPrefix("Aperiodic's storage refuses (403)") == true)
    #expect(problem?.what.contains("sig=") == false)
  }

  @Test("a file that is cut short or none is refused and not kept")
  func damaged() throws {
    let storage = try LoopbackServer { _ in Answer(200, Array(Self.parquet.dropLast(3))) }
    let host = storage.address
    let server = try LoopbackServer { _ in Self.list(host, "a") }
    let problem = #expect(throws: Problem.self) { try fetch(server.address) }
    #expect(problem?.what == "'2025-01' of ohlcv is cut short or is no Parquet")
    let left = try FileManager.default.subpathsOfDirectory(atPath: fetching.archive)
    #expect(!left.contains { $0.hasSuffix("2025-01.parquet") }, "\(left)")
  }

  @Test("an empty list is no fault, and says so")
  func empty() throws {
    let server = try LoopbackServer { _ in Answer(text: #"{"files":[]}"#) }
    let report = try fetch(server.address)
    #expect(report.files.isEmpty && report.notes == ["ohlcv: Aperiodic has nothing in 2025-01-01 to 2025-03-09"])
  }

  @Test("a month that is not listed is said, and so is a file that reaches beyond the days asked for")
  func notListed() throws {
    let storage = try LoopbackServer { _ in Answer(200, Self.parquet) }
    let host = storage.address
    let server = try LoopbackServer { _ in
      let text = String(decoding: Self.list(host, "a").body, as: UTF8.self)
      return Answer(text: text.replacing(#"{"year":2025,"month":2,"#, with: #"{"year":2025,"month":1,"day":1,"#))
    }
    #expect(try fetch(server.address).notes == ["ohlcv: Aperiodic lists nothing of 2025-02"])
    let notes = try fetch(server.address, from: "2025-01-15").notes
    #expect(notes.last == "whole files are imported, beyond the days asked for: 2025-01, 2025-01-01")
  }

  @Test("a preview asks with the key that everybody has")
  func preview() throws {
    let server = try LoopbackServer { _ in Answer(text: #"{"files":[]}"#) }
    _ = try fetch(server.address, preview: true)
    #expect(
      server.requests[0].path == "/api/v1/data/preview/ohlcv" && server.requests[0].headers["x-api-key"] == "DEMO-KEY")
    #expect(throws: Problem.self) { try Aperiodic.Access(key: nil) }
  }

  @Test("refusals are said in its words, and words that mean nothing before anything is asked")
  func refusals() throws {
    let server = try LoopbackServer { request in
      switch request.path {
      case "/api/v1/metadata/symbols":
        return Answer(
          text: #"{"symbols":["perpetual-BTC-USDT:USDT","perpetual-ETH-USDT:USDT"],"exchange":"binance-futures"}"#)
      case _ where request.value("interval") == "15s":
        return Answer(403, text: #"{"error":"interval not in plan","code":"plan"}"#)
      case _ where request.value("interval") == "5m":
        return Answer(401, text: #"{"error":"bad key"}"#)
      default: return Answer(400, text: #"{"error":"unknown symbol","details":["symbol"]}"#)
      }
    }
    let symbol = #expect(throws: Problem.self) { try fetch(server.address, symbol: "perpetual-ETH-USD:USDT") }
    #expect(symbol?.remedy == "did you mean 'perpetual-ETH-USDT:USDT'?")
    let plan = #expect(throws: Problem.self) { try fetch(server.address, interval: "15s") }
    #expect(plan?.what.contains("'interval not in plan'") == true && plan?.remedy?.contains("plan") == true)
    let key = #expect(throws: Problem.self) { try fetch(server.address, interval: "5m") }
    #expect(key?.remedy == "check the key in APERIODIC_API_KEY and its plan")
    func remedy(_ body: () throws -> Void) -> String? { #expect(throws: Problem.self, performing: body)?.remedy }
    #expect(remedy { _ = try fetch(server.address, ["ohlc"]) } == "did you mean 'ohlcv'?")
    #expect(remedy { _ = try fetch(server.address, exchange: "okx-perp") } == "did you mean 'okx-perps'?")
    #expect(remedy { _ = try fetch(server.address, ["l2_imbalance"], clock: "true") } == "use --clock exchange")
    #expect(remedy { _ = try fetch(server.address, symbol: "BTCUSDT") }?.contains("perpetual-BTC-USDT:USDT") == true)
  }
}
