import GRDB
import Market

extension RunArchive {
  /// Keeps a sweep and the keys of its trials, in order of their position on the grid. Done again, it changes nothing.
  public func record(_ sweep: SweepRecord, trialKeys: [String]) throws {
    try file.write { db in
      try db.execute(
        sql: """
          INSERT INTO sweep (hash, strategy, market, interval_ms, from_ms, to_ms, grid, trials) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING
          """,
        arguments: [
          sweep.hash, sweep.strategy, sweep.market, sweep.interval.milliseconds, sweep.range.from.milliseconds,
          sweep.range.to.milliseconds, sweep.grid, sweep.trials,
        ])
      let statement = try db.cachedStatement(
        sql: "INSERT INTO sweep_trial (sweep, position, trial) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      for (position, key) in trialKeys.enumerated() { try statement.execute(arguments: [sweep.hash, position, key]) }
    }
  }

  /// All sweeps, in order of hash.
  public func sweeps() throws -> [SweepRecord] {
    try file.read { db in
      try Row.fetchAll(
        db, sql: "SELECT hash, strategy, market, interval_ms, from_ms, to_ms, grid, trials FROM sweep ORDER BY hash"
      ).map { row in
        SweepRecord(
          hash: try row.decode(String.self, atIndex: 0), strategy: try row.decode(String.self, atIndex: 1),
          market: try row.decode(String.self, atIndex: 2),
          interval: Interval(milliseconds: try row.decode(Int64.self, atIndex: 3)),
          range: TimeRange(
            from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 4)),
            to: Instant(milliseconds: try row.decode(Int64.self, atIndex: 5))),
          grid: try row.decode(String.self, atIndex: 6), trials: try row.decode(Int.self, atIndex: 7))
      }
    }
  }

  /// Keeps trials that have been run, all or none. A key that is there already stays as it is: equal keys have equal
  /// figures, and a process that ran the same trial meanwhile has done no harm.
  public func append(_ trials: [TrialRecord]) throws {
    let names = ["key", "parameters", "status", "reason"] + figures
    let sql = """
      INSERT INTO trial (\(names.map { "\"\($0)\"" }.joined(separator: ", ")))
      VALUES (\(names.map { _ in "?" }.joined(separator: ", "))) ON CONFLICT DO NOTHING
      """
    try file.write { db in
      let statement = try db.cachedStatement(sql: sql)
      for trial in trials {
        var values: [(any DatabaseValueConvertible)?] = [trial.key, trial.parameters]
        switch trial.outcome {
        case .completed(let numbers):
          precondition(numbers.count == figures.count, "a number for each figure")
          values += ["completed", nil]
          // SQLite has no NaN; it keeps NULL, and reading gives NaN again.
          values += numbers.map { $0.isNaN ? nil : $0 }
        case .failed(let reason):
          values += ["failed", reason]
          values += figures.map { _ in nil }
        }
        try statement.execute(arguments: StatementArguments(values))
      }
    }
  }

  /// Those of `keys` that have been run, whether they completed or failed.
  public func trials(keys: [String]) throws -> [String: TrialRecord] {
    try file.read { db in
      let statement = try db.cachedStatement(sql: "SELECT \(trialColumns) FROM trial t WHERE t.key = ?")
      var found: [String: TrialRecord] = [:]
      for key in keys {
        if let row = try Row.fetchOne(statement, arguments: [key]) { found[key] = try trial(row, from: 0) }
      }
      return found
    }
  }

  /// The trials of a sweep that have been run, by their position on its grid.
  public func trials(ofSweep hash: String) throws -> [(position: Int, trial: TrialRecord)] {
    try file.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT p.position, \(trialColumns) FROM sweep_trial p JOIN trial t ON t.key = p.trial
          WHERE p.sweep = ? ORDER BY p.position
          """,
        arguments: [hash]
      ).map { row in (try row.decode(Int.self, atIndex: 0), try trial(row, from: 1)) }
    }
  }

  private var trialColumns: String {
    (["key", "parameters", "reason"] + figures).map { "t.\"\($0)\"" }.joined(separator: ", ")
  }

  private func trial(_ row: Row, from offset: Int) throws -> TrialRecord {
    let reason = try row.decode(String?.self, atIndex: offset + 2)
    return TrialRecord(
      key: try row.decode(String.self, atIndex: offset), parameters: try row.decode(String.self, atIndex: offset + 1),
      outcome: try reason.map { .failed(reason: $0) }
        ?? .completed(
          figures: try figures.indices.map { try row.decode(Double?.self, atIndex: offset + 3 + $0) ?? .nan }))
  }
}
