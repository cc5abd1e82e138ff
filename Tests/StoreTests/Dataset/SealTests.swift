import Digest
import Frames
import GRDB
import Market
import Store
import TestSupport
import Testing

private let sealedDay = newYear + .days(20)
private let today = newYear + .days(400)
private let hash = SHA256.digest(of: "hypothesis").hex

@Suite("A sealed dataset")
struct SealTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  /// Thirty days of hours: two chunks would be 8,192 rows, so the seal cuts through the only one.
  private func dataset(hours: Int = 720, daily: Bool = false) throws -> Dataset {
    var batches = [ramp(.klines, every: .hour, count: hours), ramp(.funding, every: .hours(8), count: hours / 8)]
    if daily { batches.append(ramp(.premium, every: .day, count: hours / 24)) }
    return try scratch.dataset("btc", batches)
  }

  @Test("nothing from the seal on is read, whichever way one looks")
  func hidden() throws {
    let dataset = try dataset()
    try dataset.seal(from: sealedDay, on: today)
    for summary in try dataset.catalog() {
      #expect(summary.last < sealedDay)
      let series = try dataset.series(summary.descriptor)
      #expect(series.stamps.count == summary.rows && series.stamps.allSatisfy { $0 < sealedDay.milliseconds })
    }
    let frame = try dataset.frame()
    #expect(frame.window == TimeRange(from: newYear, to: sealedDay))
    #expect((frame.funding?.schedule.settlements ?? []).allSatisfy { $0.instant < sealedDay })
    #expect(try dataset.hiddenRows(of: ColumnBook(dataset).bars.descriptor) == 240)
  }

  @Test("a bar that closes after the seal is hidden, though it opened before")
  func straddling() throws {
    let dataset = try dataset(daily: true)
    try dataset.seal(from: sealedDay + .hours(6), on: today)
    let premium = try #require(try dataset.catalog().first { $0.descriptor.kind == .premium })
    #expect(premium.range.to == sealedDay)
    let klines = try #require(try dataset.summary(of: ColumnBook(dataset).bars))
    #expect(klines.range.to == sealedDay + .hours(6))
  }

  @Test("it is the dataset into which the hidden rows were never imported: same rows, same fingerprint")
  func fingerprint() throws {
    let whole = try dataset()
    let before = try whole.fingerprint()
    try whole.seal(from: sealedDay, on: today)
    let short = try scratch.dataset(
      "short", [ramp(.klines, every: .hour, count: 480), ramp(.funding, every: .hours(8), count: 60)])
    #expect(try whole.fingerprint() != before)
    #expect(try whole.fingerprint() == short.fingerprint())
    #expect(try whole.frame().fingerprint == short.frame().fingerprint)
  }

  @Test("what is imported later past the seal stays hidden too")
  func imports() throws {
    let dataset = try dataset(hours: 480)
    try dataset.seal(from: sealedDay, on: today)
    let before = try dataset.fingerprint()
    let counts = try dataset.merge(ramp(.klines, every: .hour, from: sealedDay, count: 100))
    #expect(counts.kept == 100)
    #expect(try dataset.fingerprint() == before)
    #expect(try dataset.frame().window.to == sealedDay)
    try dataset.liftSeal(on: today)
    #expect(try dataset.frame().window.to == sealedDay + .hours(100))
  }

  @Test("a window that reaches past the seal is refused, with the seal named")
  func windows() throws {
    let dataset = try dataset()
    try dataset.seal(from: sealedDay, on: today)
    for range in [
      TimeRange(from: newYear, to: sealedDay + .day), TimeRange(from: sealedDay, to: TimeRange.always.to),
      TimeRange(from: sealedDay + .day, to: sealedDay + .days(2)),
    ] {
      let problem = try #require(throws: Problem.self) { try dataset.frame(range: range) }
      #expect(problem.description.contains("sealed from 2025-01-21 00:00 UTC"))
    }
    #expect(try dataset.frame(range: TimeRange(from: newYear, to: sealedDay)).window.to == sealedDay)
  }

  @Test("readers of another process see the seal at once")
  func readers() throws {
    let dataset = try dataset()
    let reader = try Dataset.open(at: dataset.path)
    #expect(try reader.frame().grid.count == 720)
    try dataset.seal(from: sealedDay, on: today)
    #expect(try reader.frame().grid.count == 480)
    #expect(try Dataset.open(at: dataset.path).seal()?.from == sealedDay)
  }

  @Test("the holdout is opened for the registered hypothesis and no other, and that is written down first")
  func opening() throws {
    let dataset = try dataset()
    try dataset.seal(from: sealedDay, on: today)
    #expect(throws: Problem.self) { try dataset.openHoldout(hash: hash, on: today) }
    try dataset.register(hash: hash, hypothesis: "{}", on: today)
    #expect(throws: Problem.self) {
      try dataset.register(hash: SHA256.digest(of: "another").hex, hypothesis: "{}", on: today)
    }
    #expect(throws: Problem.self) {
      try dataset.openHoldout(hash: SHA256.digest(of: "another").hex, on: today)
    }
    #expect(try dataset.seal()?.openedOn == nil)

    let holdout = try dataset.openHoldout(hash: hash, on: today)
    // A process that dies here has used it up.
    #expect(try Dataset.open(at: dataset.path).seal()?.openedOn == today)
    let frame = try holdout.frame(range: TimeRange(from: sealedDay, to: TimeRange.always.to), warmUp: 24)
    #expect(frame.window == TimeRange(from: sealedDay, to: newYear + .days(30)))
    #expect(frame.evaluation.lowerBound == 24)
    #expect(try dataset.frame().window.to == sealedDay)

    try dataset.keepHoldoutResult(#"{"p":1}"#, hash: hash)
    try dataset.keepHoldoutResult(#"{"p":0}"#, hash: hash)
    #expect(try dataset.seal()?.result == #"{"p":1}"#)
  }

  @Test("one seal at a time; a lifted one stays on record")
  func history() throws {
    let dataset = try dataset()
    try dataset.seal(from: sealedDay, on: today)
    #expect(throws: Problem.self) { try dataset.seal(from: newYear + .day, on: today) }
    try dataset.liftSeal(on: today + .day)
    #expect(try dataset.seal() == nil)
    #expect(throws: Problem.self) { try dataset.liftSeal(on: today) }
    try dataset.seal(from: newYear + .days(25), on: today + .days(2))
    #expect(try dataset.seals().map(\.liftedOn) == [today + .day, nil])
  }

  @Test("what a seal says is not rewritten, not even by hand")
  func triggers() throws {
    let dataset = try dataset()
    try dataset.seal(from: sealedDay, on: today)
    try dataset.register(hash: hash, hypothesis: "{}", on: today)
    _ = try dataset.openHoldout(hash: hash, on: today)
    try dataset.close()
    let queue = try DatabaseQueue(path: dataset.path)
    for statement in [
      "DELETE FROM seal", "UPDATE seal SET from_ms = from_ms + 1", "UPDATE seal SET opened_ms = NULL",
      "UPDATE seal SET hypothesis = '[]'", "UPDATE seal SET hash = NULL, hypothesis = NULL, registered_ms = NULL",
      "INSERT INTO seal (from_ms, sealed_ms) VALUES (1, 1)",
    ] {
      #expect(throws: DatabaseError.self, "\(statement)") { try queue.write { try $0.execute(sql: statement) } }
    }
  }

  @Test("a file of an earlier version has no seal and can be given one")
  func earlier() throws {
    let dataset = try dataset()
    try dataset.close()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: dataset.path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA legacy_alter_table = 1; DROP TABLE seal; DROP TABLE integrity; DROP INDEX chunk_heading; DROP TABLE contract;
          DROP TABLE history; DROP TABLE read_file;
          ALTER TABLE chunk DROP COLUMN stamps_check; ALTER TABLE chunk_column DROP COLUMN numbers_check;
          UPDATE series SET type = 'perpetual';
          ALTER TABLE series RENAME TO typed;
          CREATE TABLE series (
            id INTEGER PRIMARY KEY, venue TEXT NOT NULL, symbol TEXT NOT NULL, kind TEXT NOT NULL,
            cadence_ms INTEGER NOT NULL, columns TEXT NOT NULL, known TEXT NOT NULL, delay_ms INTEGER NOT NULL
          ) STRICT;
          INSERT INTO series SELECT id, venue, symbol, kind, cadence_ms, columns, known, delay_ms FROM typed;
          DROP TABLE typed;
          DELETE FROM grdb_migrations WHERE identifier != 'series in chunks'
          """)
    }
    try queue.close()
    let reader = try Dataset.open(at: dataset.path)
    #expect(try reader.seal() == nil)
    #expect(try reader.frame().grid.count == 720)
    try Dataset.openForImport(at: dataset.path).seal(from: sealedDay, on: today)
    #expect(try reader.frame().grid.count == 480)
  }

  @Test("bytes are checked behind the seal as well")
  func damage() throws {
    let dataset = try dataset()
    try dataset.seal(from: sealedDay, on: today)
    #expect(try dataset.damagedChunks().isEmpty)
  }
}
