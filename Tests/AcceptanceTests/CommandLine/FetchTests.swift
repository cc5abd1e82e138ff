import Foundation
import Market
import TestSupport
import Testing

@Suite("data fetch, as a user runs it")
struct FetchTests {
  private let tool: CommandLineTool
  private let site: ArchiveSite

  init() throws {
    tool = try CommandLineTool()
    site = try ArchiveSite()
    for (month, count) in [("2025-01", 744), ("2025-02", 672), ("2025-03", 744), ("2025-04", 720)] {
      let first = try #require(Instant(month + "-01"))
      site.publish(table: KlineText.traded(count, every: .hour, from: first), at: ArchiveSite.klines(month))
    }
    for day in 1...9 {
      let first = try #require(Instant("2025-05-0\(day)"))
      let path = ArchiveSite.klines("2025-05-0\(day)")
      site.publish(table: KlineText.traded(24, every: .hour, from: first), at: path)
    }
  }

  private func words(into dataset: String, _ more: [String] = []) -> [String] {
    [
      "data", "fetch", "binance", "BTCUSDT", "--from", "2025-01", "--to", "2025-05-09", "--series", "klines",
      "--interval", "1h", "--dataset", dataset, "--base-url", site.server.address,
    ] + more
  }

  /// What names a dataset's content.
  private func fingerprint(_ dataset: String) throws -> Substring? {
    let lines = try tool.run("data", "list", "--format", "csv").output.split(separator: "\n")
    return lines.first { $0.hasPrefix(dataset + ",") }?.split(separator: ",").last
  }

  @Test("what a fetch brings is what an import of the same files brings")
  func sameAsImport() throws {
    let fetched = try tool.run(words(into: "one", ["--format", "json"]))
    let document = try fetched.document()
    let files = try #require(document["files"] as? [[String: Any]])
    #expect(files.count == 13 && files.allSatisfy { $0["state"] as? String == "fetched" })
    #expect((document["imported"] as? [Any])?.count == 13)
    let paths = files.compactMap { $0["path"] as? String }
    let imported = try tool.run(["data", "import"] + paths + ["--into", "two"])
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(try tool.run("data", "import", "datasets/archive", "--into", "three").status == 0)
    let first = try fingerprint("one")
    #expect(first != nil)
    #expect(try fingerprint("two") == first && fingerprint("three") == first)
  }

