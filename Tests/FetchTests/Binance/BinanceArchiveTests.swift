import Fetch
import Foundation
import Market
import TestSupport
import Testing

@Suite("Binance's archive, fetched")
struct BinanceArchiveTests {
  private let site: ArchiveSite
  private let fetching: Fetching

  init() throws {
    site = try ArchiveSite()
    fetching = try Fetching()
  }

  private func hours(_ count: Int, from day: String, header: Bool = true, microseconds: Bool = false) throws -> String {
    KlineText.traded(
      count, every: .hour, from: try #require(Instant(day)), header: header, microseconds: microseconds)
  }

  /// January and February as months, the first nine days of March as days.
  private func publishKlines() throws {
    site.publish(table: try hours(744, from: "2025-01-01"), at: ArchiveSite.klines("2025-01"))
    site.publish(table: try hours(672, from: "2025-02-01", header: false), at: ArchiveSite.klines("2025-02"))
    for day in 1...9 {
      site.publish(table: try hours(24, from: "2025-03-0\(day)"), at: ArchiveSite.klines("2025-03-0\(day)"))
    }
  }

  private func fetch(
    _ from: String = "2025-01", _ to: String? = nil, symbol: String = "BTCUSDT", series: [String] = ["klines"],
    market: BinanceMarket = .um, interval: String = "1h", _ change: (inout FetchSetting) -> Void = { _ in }
  ) throws -> FetchReport {
    var setting = fetching.setting(site.server.address)
    change(&setting)
    return try BinanceArchive(setting).fetch(
      BinanceArchive.Request(
        symbol: symbol, market: market, kinds: series.map { try ArchiveKind.named($0, market: market) },
        interval: interval, span: fetching.span(from, to)))
  }

  @Test("months that are over come as months, the rest as days, and what is imported is what the files hold")
  func monthsAndDays() throws {
    try publishKlines()
    let report = try fetch()
    #expect(
      report.files.map(\.name) == ["BTCUSDT-1h-2025-01.zip", "BTCUSDT-1h-2025-02.zip"]
        + (1...9).map { "BTCUSDT-1h-2025-03-0\($0).zip" })
    #expect(report.files.allSatisfy { $0.state == .fetched && $0.notes.isEmpty } && report.notes.isEmpty)
    let rows = try fetching.rows(of: report.paths)
    #expect(rows["binance:BTCUSDT klines 1h"]?.count == 1632, "\(rows.mapValues(\.count))")
    // An import of the folder is the same, without a word on the checksums in it.
    #expect(try fetching.rows(of: [fetching.archive]) == rows)
  }

  @Test("a second call asks for nothing, and one that goes on further asks for that alone")
  func again() throws {
    try publishKlines()
    _ = try fetch("2025-01", "2025-02")
    site.server.forget()
    let second = try fetch("2025-01", "2025-02")
    #expect(second.states == ["BTCUSDT-1h-2025-01.zip cached", "BTCUSDT-1h-2025-02.zip cached"])
    #expect(site.server.requests.isEmpty)
    let third = try fetch("2025-01", "2025-03-02")
    #expect(third.files.map(\.state) == [.cached, .cached, .fetched, .fetched])
    #expect(site.server.requests.count == 4)
  }

  @Test("days stand for a month that is not published yet, and are not fetched again as a month")
  func daysForMonth() throws {
    for day in 1...28 {
      let text = day < 10 ? "0\(day)" : "\(day)"
      site.publish(table: try hours(24, from: "2025-02-\(text)"), at: ArchiveSite.klines("2025-02-\(text)"))
    }
    let first = try fetch("2025-02", "2025-02")
    #expect(first.files.count == 28 && first.files.allSatisfy { $0.state == .fetched })
    site.publish(table: try hours(672, from: "2025-02-01"), at: ArchiveSite.klines("2025-02"))
    site.server.forget()
    #expect(try fetch("2025-02", "2025-02").files.count == 28)
    #expect(site.server.requests.isEmpty)
  }

  @Test("a file that is missing in the middle is said by its name, and the rest comes")
  func missingInTheMiddle() throws {
    try publishKlines()
    site.remove(ArchiveSite.klines("2025-03-04"))
    let report = try fetch("2025-03")
    #expect(report.notes == ["klines 1h: the archive does not have BTCUSDT-1h-2025-03-04.zip"])
    #expect(report.files.count { $0.state == .fetched } == 8 && report.paths.count == 8)
  }

