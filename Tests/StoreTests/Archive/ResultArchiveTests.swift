import Digest
import Foundation
import GRDB
import Market
import Store
import TestSupport
import Testing

private func hash(_ text: String) -> String { SHA256.digest(of: text).hex }

private func result(_ name: String, kind: String = "replay", folder: String? = nil) -> ResultRecord {
  ResultRecord(
    hash: hash(name), kind: kind, name: name, markets: ["btc", "eth"],
    instruments: ["binance:BTCUSDT", "binance:ETHUSDT"], interval: .minutes(5),
    range: TimeRange(from: newYear, to: newYear + .days(1)), parameters: #"{"entry": 1.5}"#, identity: "\"\"",
    figures: #"{"trades": 3}"#, engine: "1.0", sources: [.init(name: name, text: "name: \(name)\n# ü\n")],
    document: .init(name: "run.json", digest: hash("document")), folder: folder)
}

@Suite("The archive of results")
struct ResultArchiveTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test("results come back as they went in, oldest first, and the archive makes its folder")
  func roundTrip() throws {
    let archive = try RunArchive(root: scratch.path + "/new")
    try archive.record(result("b"), in: ["results/b"])
    try archive.record(result("a", kind: "panel"), in: ["results/a"])
    let kept = try RunArchive(root: scratch.path + "/new").results()
    #expect(kept == [result("b", folder: "results/b"), result("a", kind: "panel", folder: "results/a")])
    #expect(archive.path == scratch.path + "/new/results/hindcast.sqlite")
  }

  @Test("the same result again takes its own place and its own folder, under whatever name")
  func again() throws {
    let archive = try RunArchive(root: scratch.path)
    try archive.record(result("a"), in: ["results/a"])
    try archive.record(result("b"), in: ["results/b"])
    var renamed = result("a")
    renamed.name = "another name"
    #expect(try archive.record(renamed, in: ["results/another"]) == "results/a")
    #expect(try archive.results().map(\.name) == ["another name", "b"])
    #expect(try archive.results().map(\.folder) == ["results/a", "results/b"])
  }

  @Test("a result has the digests of its files, and of those that are written again the new ones")
  func files() throws {
    let archive = try RunArchive(root: scratch.path)
    let files = ["run.txt", "report.html"].map { ResultRecord.Document(name: $0, digest: hash($0)) }
    try archive.record(result("a"), in: ["results/a"], with: files)
    #expect(try archive.results().first?.files == files)
    #expect(try RunArchive(reading: archive.path).results().first?.files == files)
    try archive.record(
      result("a"), in: ["results/a"], with: [.init(name: "report.html", digest: hash("another"))])
    #expect(try archive.results().first?.files.map(\.digest) == [hash("run.txt"), hash("another")])
    try archive.close()
    try DatabaseQueue(path: archive.path).write {
      try $0.execute(sql: "UPDATE result_file SET digest = replace(digest, '0', '1')")
    }
    #expect(throws: Problem.self, "a digest that changed is no digest") {
      try RunArchive(reading: archive.path).results()
    }
  }

  @Test("a result whose files cannot be put into their folder has no row, and one that has a row keeps the one it had")
  func unplaced() throws {
    let archive = try RunArchive(root: scratch.path)
    let files = [ResultRecord.Document(name: "run.txt", digest: hash("first"))]
    struct Full: Error {}
    #expect(throws: Full.self) { try archive.record(result("a"), in: ["results/a"], with: files) { _ in throw Full() } }
    #expect(try archive.results().isEmpty)
    var placed: [String] = []
    try archive.record(result("a"), in: ["results/a"], with: files) { placed.append($0) }
    #expect(placed == ["results/a"])
    let later = [ResultRecord.Document(name: "run.txt", digest: hash("later"))]
    #expect(throws: Full.self) { try archive.record(result("a"), in: ["results/b"], with: later) { _ in throw Full() } }
    #expect(try archive.results().map(\.files) == [files])
  }

  @Test("two results never share a folder: the second gets the next that is free")
  func folders() throws {
    let archive = try RunArchive(root: scratch.path)
    #expect(try archive.record(result("a"), in: ["results/x-1", "results/x-12"]) == "results/x-1")
    #expect(try archive.record(result("b"), in: ["results/x-1", "results/x-12"]) == "results/x-12")
    #expect(throws: Problem.self) { try archive.record(result("c"), in: ["results/x-1", "results/x-12"]) }
    #expect(try archive.results().count == 2)
    try archive.close()
    #expect(throws: DatabaseError.self, "nor by hand") {
      try DatabaseQueue(path: archive.path).write { try $0.execute(sql: "UPDATE result SET folder = 'results/x-1'") }
    }
  }

  @Test("several processes that want one folder get one each")
  func together() async throws {
    let root = scratch.path
    let folders = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<8 {
        group.addTask {
          try RunArchive(root: root).record(result("r\(index)"), in: (0..<8).map { "results/x-\($0)" })
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(folders.count == 8)
  }

  @Test("a result is found by the beginning of its hash")
  func prefix() throws {
    let archive = try RunArchive(root: scratch.path)
    var twin = result("a", folder: "results/twin")
    twin.hash = String(hash("a").prefix(10)) + String(repeating: "0", count: 54)
    let all = [result("a", folder: "results/a"), result("b", folder: "results/b"), twin]
    for result in all { try archive.record(result, in: [result.folder ?? ""]) }
    #expect(try archive.result(hashPrefix: String(hash("b").prefix(4))) == all[1])
    #expect(try archive.result(hashPrefix: hash("a").uppercased()) == all[0])
    for bad in [String(hash("a").prefix(10)), "ffff", "abc", "xyz!", ""] {
      #expect(throws: Problem.self, "\(bad)") { try archive.result(hashPrefix: bad) }
    }
  }

  @Test("what is not JSON, and a kind there is not, are not kept")
  func checks() throws {
    let archive = try RunArchive(root: scratch.path)
    var broken = result("a")
    broken.parameters = "{entry"
    #expect(throws: Problem.self) { try archive.record(broken, in: ["results/a"]) }
    #expect(throws: Problem.self) { try archive.record(result("a", kind: "guess"), in: ["results/a"]) }
    #expect(try archive.results().isEmpty)
  }

  @Test("a dataset is not an archive")
  func wrongFile() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 2)])
    try dataset.close()
    let problem = #expect(throws: Problem.self) { try RunArchive(at: dataset.path) }
    #expect(problem?.description.contains("no archive of Hindcast") == true)
  }
}

