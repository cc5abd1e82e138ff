import Digest
import Foundation
import GRDB
import Market
import Store
import TestSupport
import Testing

private func hash(_ text: String) -> String { SHA256.digest(of: text).hex }

private func run(_ name: String, folder: String = "results/x") -> RunRecord {
  RunRecord(
    hash: hash(name), kind: .replay, strategy: name, market: "btc", interval: .minutes(5),
    range: TimeRange(from: newYear, to: newYear + .days(1)), parameters: #"{"entry": 1.5}"#, identity: "{}",
    figures: #"{"trades": 3}"#, folder: folder, engine: "1.0")
}

@Suite("The archive of runs")
struct RunArchiveTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test("runs come back as they went in, oldest first, and the archive makes its folder")
  func roundTrip() throws {
    let archive = try RunArchive(root: scratch.path + "/new")
    try archive.record(run("b"))
    try archive.record(run("a"))
    #expect(try RunArchive(root: scratch.path + "/new").runs() == [run("b"), run("a")])
    #expect(archive.path == scratch.path + "/new/results/hindcast.sqlite")
  }

  @Test("the same run again takes its own place")
  func again() throws {
    let archive = try RunArchive(root: scratch.path)
    try archive.record(run("a"))
    try archive.record(run("b"))
    try archive.record(run("a", folder: "results/y"))
    #expect(try archive.runs().map(\.folder) == ["results/y", "results/x"])
  }

  @Test("a run is found by the beginning of its hash")
  func prefix() throws {
    let archive = try RunArchive(root: scratch.path)
    var twin = run("a")
    twin.hash = String(hash("a").prefix(10)) + String(repeating: "0", count: 54)
    for run in [run("a"), run("b"), twin] { try archive.record(run) }
    #expect(try archive.run(hashPrefix: String(hash("b").prefix(4))) == run("b"))
    #expect(try archive.run(hashPrefix: hash("a").uppercased()) == run("a"))
    for bad in [String(hash("a").prefix(10)), "ffff", "abc", "xyz!", ""] {
      #expect(throws: Problem.self, "\(bad)") { try archive.run(hashPrefix: bad) }
    }
  }

  @Test("what is not JSON is not kept")
  func json() throws {
    let archive = try RunArchive(root: scratch.path)
    var broken = run("a")
    broken.parameters = "{entry"
    #expect(throws: Problem.self) { try archive.record(broken) }
    #expect(try archive.runs().isEmpty)
  }

  @Test("a dataset is not an archive")
  func wrongFile() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 2)])
    try dataset.close()
    let problem = #expect(throws: Problem.self) { try RunArchive(at: dataset.path) }
    #expect(problem?.description.contains("no archive of Hindcast") == true)
  }
}