  @Test("months before the symbol and days that are not there yet are no faults")
  func ends() throws {
    try publishKlines()
    site.remove(ArchiveSite.klines("2025-03-09"))
    let report = try fetch("2024-11")
    #expect(
      report.notes == [
        "klines 1h: nothing before 2025-01", "klines 1h: nothing from 2025-03-09 on; it may not be published yet",
      ])
    #expect(!site.server.paths.contains { $0.contains("2024-11-") }, "no days are asked for where no month was")
    #expect(
      try fetch("2025-01", "2025-12").notes.first
        == "the end that was asked for has not come yet: up to 2025-01-01 to 2025-03-09")
  }

  @Test("a wrong checksum refuses the call, with the file, and keeps nothing of it")
  func wrongChecksum() throws {
    try publishKlines()
    site.publish(
      table: try hours(672, from: "2025-02-01"), at: ArchiveSite.klines("2025-02"),
      checksum: String(repeating: "0", count: 64))
    let problem = #expect(throws: Problem.self) { try fetch("2025-01", "2025-02") }
    #expect(
      problem?.what.hasPrefix("'BTCUSDT-1h-2025-02.zip' is damaged: its SHA-256 is ") == true, "\(problem as Any)")
    let left = try FileManager.default.subpathsOfDirectory(atPath: fetching.archive)
    #expect(!left.contains { $0.contains("2025-02") && !$0.hasSuffix("/") && $0.contains("zip") }, "\(left)")
    try publishKlines()
    #expect(try fetch("2025-01", "2025-02").states.last == "BTCUSDT-1h-2025-02.zip fetched")
  }

  @Test("files that the archive replaces are found when asked, and fetched again")
  func replaced() throws {
    try publishKlines()
    _ = try fetch("2025-01", "2025-02")
    let other = try hours(672, from: "2025-02-01").replacing("1000.5", with: "2000.5")
    site.publish(table: other, at: ArchiveSite.klines("2025-02"))
    #expect(try fetch("2025-01", "2025-02").files.map(\.state) == [.cached, .cached])
    let rehearsed = try fetch("2025-01", "2025-02") {
      $0.rechecks = true
      $0.isRehearsal = true
    }
    #expect(rehearsed.files.map(\.state) == [.cached, .replaced])
    #expect(try fetch("2025-01", "2025-02") { $0.rechecks = true }.files.map(\.state) == [.cached, .replaced])
    let values = try fetching.values(
      of: fetch("2025-02", "2025-02").paths, "binance:BTCUSDT klines 1h", "quote_volume")
    #expect(Set(values) == [2000.5])
    site.remove(ArchiveSite.klines("2025-02"))
    let withdrawn = try fetch("2025-02", "2025-02") { $0.rechecks = true }
    #expect(withdrawn.files.first?.notes == ["the archive has withdrawn it"])
  }

  @Test("a file that decayed on the disk is fetched again")
  func decayed() throws {
    try publishKlines()
    let path = try #require(try fetch("2025-01", "2025-01").paths.first)
    var bytes = try #require(FileManager.default.contents(atPath: path))
    bytes[200] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(try fetch("2025-01", "2025-01").files.map(\.state) == [.replaced])
    #expect(try fetch("2025-01", "2025-01").files.map(\.state) == [.cached])
  }

  @Test("a rehearsal says what it would fetch and writes nothing")
  func rehearsal() throws {
    try publishKlines()
    let report = try fetch("2025-02") { $0.isRehearsal = true }
    #expect(report.files.count == 10 && report.files.allSatisfy { $0.state == .pending })
    #expect(!FileManager.default.fileExists(atPath: fetching.archive))
    #expect(site.server.paths.allSatisfy { $0.hasSuffix(".CHECKSUM") })
  }

  @Test("a symbol that nobody lists is answered with the nearest, through the listing's pages")
  func symbols() throws {
    site.list(["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT", "1000PEPEUSDT"])
    let problem = #expect(throws: Problem.self) { try fetch(symbol: "SOLUST") }
    #expect(
      problem?.description
        == "Binance has no symbol 'SOLUST' among its klines of USD-margined futures; did you mean 'SOLUSDT'?")
    let unlisted = #expect(throws: Problem.self) { try fetch(symbol: "ETHUSDT") }
    #expect(unlisted?.what == "Binance's archive has nothing of 'ETHUSDT' in 2025-01-01 to 2025-03-09")
  }

  @Test("what the listing does not know yet is fetched all the same")
  func staleListing() throws {
    site.list([])
    try publishKlines()
    #expect(try fetch("2025-03").files.count == 9)
    #expect(!site.server.paths.contains("/data.binance.vision"))
  }

  @Test("funding comes by the month, metrics by the day, and each is counted")
  func kinds() throws {
    var funding = "calc_time,funding_interval_hours,last_funding_rate\n"
    for row in 0..<93 where row != 50 {
      funding += "\(1_735_689_600_000 + row * 28_800_000 + 1),8,0.0001\n"
    }
    site.publish(table: funding, at: ArchiveSite.funding("2025-01"))
    let header =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
      + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
    var metrics = [String](repeating: "", count: 289)
    for row in 0...288 {
      let instant = newYear + .minutes(5) * row
      let time = String(instant.description.prefix(19)).replacing("T", with: " ")
      metrics[row] = "\(time),BTCUSDT,8000\(row),4201000000.0000,1.5,1.2,1.7,\(row == 7 ? "\"\"" : "0.9")\n"
    }
    metrics.swapAt(10, 200)
    site.publish(table: header + metrics.joined(), at: ArchiveSite.metrics("2025-01-01"))
    let report = try fetch("2025-01-01", "2025-01-01", series: ["fundingRate", "metrics"])
    #expect(report.files.map(\.series) == ["fundingRate", "metrics"])
    #expect(report.files[0].notes == ["settlements of some 8 hours are missing"])
    #expect(report.files[1].notes.isEmpty, "289 rows in no order are the archive's habit")
    let rows = try fetching.rows(of: report.paths)
    #expect(rows["binance:BTCUSDT funding 8h"]?.count == 92)
    #expect(rows["binance:BTCUSDT open_interest 5m"]?.count == 289)
  }

  @Test("trades are events, with a header or without, and numbers that are skipped are said")
  func trades() throws {
    let header = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
    func trade(_ number: Int, _ side: Bool) -> String {
      "\(number),65014.6,0.0\(number % 9 + 1),\(number),\(number),\(1_735_689_600_000 + number * 100),\(side)\n"
    }
    func path(_ day: String) -> String {
      "/data/futures/um/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-\(day).zip"
    }
    site.publish(table: header + (1...9).map { trade($0, $0 % 2 == 0) }.joined(), at: path("2025-01-01"))
    site.publish(
      table: (864_001...864_009).filter { $0 != 864_004 }.map { trade($0, $0 % 2 == 0) }.joined(),
      at: path("2025-01-02"))
    let report = try fetch("2025-01-01", "2025-01-02", series: ["aggTrades"])
    #expect(report.files.map(\.notes) == [[], ["1 numbers are skipped between its first row and its last"]])
    let rows = try fetching.rows(of: report.paths)
    #expect(rows.values.first?.count == 17, "\(rows.mapValues(\.count))")
    let bought = try fetching.values(of: report.paths, rows.keys.first ?? "", "taker_bought")
    #expect(bought.prefix(2) == [0.02, 0])
  }

  @Test("spot counts microseconds from 2025 on, and both of its units are one series")
  func microseconds() throws {
    func path(_ month: String) -> String { ArchiveSite.klines(month, market: "spot") }
    site.publish(table: try hours(744, from: "2024-12-01", header: false), at: path("2024-12"))
    site.publish(table: try hours(744, from: "2025-01-01", header: false, microseconds: true), at: path("2025-01"))
    let report = try fetch("2024-12", "2025-01", market: .spot)
    let rows = try fetching.rows(of: report.paths)
    #expect(rows["binance:BTCUSDT/spot klines 1h"]?.count == 1488, "\(rows.keys)")
  }

  @Test("flags that make no sense are refused with the nearest that does")
  func flags() throws {
    func remedy(_ body: () throws -> Void) -> String? { #expect(throws: Problem.self, performing: body)?.remedy }
    #expect(remedy { _ = try ArchiveKind.named("kline", market: .um) } == "did you mean 'klines'?")
    #expect(remedy { _ = try ArchiveKind.named("metrics", market: .spot) }?.contains("--market um") == true)
    #expect(remedy { _ = try fetch(interval: "7m") } == "did you mean '1m'?")
    #expect(remedy { _ = try fetch(interval: "1s") } == "use 1m, or --market spot")
    #expect(remedy { _ = try fetch("2025-1") } == "write 2025-01 or 2025-01-31")
    #expect(remedy { _ = try fetch("2025-03", "2025-02") } == "both are included")
    #expect(remedy { _ = try fetch(series: []) } == "say --series klines")
    #expect(remedy { _ = try fetch("0001-01") } == "say 2017-01 or later")
    #expect(remedy { _ = try fetch("2025-04") } == "say an earlier one")
  }
}
