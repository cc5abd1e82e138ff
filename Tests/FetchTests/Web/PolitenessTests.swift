import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("How servers are asked: politely, again where that helps, and in the words of the field when it does not")
struct PolitenessTests {
  private let site: ArchiveSite
  private let fetching: Fetching
  private let file = ArchiveSite.klines("2025-03-01")

  init() throws {
    site = try ArchiveSite()
    fetching = try Fetching()
    site.publish(table: KlineText.traded(24, every: .hour, from: Instant("2025-03-01") ?? newYear), at: file)
  }

  private func fetch(_ base: String? = nil, timeout: Double = 5) throws -> FetchReport {
    var setting = fetching.setting(base ?? site.server.address)
    setting.retryPolicy.timeout = timeout
    return try BinanceArchive(setting).fetch(
      BinanceArchive.Request(
        symbol: "BTCUSDT", market: .um, kinds: [ArchiveKind.named("klines", market: .um)], interval: "1h",
        span: fetching.span("2025-03-01", "2025-03-01")))
  }

  /// The first answers are these, in order.
  private func first(_ answers: [LoopbackServer.Answer], at path: String? = nil) {
    site.rule(path ?? file) { request in request.earlier < answers.count ? answers[request.earlier] : nil }
  }

  private func problem(_ body: () throws -> Void) -> Problem? { #expect(throws: Problem.self, performing: body) }

  @Test("a rate limit is waited for as long as it says, in seconds or as a date")
  func rateLimit() throws {
    first([
      .init(429, headers: ["Retry-After": "7"]),
      .init(429, headers: ["Retry-After": "Thu, 28 May 2026 20:27:00 GMT"]),
    ])
    #expect(try fetch().states == ["BTCUSDT-1h-2025-03-01.zip fetched"])
    // The clock of these tests began at 20:26:40 of that day, and 7 seconds are gone.
    #expect(fetching.waits == [7, 13])
  }

  @Test("a rate limit that does not end is said as one, with the seconds; one that is too long is not waited for")
  func rateLimitStays() throws {
    first([LoopbackServer.Answer](repeating: .init(429, headers: ["Retry-After": "2"]), count: 9))
    let said = problem { _ = try fetch() }
    #expect(said?.what.hasPrefix("Binance's archive limits the rate of requests (429 after 4 tries)") == true)
    #expect(said?.remedy?.hasPrefix("wait 2 s") == true && said?.fault == .work)
    first([LoopbackServer.Answer](repeating: .init(429, headers: ["Retry-After": "3600"]), count: 9))
    site.server.forget()
    #expect(problem { _ = try fetch() }?.remedy?.hasPrefix("wait 3600 s") == true)
    #expect(site.server.requests.count { $0.path == file } == 1)
  }

  @Test("a wait that is none is not believed", arguments: ["inf", "nan", "-5", "soon", "1e400", ""])
  func nonsense(wait: String) throws {
    first([.init(429, headers: ["Retry-After": wait, "X-RateLimit-Reset": wait])])
    #expect(try fetch().files[0].state == .fetched)
    #expect(fetching.waits.allSatisfy { $0 <= 1.5 })
  }

  @Test("an exchange that is down is asked again, ever later, and said to be down", arguments: [502, 503, 504])
  func down(status: Int) throws {
    first([.init(status), .init(status)])
    #expect(try fetch().files[0].state == .fetched)
    #expect(fetching.waits == [1.5, 2.5])
    try FileManager.default.removeItem(atPath: fetching.archive)
    site.server.forget()
    first([LoopbackServer.Answer](repeating: .init(status, text: "maintenance"), count: 9))
    #expect(
      problem { _ = try fetch() }?.what.hasPrefix(
        "Binance's archive is down or in maintenance (\(status) after 4 tries)")
        == true)
  }

  @Test("every other status is an answer, and is not asked twice", arguments: [400, 401, 403, 418, 451, 500])
  func answers(status: Int) throws {
    first([LoopbackServer.Answer](repeating: .init(status, text: "because"), count: 9))
    let said = problem { _ = try fetch() }
    #expect(said?.what.contains("\(status)") == true || status == 401, "\(said as Any)")
    #expect(site.server.requests.count { $0.path == file } == 1 && fetching.waits.isEmpty)
  }

  @Test("a connection that is cut goes on where it was cut")
  func cut() throws {
    let size = Archives.zip([("BTCUSDT-1h-2025-03-01.csv", "")]).count
    #expect(size < 500)
    site.rule(file) { request in
      guard request.earlier == 0 else { return nil }
      var answer = LoopbackServer.Answer(200, [UInt8](repeating: 0, count: 100_000))
      answer.cut = 0
      return answer
    }
    #expect(try fetch().files[0].state == .fetched)
    // A beginning that is right is not fetched again, and one that is wrong is.
    for isRight in [true, false] {
      let path = try #require(try fetch().paths.first)
      let bytes = try #require(FileManager.default.contents(atPath: path))
      var half = bytes.prefix(bytes.count / 2)
      if !isRight { half[half.startIndex + 40] ^= 1 }
      try half.write(to: URL(fileURLWithPath: path + ".part"))
      try FileManager.default.removeItem(atPath: path)
      site.rule(file, nil)
      site.server.forget()
      #expect(try fetch().files[0].state == .fetched)
      let asked = site.server.requests.filter { $0.path == file }.map { $0.headers["range"] }
      #expect(asked == (isRight ? ["bytes=\(half.count)-"] : ["bytes=\(half.count)-", nil]))
      #expect(FileManager.default.contents(atPath: path) == bytes)
    }
  }

  @Test("a server that is slow to begin is given up, and said to be slow")
  func slow() throws {
    site.rule(file) { _ in
      var answer = LoopbackServer.Answer(200)
      answer.delay = 1.2
      return answer
    }
    var setting = fetching.setting(site.server.address)
    setting.retryPolicy.timeout = 1
    setting.retryPolicy.retries = 0
    let request = try BinanceArchive.Request(
      symbol: "BTCUSDT", market: .um, kinds: [ArchiveKind.named("klines", market: .um)], interval: "1h",
      span: fetching.span("2025-03-01", "2025-03-01"))
    #expect(
      problem { _ = try BinanceArchive(setting).fetch(request) }?.what.hasPrefix(
        "Binance's archive did not answer in time")
        == true)
  }

  @Test("a redirection is followed, a ring of them is not")
  func redirected() throws {
    let other = try ArchiveSite()
    other.publish(table: KlineText.traded(24, every: .hour, from: Instant("2025-03-01") ?? newYear), at: file)
    let target = other.server.address + file
    site.rule(file) { _ in .init(302, headers: ["Location": target]) }
    #expect(try fetch().files[0].state == .fetched)
    try FileManager.default.removeItem(atPath: fetching.archive)
    site.rule(file) { request in .init(302, headers: ["Location": request.path]) }
    #expect(problem { _ = try fetch() }?.what.contains("redirects") == true)
  }

  @Test("nobody there is said as that")
  func nobody() throws {
    site.server.stop()
    #expect(problem { _ = try fetch() }?.what.hasPrefix("Binance's archive cannot be reached after 4 tries") == true)
    #expect(problem { _ = try fetch("nonsense") }?.what == "'nonsense' is no address")
  }
}
