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

private func trial(_ name: String, _ figures: [Double]) -> TrialRecord {
  TrialRecord(key: hash(name), parameters: #"{"name": "\#(name)"}"#, outcome: .completed(figures: figures))
}

private func sweep(_ name: String, trials: Int) -> SweepRecord {
  SweepRecord(
    hash: hash(name), strategy: "fade", market: "btc", interval: .hour,
    range: TimeRange(from: newYear, to: newYear + .day),
    grid: "{}", trials: trials)
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

@Suite("The archive of trials")
struct TrialArchiveTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test("trials are found by key, with what they came to")
  func lookup() throws {
    let archive = try RunArchive(root: scratch.path, figures: ["sharpe", "trades"])
    let failed = TrialRecord(key: hash("f"), parameters: "{}", outcome: .failed(reason: "no trade"))
    try archive.append([trial("a", [1.5, 3]), failed])
    let found = try archive.trials(keys: [hash("a"), hash("f"), hash("none")])
    #expect(found == [hash("a"): trial("a", [1.5, 3]), hash("f"): failed])
  }

  @Test("figures that are not defined come back as NaN, and infinite ones as they are")
  func notANumber() throws {
    let archive = try RunArchive(root: scratch.path, figures: ["sharpe", "sortino"])
    try archive.append([trial("a", [.nan, .infinity])])
    guard case .completed(let figures) = try archive.trials(keys: [hash("a")])[hash("a")]?.outcome else {
      Issue.record("the trial is not there")
      return
    }
    #expect(figures[0].isNaN)
    #expect(figures[1] == .infinity)
  }

  @Test("sweeps that overlap share their trials, in the order of each grid")
  func overlap() throws {
    let archive = try RunArchive(root: scratch.path, figures: ["sharpe"])
    try archive.record(sweep("one", trials: 3), trialKeys: ["a", "b", "c"].map(hash))
    try archive.append(["a", "b", "c"].map { trial($0, [1]) })
    try archive.record(sweep("two", trials: 3), trialKeys: ["d", "c", "b"].map(hash))
    let two = try archive.trials(ofSweep: hash("two"))
    #expect(two.map(\.position) == [1, 2])
    #expect(two.map(\.trial.key) == [hash("c"), hash("b")])
    #expect(try archive.trials(ofSweep: hash("one")).count == 3)
    #expect(Set(try archive.sweeps()) == [sweep("one", trials: 3), sweep("two", trials: 3)])
  }

  @Test("a batch of trials is kept whole or not at all")
  func atomic() throws {
    let archive = try RunArchive(root: scratch.path, figures: ["sharpe"])
    let broken = TrialRecord(key: "short", parameters: "{}", outcome: .completed(figures: [1]))
    #expect(throws: Problem.self) { try archive.append([trial("a", [1]), broken]) }
    #expect(try archive.trials(keys: [hash("a")]).isEmpty)
  }

  @Test("figures added later have no value in older trials")
  func newFigures() throws {
    try RunArchive(root: scratch.path, figures: ["sharpe"]).append([trial("a", [1])])
    let wider = try RunArchive(root: scratch.path, figures: ["calmar", "sharpe"])
    try wider.append([trial("b", [7, 2])])
    guard case .completed(let figures) = try wider.trials(keys: [hash("a")])[hash("a")]?.outcome else {
      Issue.record("the trial is not there")
      return
    }
    #expect(figures[0].isNaN)
    #expect(figures[1] == 1)
    #expect(
      try RunArchive(root: scratch.path, figures: ["sharpe"]).trials(keys: [hash("b")])[hash("b")] == trial("b", [2]))
  }

  @Test("any SQLite shell can rank the trials")
  func sql() throws {
    let archive = try RunArchive(root: scratch.path, figures: ["sharpe"])
    try archive.append([trial("a", [1]), trial("b", [3]), trial("c", [2])])
    try archive.close()
    let best = try DatabaseQueue(path: archive.path).read { db in
      try String.fetchAll(
        db, sql: "SELECT parameters ->> 'name' FROM trial WHERE status = 'completed' ORDER BY sharpe DESC")
    }
    #expect(best == ["b", "c", "a"])
  }

  @Test("finished archives of the same work hold the same rows, in whatever order it was done")
  func sameContent() throws {
    func content(_ name: String, _ order: [String]) throws -> [String] {
      let archive = try RunArchive(at: "\(scratch.path)/\(name).sqlite", figures: ["sharpe"])
      try archive.record(sweep("s", trials: 3), trialKeys: ["a", "b", "c"].map(hash))
      for key in order { try archive.append([trial(key, [1])]) }
      try archive.close()
      return try DatabaseQueue(path: archive.path).read { db in
        try ["sweep", "trial", "sweep_trial"].flatMap {
          try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description)
        }
      }
    }
    #expect(try content("x", ["a", "b", "c"]) == content("y", ["c", "b", "b", "a"]))
  }

  @Test("two processes append to one new archive at once")
  func concurrent() async throws {
    let path = scratch.path + "/results/hindcast.sqlite"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<6 {
        group.addTask {
          let archive = try RunArchive(at: path, figures: ["sharpe"])
          for batch in 0..<5 { try archive.append((0..<20).map { trial("\(worker)-\(batch)-\($0 / 2)", [1]) }) }
        }
      }
      try await group.waitForAll()
    }
    let keys = (0..<6).flatMap { w in (0..<5).flatMap { b in (0..<10).map { hash("\(w)-\(b)-\($0)") } } }
    #expect(try RunArchive(at: path, figures: ["sharpe"]).trials(keys: keys).count == 300)
  }
}
