import Foundation
import GRDB
import Market
import Store
import TestSupport
import Testing

@Suite("Datasets that lie elsewhere, and tables that were changed")
struct LinkedDatasetTests {
  private let scratch: ScratchFolder
  private let folder: DatasetFolder

  init() throws {
    scratch = try ScratchFolder()
    folder = DatasetFolder(root: scratch.path)
    for name in ["datasets", "disk"] {
      try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(name)", withIntermediateDirectories: true)
    }
  }

  private func moved() throws {
    try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 5)]).close()
    try FileManager.default.moveItem(atPath: scratch.path + "/btc.sqlite", toPath: scratch.path + "/disk/btc.sqlite")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/datasets/btc.sqlite", withDestinationPath: "../disk/btc.sqlite")
  }

  @Test("a link to a dataset on another disk is read and imported into as the dataset is")
  func link() throws {
    try moved()
    #expect(try folder.open("btc").catalog().map(\.rows) == [5])
    let dataset = try folder.openForImport("btc")
    try dataset.merge(ramp(.klines, every: .hour, count: 9))
    try dataset.close()
    #expect(try Dataset.open(at: scratch.path + "/disk/btc.sqlite").catalog().map(\.rows) == [9])
  }

  @Test("a link to what is not there is said to be one")
  func dangling() throws {
    try moved()
    try FileManager.default.removeItem(atPath: scratch.path + "/disk/btc.sqlite")
    let problem = #expect(throws: Problem.self) { try folder.open("btc") }
    #expect(problem?.what.contains("is a link to a file that is not there") == true)
  }

  @Test("a pipe under the name of a dataset is refused and not waited for")
  func pipe() throws {
    #expect(mkfifo(scratch.path + "/datasets/p.sqlite", 0o600) == 0)
    let problem = #expect(throws: Problem.self) { try folder.open("p") }
    #expect(problem?.what.contains("is a device or a pipe") == true)
  }

  @Test(
    "a row that is gone from any table that decides something is found by whoever looks",
    arguments: ["history", "import"])
  func tables(name: String) throws {
    let dataset = try scratch.dataset("btc")
    let now = Instant(year: 2026, month: 1, day: 1)
    let source = ImportSource(file: "a.csv", sha256: String(repeating: "a", count: 64), format: "x")
    try dataset.merge(ramp(.klines, every: .hour, count: 5), source: source, at: now)
    try dataset.close()
    try DatabaseQueue(path: dataset.path).write { db in try db.execute(sql: "DELETE FROM \(name)") }
    let changed = try Dataset.open(at: dataset.path)
    let problem = #expect(throws: Problem.self) { try changed.checkTables() }
    #expect(problem?.what.contains("table '\(name)'") == true)
    if name == "history" { #expect(throws: Problem.self) { try changed.revisions() } }
  }
}
