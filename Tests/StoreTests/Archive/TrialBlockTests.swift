import Digest
import Foundation
import GRDB
import Market
import Store
import TestSupport
import Testing

@Suite("The archive keeps sweeps in blocks")
struct TrialBlockTests {
  private let scratch: ScratchFolder
  private let archive: RunArchive

  init() throws {
    scratch = try ScratchFolder()
    archive = try RunArchive(root: scratch.path)
  }

  @Test("a block comes back as it went in, what is not defined and what failed included")
  func roundTrip() throws {
    let sweep = sweep("s", trials: 25)
    try archive.record(sweep)
    let blocks = [
      block(0, of: sweep), block(1, of: sweep, failures: [3: "no \"price\"", 0: "at /x"]), block(2, of: sweep),
    ]
    for block in blocks { try archive.append(block, to: sweep.hash) }
    for block in blocks { #expect(block.matches(try archive.block(block.number, of: sweep.hash))) }
    #expect(try archive.finishedBlocks(of: sweep.hash) == [0, 1, 2])
    #expect(blocks[2].count == 5, "the last block has what remains")
    #expect(try archive.sweep(sweep.hash) == sweep)
  }

  @Test("a figure of a block is the slice of its trials")
  func figures() {
    let block = TrialBlock(number: 0, count: 2, values: [1, 2, 3, 4, 5, 6])
    #expect(Array(block.figure(1)) == [3, 4])
  }

  @Test("what is not there is nil or empty, and a sweep that was never recorded is a problem")
  func absent() throws {
    let sweep = sweep("s")
    #expect(try archive.finishedBlocks(of: sweep.hash).isEmpty)
    #expect(try archive.sweep(sweep.hash) == nil)
    let problem = #expect(throws: Problem.self) { try archive.append(block(0, of: sweep), to: sweep.hash) }
    #expect(problem?.description.contains("there is no sweep") == true)
    try archive.record(sweep)
    #expect(try archive.block(0, of: sweep.hash) == nil)
  }

  @Test("sweeps are found by setting and by market, oldest first, with what they have run")
  func tallies() throws {
    let sweeps = [sweep("b"), sweep("a", setting: "other"), sweep("c", market: "eth")]
    for sweep in sweeps { try archive.record(sweep) }
    try archive.append(block(2, of: sweeps[0], failures: [1: "x"]), to: sweeps[0].hash)
    try archive.append(block(0, of: sweeps[0]), to: sweeps[0].hash)
    #expect(try archive.sweeps(setting: sweeps[0].setting) == [sweeps[0], sweeps[2]])
    let tallies = try archive.sweeps(market: "btc")
    #expect(tallies.map(\.sweep) == [sweeps[0], sweeps[1]])
    #expect(tallies.map(\.finishedBlocks) == [2, 0])
    #expect(tallies.map(\.finishedTrials) == [20, 0])
    #expect(tallies.map(\.failedTrials) == [1, 0])
    #expect(try archive.sweeps().count == 3)
  }

  @Test("which NaN a processor left makes no difference to the bytes")
  func canonicalNaN() throws {
    func file(_ nan: Double) throws -> Data {
      let path = "\(scratch.path)/\(UUID()).sqlite"
      let archive = try RunArchive(at: path)
      let sweep = sweep("s", trials: 1)
      try archive.record(sweep)
      try archive.append(TrialBlock(number: 0, count: 1, values: [1, nan, 2]), to: sweep.hash)
      try archive.close()
      return try bytes(path)
    }
    #expect(try file(.nan) == file(Double(bitPattern: 0xFFF8_0000_0000_0001)))
  }

  @Test("done again, nothing is written")
  func idempotent() throws {
    let sweep = sweep("s")
    func fill() throws {
      let archive = try RunArchive(root: scratch.path)
      try archive.record(sweep)
      for number in 0..<4 { try archive.append(block(number, of: sweep), to: sweep.hash) }
      try archive.close()
    }
    try archive.close()
    try fill()
    let once = try bytes(archive.path)
    try fill()
    #expect(try bytes(archive.path) == once)
  }

  @Test("a block that is cut short, or claims other trials, is reported as damage")
  func damage() throws {
    let sweep = sweep("s")
    try archive.record(sweep)
    try archive.append(block(0, of: sweep), to: sweep.hash)
    try archive.close()
    for change in [
      "numbers = substr(numbers, 9)", "numbers = x''", "count = 9", "failed = 1", "failures = '[', failed = 1",
      #"failures = '[{"offset":99,"reason":""}]', failed = 1"#,
    ] {
      try DatabaseQueue(path: archive.path).write { db in
        try db.execute(sql: "PRAGMA ignore_check_constraints = 1; SAVEPOINT whole; UPDATE trial_block SET \(change)")
      }
      let damaged = try RunArchive(reading: archive.path)
      let problem = #expect(throws: Problem.self, "\(change)") { try damaged.block(0, of: sweep.hash) }
      #expect(problem?.description.contains("damaged: block 0 of sweep") == true)
      try damaged.close()
      try DatabaseQueue(path: archive.path).write { db in
        try db.execute(sql: "DELETE FROM trial_block")
      }
      let whole = try RunArchive(at: archive.path)
      try whole.append(block(0, of: sweep), to: sweep.hash)
      try whole.close()
    }
  }

  @Test("the tables refuse what no block can be")
  func checks() throws {
    let sweep = sweep("s")
    try archive.record(sweep)
    try archive.close()
    for row in ["0, 2, 0, NULL, x'00'", "0, 2, 1, NULL, zeroblob(48)", "-1, 2, 0, NULL, zeroblob(48)"] {
      #expect(throws: DatabaseError.self, "\(row)") {
        try DatabaseQueue(path: archive.path).write { db in
          try db.execute(
            sql:
              "INSERT INTO trial_block (sweep, number, count, failed, failures, numbers, numbers_check, row_check) VALUES (1, \(row), 0, 0)"
          )
        }
      }
    }
  }
}