@Suite("Runs that an earlier version kept")
struct EarlierRunsTests {
  private let scratch: ScratchFolder
  private let earlier: EarlierArchive

  init() throws {
    scratch = try ScratchFolder()
    earlier = try EarlierArchive(at: scratch.path + "/old.sqlite")
    func row(_ name: String, _ kind: String, _ folder: String) -> String {
      """
      INSERT INTO run VALUES ('\(hash(name))', '\(kind)', '\(name)', 'btc', 300000, 0, 86400000, '{"entry":"1.5"}',
        '"engine 0.1.0\\ndata 00\\ninstrument binance:BTCUSDT\\nbars 5m\\nstrategy x"', '{"trades":3}', '\(folder)', '0.1.0');
      """
    }
    try earlier.write(
      row("first", "replay", "results/same-1") + row("second", "replay", "/home/me/results/same-1")
        + row("third", "compare", "results/../../OUT-2"))
  }

  private func check(_ results: [ResultRecord], at line: Int = #line) {
    let place = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
    #expect(results.map(\.name) == ["first", "second", "third"], sourceLocation: place)
    #expect(results.map(\.kind) == ["replay", "replay", "comparison"], sourceLocation: place)
    // Two that wrote into one folder: what lies there is the later one's.
    #expect(results.map(\.folder) == [nil, "results/same-1", "results/../../OUT-2"], sourceLocation: place)
    for result in results {
      #expect(result.hash == hash(result.name), sourceLocation: place)
      #expect(result.markets == ["btc"] && result.instruments == ["binance:BTCUSDT"], sourceLocation: place)
      #expect(result.parameters == #"{"entry":"1.5"}"# && result.figures == #"{"trades":3}"#, sourceLocation: place)
      #expect(result.engine == "0.1.0" && result.identity.contains("data 00"), sourceLocation: place)
      #expect(result.sources == nil && result.document == nil, sourceLocation: place)
    }
  }

  @Test("are read where they are, without a byte of the file changed")
  func reading() throws {
    let before = try bytes(earlier.path)
    check(try RunArchive(reading: earlier.path).results())
    #expect(try bytes(earlier.path) == before)
  }

  @Test("move to the new table when the archive is next written, and results can be added")
  func migration() throws {
    let archive = try RunArchive(at: earlier.path)
    check(try archive.results())
    #expect(try archive.record(result("new"), in: ["results/same-1", "results/same-12"]) == "results/same-12")
    try archive.close()
    check(try Array(RunArchive(at: earlier.path).results().prefix(3)))
    let tables = try DatabaseQueue(path: earlier.path).read { try $0.tableExists("run") }
    #expect(!tables)
  }

  @Test("an archive of any earlier version opens", arguments: [1, 2, 3])
  func versions(_ number: Int) throws {
    let version = try #require(EarlierArchive.Version(rawValue: number))
    let old = try EarlierArchive(at: scratch.path + "/v\(number).sqlite", version)
    #expect(try RunArchive(reading: old.path).results().isEmpty)
    let archive = try RunArchive(at: old.path)
    #expect(try archive.results().isEmpty && archive.tests().isEmpty && archive.sweeps().isEmpty)
  }
}
