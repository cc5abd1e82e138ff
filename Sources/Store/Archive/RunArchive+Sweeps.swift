import Foundation
import GRDB
import Market

extension RunArchive {
  /// Keeps what a sweep is. Done again, it writes nothing.
  ///
  /// - Parameter sample: the one that the sweep refers to.
  /// - Throws: `Problem` when another sweep is kept under its hash.
  public func record(_ sweep: SweepRecord, sample: DataSample? = nil) throws {
    // Looked up first: a statement that ends up doing nothing would still have taken the lock for writing.
    if let kept = try self.sweep(sweep.hash) {
      guard kept.hasTrials(of: sweep) else {
        throw damagedArchive("sweep \(sweep.hash.prefix(8)) is another than its hash says")
      }
      return
    }
    let figures = String(decoding: try JSONEncoder().encode(sweep.figures), as: UTF8.self)
    try file.write { db in
      if let sample { try Self.keep(sample, db) }
      try ArchiveSchema.sweeps.changing(db, where: "hash = ?", [sweep.hash]) {
        try db.execute(
          sql: """
            INSERT INTO sweep (\(Self.sweepColumns), sample)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
          arguments: [
            sweep.hash, sweep.setting, sweep.strategy, sweep.market, sweep.interval.milliseconds,
            sweep.range.from.milliseconds, sweep.range.to.milliseconds, sweep.space, sweep.trials, sweep.blockSize,
            figures, sweep.engine, sweep.sample,
          ])
      }
    }
  }

  /// The sweep of that hash, if it was ever begun.
  public func sweep(_ hash: String) throws -> SweepRecord? {
    try records(where: "hash = ?", [hash]).first
  }

  /// The sweeps of one setting, oldest first: their trials can be compared, and where they overlap, are the same.
  public func sweeps(setting: String) throws -> [SweepRecord] {
    try records(where: "setting = ?", [setting])
  }

  /// Every sweep, or those on one market, oldest first, with how much of each has been run. No result is read for it.
  ///
  /// - Parameter market: nil for all markets.
  public func sweeps(market: String? = nil) throws -> [SweepTally] {
    try file.read { db in
      try verify(ArchiveSchema.sweeps, db)
      guard try db.tableExists("trial_block") else { return [] }
      let blocks = try tallies(db)
      return try Row.fetchAll(
        db, sql: "SELECT \(try Self.columns(db)), id FROM sweep WHERE coalesce(market = ?, TRUE) ORDER BY id",
        arguments: [market]
      ).map { row in
        let tally = blocks[try row.decode(Int64.self, atIndex: 13)] ?? (0, 0, 0, 0)
        return SweepTally(
          sweep: try sweep(row), finishedBlocks: tally.blocks, finishedTrials: tally.trials,
          failedTrials: tally.failed, reusedTrials: tally.reused)
      }
    }
  }

  private typealias Tally = (blocks: Int, trials: Int, failed: Int, reused: Int)

  /// What blocks there are, by the number of their sweep. Their headings are compared with their checks, and that none is gone
  /// shows by the index, which holds each of them a second time.
  private func tallies(_ db: Database) throws -> [Int64: Tally] {
    let isChecked = try CheckedTable.isKept(db)
    let columns = isChecked ? BlockHeading.columns : "sweep, number, count, failed, reused"
    let cursor = try Row.fetchCursor(db, sql: "SELECT \(columns) FROM trial_block NOT INDEXED")
    var tallies: [Int64: Tally] = [:]
    var count = 0
    while let row = try cursor.next() {
      if isChecked, try BlockHeading(row) == nil { throw damagedArchive("the record of a block is not what was kept") }
      var tally = tallies[try row.decode(Int64.self, atIndex: 0)] ?? (0, 0, 0, 0)
      tally.blocks += 1
      tally.trials &+= try row.decode(Int.self, atIndex: 2)
      tally.failed &+= try row.decode(Int.self, atIndex: 3)
      tally.reused &+= try row.decode(Int.self, atIndex: 4)
      tallies[try row.decode(Int64.self, atIndex: 0)] = tally
      count += 1
    }
    let indexed = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM trial_block INDEXED BY sqlite_autoindex_trial_block_1 WHERE sweep IS NOT NULL")
    guard indexed == count else { throw damagedArchive("it holds \(count) blocks, and its index \(indexed ?? 0)") }
    return tallies
  }

  /// The sweeps on the data of a sample, under whatever name, oldest first, with how much of each has been run.
  ///
  /// - Parameter market: the dataset's name: sweeps without a sample go by it.
  public func sweeps(on sample: DataSample, of market: String) throws -> [SweepTally] {
    let keys = try samples(like: sample)
    return try sweeps().filter { $0.sweep.sample.map(keys.contains) ?? ($0.sweep.market == market) }
  }

  /// Different trials ever run on the data of a sample, whatever the strategy and whatever the dataset's name: none was free.
  public func trialsEverRun(on sample: DataSample, of market: String) throws -> Int {
    try sweeps(on: sample, of: market).reduce(try sweepsByRow(market: market).trials) {
      $0 + $1.finishedTrials - $1.reusedTrials
    }
  }

  /// The sweeps on a market of a version that kept a row a trial: what they ranged over, and how many different trials
  /// they ran. Their figures are no longer read, but they were tried.
  public func sweepsByRow(market: String) throws -> (ranges: [TimeRange], trials: Int) {
    try file.read { db in
      let ranges =
        try db.tableExists("sweep_by_row")
        ? Row.fetchAll(
          db, sql: "SELECT from_ms, to_ms FROM sweep_by_row WHERE market = ? ORDER BY hash", arguments: [market]
        ).map { row in
          TimeRange(
            from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 0)),
            to: Instant(milliseconds: try row.decode(Int64.self, atIndex: 1)))
        } : []
      guard try db.tableExists("sweep_trial_by_row"), try db.tableExists("trial_by_row") else { return (ranges, 0) }
      let trials = try Int.fetchOne(
        db,
        sql: """
          SELECT count(DISTINCT t.key) FROM sweep_by_row s
          JOIN sweep_trial_by_row p ON p.sweep = s.hash JOIN trial_by_row t ON t.key = p.trial WHERE s.market = ?
          """,
        arguments: [market])
      return (ranges, trials ?? 0)
    }
  }

  /// A sweep that was recorded, and the number its blocks go by.
  func recorded(_ hash: String) throws -> (id: Int64, sweep: SweepRecord) {
    guard let found = try find(hash) else {
      throw Problem("there is no sweep '\(hash.prefix(8))' in \(path)", remedy: "see 'hindcast sweep show'")
    }
    return found
  }

  /// The number that a sweep's blocks go by; nil for one that was never begun.
  func number(of hash: String) throws -> Int64? { try find(hash)?.id }

  private func find(_ hash: String) throws -> (id: Int64, sweep: SweepRecord)? {
    if let found = known.withLock({ $0[hash] }) { return found }
    let found = try file.read { db in
      try verify(ArchiveSchema.sweeps, db)
      // Killed while it was made, or of an earlier version, it has no sweeps in blocks.
      guard try db.tableExists("trial_block") else { return nil as (id: Int64, sweep: SweepRecord)? }
      return try Row.fetchOne(
        db, sql: "SELECT \(try Self.columns(db)), id FROM sweep NOT INDEXED WHERE hash = ?", arguments: [hash]
      )
      .map { row in (id: try row.decode(Int64.self, atIndex: 13), sweep: try sweep(row)) }
    }
    if let found { known.withLock { $0[hash] = found } }
    return found
  }

  static let sweepColumns =
    "hash, setting, strategy, market, interval_ms, from_ms, to_ms, space, trials, block_size, figures, engine"

  /// With the sample, which a table of an earlier version has not.
  private static func columns(_ db: Database) throws -> String {
    "\(sweepColumns), \(try db.hasColumn("sample", in: "sweep") ? "sample" : "NULL")"
  }

  private func records(where condition: String, _ arguments: StatementArguments) throws -> [SweepRecord] {
    try file.read { db in
      try verify(ArchiveSchema.sweeps, db)
      return try Row.fetchAll(
        db, sql: "SELECT \(try Self.columns(db)) FROM sweep NOT INDEXED WHERE \(condition) ORDER BY id",
        arguments: arguments
      ).map(sweep)
    }
  }

  private func sweep(_ row: Row) throws -> SweepRecord {
    let hash = try row.decode(String.self, atIndex: 0)
    let from = Instant(milliseconds: try row.decode(Int64.self, atIndex: 5))
    let to = Instant(milliseconds: try row.decode(Int64.self, atIndex: 6))
    let trials = try row.decode(Int.self, atIndex: 8)
    let blockSize = try row.decode(Int.self, atIndex: 9)
    let names = Data(try row.decode(String.self, atIndex: 10).utf8)
    // The table's checks hold for what we write; a damaged file holds anything.
    guard from <= to, trials > 0, blockSize > 0, let figures = try? JSONDecoder().decode([String].self, from: names),
      !figures.isEmpty
    else { throw damagedArchive("the record of sweep \(hash.prefix(8)) makes no sense") }
    return SweepRecord(
      hash: hash, setting: try row.decode(String.self, atIndex: 1), strategy: try row.decode(String.self, atIndex: 2),
      market: try row.decode(String.self, atIndex: 3),
      interval: Interval(milliseconds: try row.decode(Int64.self, atIndex: 4)), range: TimeRange(from: from, to: to),
      space: try row.decode(String.self, atIndex: 7), trials: trials, blockSize: blockSize, figures: figures,
      engine: try row.decode(String.self, atIndex: 11), sample: try row.decode(String?.self, atIndex: 12))
  }

  func damagedArchive(_ detail: String) -> Problem {
    Problem(
      "'\(path)' is damaged: \(detail)",
      remedy: "restore a copy, or put it aside and give the same command again", fault: .work)
  }
}