  @Test("a kill in the middle of a file costs what is missing and no more")
  func killed() throws {
    let slow = ArchiveSite.klines("2025-03")
    let bytes = Archives.zip([
      ("BTCUSDT-1h-2025-03.csv", KlineText.traded(744, every: .hour, from: Instant(year: 2025, month: 3, day: 1)))
    ])
    // The first half, and then nothing.
    var half = LoopbackServer.Answer(200, bytes)
    half.stall = bytes.count / 2
    let answer = half
    site.rule(slow) { request in request.earlier == 0 ? answer : nil }
    let running = try tool.start(words(into: "killed", ["--parallel", "1"]))
    let part = tool.root + "/datasets/archive/binance" + slow.dropFirst("/data".count) + ".part"
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      let size = (try? FileManager.default.attributesOfItem(atPath: part)[.size] as? Int) ?? 0
      if size == bytes.count / 2 { break }
      Thread.sleep(forTimeInterval: 0.005)
    }
    let other = try tool.run(words(into: "other", ["--from", "2025-03", "--to", "2025-03"]))
    #expect(other.status == 1 && other.errors.contains("another fetch is at work on"), "\(other.errors)")
    running.send(SIGKILL)
    #expect(running.answer().status == SIGKILL)
    #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets/killed.sqlite"))
    site.server.forget()
    // The server is asked for the second time, though it has forgotten the first.
    site.rule(slow, nil)
    let second = try tool.run(words(into: "killed"))
    #expect(second.status == 0, "\(second.errors)")
    let asked = site.server.requests.filter { $0.path.hasSuffix(".zip") }
    #expect(!asked.contains { $0.path == ArchiveSite.klines("2025-01") || $0.path == ArchiveSite.klines("2025-02") })
    #expect(asked.count == 11)
    #expect(asked.first { $0.path == slow }?.headers["range"] == "bytes=\(bytes.count / 2)-")
    #expect(try tool.run(words(into: "whole")).status == 0)
    #expect(try fingerprint("killed") == fingerprint("whole"))
  }

  @Test("kills at any moment leave nothing that the last call does not mend")
  func killedAnywhere() throws {
    var random = FuzzRandom(seed: 12)
    for path in ["2025-01", "2025-02", "2025-03", "2025-04"].map({ ArchiveSite.klines($0) }) {
      site.rule(path + ".CHECKSUM") { _ in
        Thread.sleep(forTimeInterval: 0.002)
        return nil
      }
    }
    for _ in 0..<8 {
      let running = try tool.start(words(into: "killed", ["--parallel", "2"]))
      Thread.sleep(forTimeInterval: Double.random(in: 0.01...0.12, using: &random))
      running.send(SIGKILL)
      _ = running.answer()
    }
    let last = try tool.run(words(into: "killed"))
    #expect(last.status == 0, "\(last.errors)")
    #expect(try tool.run(words(into: "whole")).status == 0)
    #expect(try fingerprint("killed") == fingerprint("whole"))
    let left = try FileManager.default.subpathsOfDirectory(atPath: tool.root + "/datasets/archive")
    #expect(!left.contains { $0.hasSuffix(".part") }, "\(left)")
  }

  @Test("a kill in the middle of a page costs the month at work")
  func killedAtPage() throws {
    let february = Int64(1_738_368_000_000)
    let server = try LoopbackServer { request in
      guard let end = request.value("endTime").flatMap(Int64.init) else { return .init(404) }
      let rows = (0..<200).map { (row: Int) -> String in
        let stamp = (end / 28_800_000 - Int64(row)) * 28_800_000
        return
          #"{"symbol":"BTCUSDT","fundingRate":"0.000\#(stamp / 28_800_000 % 9 + 1)","fundingRateTimestamp":"\#(stamp)"}"#
      }
      var answer = LoopbackServer.Answer(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
      if end >= february, request.earlier < 10 { answer.stall = 100 }
      return answer
    }
    let words = [
      "data", "fetch", "bybit", "BTCUSDT", "--series", "funding", "--from", "2025-01", "--to", "2025-02", "--parallel",
      "1", "--base-url", server.address, "--dataset",
    ]
    let running = try tool.start(words + ["killed"])
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline,
      !server.requests.contains(where: { $0.value("endTime").flatMap(Int64.init) ?? 0 >= february })
    {
      Thread.sleep(forTimeInterval: 0.005)
    }
    running.send(SIGKILL)
    #expect(running.answer().status == SIGKILL)
    let before = server.requests.count
    // Enough requests later the server has recovered.
    while server.requests.count < 10 {
      _ = try? Data(contentsOf: #require(URL(string: server.address + "/v5/market/funding/history")))
    }
    let asked = server.requests.count
    let second = try tool.run(words + ["killed"])
    #expect(second.status == 0, "\(second.errors)")
    #expect(before >= 2)
    #expect(
      server.requests.dropFirst(asked).allSatisfy { $0.value("startTime").flatMap(Int64.init) ?? 0 >= february })
    #expect(try tool.run(words + ["whole"]).status == 0)
    #expect(try fingerprint("killed") == fingerprint("whole"))
  }

  @Test("nothing is imported if one checksum is wrong, and the document says so")
  func wrongChecksum() throws {
    site.publish(
      table: KlineText.traded(24, every: .hour, from: try #require(Instant("2025-05-05"))),
      at: ArchiveSite.klines("2025-05-05"), checksum: String(repeating: "ab", count: 32))
    let answer = try tool.run(words(into: "none", ["--format", "json"]))
    #expect(answer.status == 1)
    let error = try #require(try CommandLineTool.document(answer.output)["error"] as? [String: Any])
    #expect((error["what"] as? String)?.hasPrefix("'BTCUSDT-1h-2025-05-05.zip' is damaged") == true)
    #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets/none.sqlite"))
  }

  @Test("a rehearsal makes no file, and a wrong word is answered with the right one")
  func rehearsal() throws {
    let answer = try tool.run(words(into: "dry", ["--dry-run"]))
    #expect(answer.status == 0 && answer.output.contains("BTCUSDT-1h-2025-05-09.zip  to be fetched"))
    #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets"))
    let wrong = try tool.run(words(into: "dry", ["--market", "cm", "--interval", "1hr"]))
    #expect(wrong.status == 2 && wrong.errors.contains("did you mean '1h'?"), "\(wrong.errors)")
  }

  @Test("a venue's interface, a vendor's pages and a vendor's Parquet end as series")
  func others() throws {
    let venue = try LoopbackServer { request in
      guard let end = request.value("endTime").flatMap(Int64.init) else { return .init(404) }
      let last = end / 28_800_000
      let rows = (0..<200).map { (row: Int) -> String in
        let stamp = (last - Int64(row)) * 28_800_000
        return #"{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"\#(stamp)"}"#
      }
      return .init(text: #"{"retCode":0,"result":{"list":[\#(rows.joined(separator: ","))]}}"#)
    }
    let words = ["--from", "2025-01", "--to", "2025-02", "--dataset", "all", "--base-url"]
    let funding = try tool.run(
      ["data", "fetch", "bybit", "BTCUSDT", "--series", "funding"] + words + [venue.address])
    #expect(funding.status == 0 && funding.output.contains("bybit:BTCUSDT funding 8h"), "\(funding.errors)")

    // Parquet by a command that unpacks what this test packs.
    try tool.write(
      "#!/bin/sh\npath=$(echo \"$2\" | sed \"s/.*read_parquet('\\([^']*\\)').*/\\1/\")\ntail -c +5 \"$path\" | head -c -4\n",
      to: "duckdb")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.root + "/duckdb")
    let bars = """
      time,open,high,low,close,volume,volume_notional,later
      2025-01-01 00:00:00,100,102,99,101,12.5,1262.5,1
      2025-01-01 01:00:00,101,102,99,100,12.5,1262.5,2

      """
    let impact = "time,amihud_like,news\n2025-01-01 00:00:00,inf,1\n2025-01-01 01:00:00,0.5,2\n"
    let storage = try LoopbackServer { request in
      .init(200, Array("PAR1\(request.path == "/ohlcv" ? bars : impact)PAR1".utf8))
    }
    let host = storage.address
    let vendor = try LoopbackServer { request in
      let bucket = request.path.split(separator: "/").last ?? ""
      return .init(text: #"{"files":[{"year":2025,"month":1,"url":"\#(host)/\#(bucket)?sig=1"}]}"#)
    }
    let call =
      ["data", "fetch", "aperiodic", "perpetual-BTC-USDT:USDT", "--series", "ohlcv,impact", "--interval", "1h"] + words
      + [vendor.address]
    let denied = try tool.run(call)
    #expect(denied.status == 2 && denied.errors.contains("APERIODIC_API_KEY"), "\(denied.errors)")
    let keyed = ["APERIODIC_API_KEY": "ap-s3cr3t", "DUCKDB": tool.root + "/duckdb"]
    let fetched = try tool.run(call, environment: keyed)
    #expect(fetched.status == 0, "\(fetched.errors)")
    #expect(fetched.output.contains("aperiodic_binance:BTCUSDT klines 1h"))
    #expect(fetched.output.contains("aperiodic_binance:BTCUSDT external 1h"), "\(fetched.output)")
    #expect(storage.requests.allSatisfy { !$0.headers.values.contains { $0.contains("s3cr3t") } })
    let shown = try tool.run("data", "show", "all")
    #expect(shown.output.contains("impact_amihud_like") && shown.output.contains("impact_news"), "\(shown.output)")

    let none = try tool.run(call, environment: ["APERIODIC_API_KEY": "ap-s3cr3t", "PATH": "/nowhere", "CARQUET": ""])
    #expect(none.status == 2 && none.errors.contains("install duckdb"), "\(none.errors)")
  }
}