@Suite("An archive of an earlier version")
struct EarlierArchiveTests {
  private func digest(_ letter: Character) -> String { String(repeating: letter, count: 64) }

  @Test("keeps its trials under other names, and they still count as tried")
  func upgrade() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path + "/old.sqlite"
    let figures = "ALTER TABLE trial ADD COLUMN sharpe_annual REAL; "
    func sweep(_ hash: Character, _ market: String, to: Int) -> String {
      "INSERT INTO sweep VALUES ('\(digest(hash))', 'fade', '\(market)', 300000, 0, \(to), '{}', 2); "
    }
    func trial(_ key: Character, _ sharpe: Double) -> String {
      "INSERT INTO trial VALUES ('\(digest(key))', '{}', 'completed', NULL, \(sharpe)); "
    }
    func place(_ sweep: Character, _ position: Int, _ trial: Character) -> String {
      "INSERT INTO sweep_trial VALUES ('\(digest(sweep))', \(position), '\(digest(trial))'); "
    }
    try EarlierArchive(at: path, .looks).write(
      figures + sweep("a", "btc", to: 7) + sweep("b", "btc", to: 8) + sweep("c", "eth", to: 9)
        + trial("x", 1.5) + trial("y", 2) + trial("z", 3)
        + place("a", 0, "x") + place("a", 1, "y") + place("b", 0, "y") + place("b", 1, "n") + place("c", 0, "z"))
    let archive = try RunArchive(at: path)
    let earlier = try archive.sweepsByRow(market: "btc")
    #expect(earlier.trials == 2)
    #expect(earlier.ranges.map(\.to.milliseconds) == [7, 8])
    #expect(try archive.sweepsByRow(market: "sol").trials == 0)
    try archive.record(StoreTests.sweep("new"))
    try archive.close()
    let kept = try DatabaseQueue(path: path).read { db in
      try Double.fetchAll(db, sql: "SELECT sharpe_annual FROM trial_by_row ORDER BY key")
    }
    #expect(kept == [1.5, 2, 3])
  }

  @Test("which held no sweep is upgraded to the tables of a new one")
  func nothingToKeep() throws {
    let scratch = try ScratchFolder()
    let archive = try RunArchive(at: scratch.path + "/a.sqlite")
    #expect(try archive.sweepsByRow(market: "btc").trials == 0)
    try archive.close()
    let tables = try DatabaseQueue(path: archive.path).read { db in
      try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%by_row'")
    }
    #expect(tables.isEmpty)
  }
}
