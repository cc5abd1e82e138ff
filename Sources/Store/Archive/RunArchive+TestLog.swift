import GRDB
import Market

extension RunArchive {
  /// Counts tests, all or none: one that is there already is made once more, whoever made it before, and keeps what it came
  /// to; a p that nobody had asked for is added.
  ///
  /// - Parameters:
  ///   - samples: those that the tests refer to.
  ///   - earlierKeys: by key, what an earlier version, which went by the dataset's name, would have called the same test.
  ///     Where that is there, it is counted up instead.
  /// - Returns: for each, whether it was the first of its kind, and the key it is counted under.
  @discardableResult
  public func record(
    _ tests: [TestRecord], samples: some Sequence<DataSample> = [], earlierKeys: [String: String] = [:]
  ) throws -> [(isFirst: Bool, key: String)] {
    try file.write { db in
      for sample in samples { try Self.keep(sample, db) }
      let earlier = try db.cachedStatement(
        sql: """
          UPDATE look SET runs = runs + 1, sample = coalesce(sample, ?), hodrick_p = coalesce(hodrick_p, ?),
            circular_p = coalesce(circular_p, ?)
          WHERE key = ? RETURNING key
          """)
      let statement = try db.cachedStatement(
        sql: """
          INSERT INTO look (\(Self.lookColumns), sample, runs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
          ON CONFLICT (key) DO UPDATE SET runs = runs + 1, hodrick_p = coalesce(hodrick_p, excluded.hodrick_p),
            circular_p = coalesce(circular_p, excluded.circular_p)
          RETURNING runs = 1
          """)
      return try tests.map { test in
        if let key = earlierKeys[test.key],
          try ArchiveSchema.looks.changing(
            db, where: "key = ?", [key],
            { try String.fetchOne(earlier, arguments: [test.sample, test.hodrickP, test.circularP, key]) }) != nil
        {
          return (false, key)
        }
        let arguments: StatementArguments = [
          test.key, test.market, test.instrument, test.interval.milliseconds, test.range.from.milliseconds,
          test.range.to.milliseconds, test.signal, test.expression, test.forward.milliseconds, test.data,
          test.hodrickP, test.circularP, test.sample,
        ]
        return try ArchiveSchema.looks.changing(db, where: "key = ?", [test.key]) {
          (try Bool.fetchOne(statement, arguments: arguments) ?? false, test.key)
        }
      }
    }
  }

  /// Every test there was, first ones first.
  public func tests() throws -> [TestRecord] {
    try file.read { db in
      try verify(ArchiveSchema.looks, db)
      guard try db.tableExists("look") else { return [] }
      let sample = try db.hasColumn("sample", in: "look") ? "sample" : "NULL"
      return try Row.fetchAll(
        db, sql: "SELECT \(Self.lookColumns), runs, \(sample) FROM look ORDER BY rowid"
      ).map { row in
        TestRecord(
          key: try row.decode(String.self, atIndex: 0), market: try row.decode(String.self, atIndex: 1),
          instrument: try row.decode(String.self, atIndex: 2),
          interval: Interval(milliseconds: try row.decode(Int64.self, atIndex: 3)),
          range: TimeRange(
            from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 4)),
            to: Instant(milliseconds: try row.decode(Int64.self, atIndex: 5))),
          signal: try row.decode(String.self, atIndex: 6), expression: try row.decode(String.self, atIndex: 7),
          forward: Interval(milliseconds: try row.decode(Int64.self, atIndex: 8)),
          data: try row.decode(String.self, atIndex: 9), hodrickP: try row.decode(Double?.self, atIndex: 10),
          circularP: try row.decode(Double?.self, atIndex: 11), runs: try row.decode(Int.self, atIndex: 12),
          sample: try row.decode(String?.self, atIndex: 13))
      }
    }
  }

  /// The tests on the data of `samples`, under whatever name, first ones first.
  ///
  /// - Parameter market: the dataset's name: tests without a sample go by it and by the instrument.
  public func tests(at samples: [DataSample], of market: String) throws -> [TestRecord] {
    let keys = try samples.reduce(into: Set<String>()) { $0.formUnion(try self.samples(like: $1)) }
    let instruments = Set(samples.map(\.instrument))
    return try tests().filter { test in
      test.sample.map(keys.contains) ?? (test.market == market && instruments.contains(test.instrument))
    }
  }

  static let lookColumns =
    "key, market, instrument, interval_ms, from_ms, to_ms, signal, expression, forward_ms, data, hodrick_p, circular_p"
}
