import Foundation
import Frames
import GRDB
import Market
import Numerics
import Store
import TestSupport
import Testing

@Suite("The file of a dataset")
struct DatasetFileTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test("an import that never came leaves no file")
  func lazy() throws {
    let dataset = try scratch.dataset()
    #expect(try dataset.catalog().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: dataset.path))
  }

  @Test("a closed dataset is one file")
  func oneFile() throws {
    try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 5)]).close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["btc.sqlite"])
    #expect(try Dataset.open(at: scratch.path + "/btc.sqlite").catalog().map(\.rows) == [5])
  }

  @Test("readers see the state before an import until it is done, and go on meanwhile")
  func readers() throws {
    let writer = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 5)])
    let reader = try Dataset.open(at: writer.path)
    #expect(try reader.catalog().map(\.rows) == [5])
    try writer.merge(ramp(.klines, every: .hour, count: 9))
    #expect(try reader.catalog().map(\.rows) == [9])
  }

  @Test("two processes can import into one new dataset at once")
  func twoWriters() async throws {
    let path = scratch.path + "/btc.sqlite"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for start in 0..<8 {
        group.addTask {
          let dataset = try Dataset.openForImport(at: path)
          try dataset.merge(ramp(.klines, every: .hour, from: newYear + .hours(start * 10), count: 10))
        }
      }
      try await group.waitForAll()
    }
    #expect(try Dataset.open(at: path).catalog().map(\.rows) == [80])
  }

  @Test("a kill at any moment of an import leaves the state before or after it")
  func kill() throws {
    let before = try scratch.dataset("before", [ramp(.klines, every: .hour, count: 500)])
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 500)])
    try dataset.close()
    let old = try Data(contentsOf: URL(fileURLWithPath: dataset.path))
    try dataset.merge(ramp(.mark, every: .hour, count: 500))
    let states = [try before.fingerprint(), try dataset.fingerprint()]
    // What a killed process leaves on the disk is the file and some beginning of its log, which is written in order.
    let log = try Data(contentsOf: URL(fileURLWithPath: dataset.path + "-wal"))
    #expect(log.count > 10_000)

    var seen: Set<String> = []
    for cut in [0, 1, 31, 32, 33, 4151, 4152, 5000, log.count / 2, log.count - 4097, log.count - 1, log.count] {
      let copy = "\(scratch.path)/copy\(cut).sqlite"
      try old.write(to: URL(fileURLWithPath: copy))
      try log.prefix(cut).write(to: URL(fileURLWithPath: copy + "-wal"))
      let fingerprint = try Dataset.open(at: copy).fingerprint()
      #expect(states.contains(fingerprint))
      #expect(try Dataset.open(at: copy).damagedChunks().isEmpty)
      seen.insert(fingerprint)
    }
    #expect(seen.count == 2)
  }

  @Test("a missing file, a folder and a text file are told apart")
  func wrongFiles() throws {
    func message(_ path: String) -> String? {
      let problem = #expect(throws: Problem.self) { try Dataset.open(at: path) }
      #expect(problem?.fault == .input)
      return problem?.description
    }
    #expect(message(scratch.path + "/none.sqlite")?.contains("there is no file") == true)
    #expect(message(scratch.path)?.contains("is a folder") == true)
    #expect(
      message(try scratch.write(String(repeating: "text ", count: 200), to: "a.sqlite"))?.contains("not an SQLite file")
        == true)
    #expect(message(try scratch.write("", to: "b.sqlite"))?.contains("holds no dataset yet") == true)
    let archive = try RunArchive(at: scratch.path + "/c.sqlite")
    try archive.close()
    #expect(message(archive.path)?.contains("no dataset of Hindcast") == true)
  }

  @Test("nobody else's database is ever changed")
  func foreign() throws {
    let path = scratch.path + "/foreign.sqlite"
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
    try queue.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: Problem.self) { try Dataset.openForImport(at: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("a file cut short is a problem and never a crash")
  func truncated() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .minutes(5), count: 9000)])
    try dataset.close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: dataset.path))
    for cut in [50, 100, 4095, 4096, 8192, whole.count / 2, whole.count - 4096, whole.count - 1] {
      let path = try scratch.write(Array(whole.prefix(cut)), to: "cut\(cut).sqlite")
      #expect(throws: Problem.self, "cut at \(cut)") { _ = try Dataset.open(at: path).frame() }
    }
  }

  @Test("a dataset of a newer version is refused with that reason")
  func newer() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 5)])
    try dataset.close()
    try sql("INSERT INTO grdb_migrations VALUES ('things to come')", on: dataset.path)
    let problem = #expect(throws: Problem.self) { try Dataset.open(at: dataset.path) }
    #expect(problem?.description.contains("newer Hindcast") == true)
    #expect(throws: Problem.self) { try Dataset.openForImport(at: dataset.path) }
  }

  @Test("values that changed under way are found by their digest")
  func rot() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .minutes(5), count: 9000)])
    try dataset.close()
    #expect(try dataset.damagedChunks().isEmpty)
    try dataset.close()
    try sql(
      "UPDATE chunk_column SET numbers = zeroblob(length(numbers)) WHERE position = 3 AND bucket = (SELECT max(bucket) FROM chunk)",
      on: dataset.path)
    #expect(try dataset.damagedChunks().count == 1)
  }

  @Test(
    "chunks that do not fit together are damage, not a trap",
    arguments: [
      "UPDATE chunk_column SET numbers = zeroblob(8) WHERE position = 3",
      "DELETE FROM chunk_column WHERE position = 3",
      "UPDATE chunk SET stamps = zeroblob(length(stamps))",
      "UPDATE series SET columns = 'open:weather'",
      "UPDATE series SET columns = 'close'",
      "PRAGMA ignore_check_constraints = 1; UPDATE series SET cadence_ms = 9223372036854775807",
      "PRAGMA ignore_check_constraints = 1; UPDATE chunk SET rows = 4611686018427387904",
      "PRAGMA ignore_check_constraints = 1; UPDATE chunk SET last_ms = 9223372036854775807",
    ])
  func inconsistent(change: String) throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 100)])
    try dataset.close()
    try sql(change, on: dataset.path)
    let problem = #expect(throws: Problem.self) { try Dataset.open(at: dataset.path).frame() }
    #expect(problem?.description.contains("is damaged") == true)
  }

  @Test("no flipped byte makes reading trap: it is a problem, or was not among what was read")
  func flippedBytes() throws {
    let dataset = try scratch.dataset(
      "btc",
      [
        ramp(.klines, every: .hour, count: 60), ramp(.mark, every: .hour, count: 60),
        ramp(.funding, every: .hours(8), count: 8),
      ])
    try dataset.close()
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: dataset.path)))
    var random = SplitMix64(seed: 8)
    var problems = 0
    for _ in 0..<60 {
      var bytes = whole
      // Pages that hold little but zeros are most of a small file; aim at what means something.
      for _ in 0..<3 {
        var place = Int.random(in: 100..<bytes.count, using: &random)
        while bytes[place] == 0, place > 100 { place -= 1 }
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      let path = try scratch.write(bytes, to: "flipped.sqlite")
      do {
        let dataset = try Dataset.openForImport(at: path)
        _ = try dataset.frame(columns: ["mark", "volume"])
        _ = try dataset.imports()
        try dataset.merge(ramp(.klines, every: .hour, count: 70, plus: 1))
        try dataset.close()
      } catch is Problem {
        problems += 1
      }
      for leftover in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + leftover) }
    }
    #expect(problems > 5)
  }

  private func sql(_ text: String, on path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: text) }
    try queue.close()
  }
}
