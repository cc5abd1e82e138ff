import GRDB
import Market

extension RunArchive {
  /// Counts looks, all or none: one that is there already is looked at once more, whoever looked before.
  ///
  /// - Returns: for each, whether it was the first of its kind.
  @discardableResult
  public func record(_ looks: [LookRecord]) throws -> [Bool] {
    try file.write { db in
      let statement = try db.cachedStatement(
        sql: """
          INSERT INTO look (\(Self.lookColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
          ON CONFLICT (key) DO UPDATE SET runs = runs + 1 RETURNING runs = 1
          """)
      return try looks.map { look in
        let arguments: StatementArguments = [
          look.key, look.market, look.instrument, look.interval.milliseconds, look.range.from.milliseconds,
          look.range.to.milliseconds, look.signal, look.expression, look.forward.milliseconds, look.data,
          look.hodrickP, look.circularP,
        ]
        return try Bool.fetchOne(statement, arguments: arguments) ?? false
      }
    }
  }

  /// Every look there was, first ones first.
  ///
  /// - Parameter market: nil for all markets.
  public func looks(market: String? = nil) throws -> [LookRecord] {
    try file.read { db in
      try Row.fetchAll(
        db, sql: "SELECT \(Self.lookColumns) FROM look WHERE coalesce(market = ?, TRUE) ORDER BY rowid",
        arguments: [market]
      ).map { row in
        LookRecord(
          key: try row.decode(String.self, atIndex: 0), market: try row.decode(String.self, atIndex: 1),
          instrument: try row.decode(String.self, atIndex: 2),
          interval: Interval(milliseconds: try row.decode(Int64.self, atIndex: 3)),
          range: TimeRange(
            from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 4)),
            to: Instant(milliseconds: try row.decode(Int64.self, atIndex: 5))),
          signal: try row.decode(String.self, atIndex: 6), expression: try row.decode(String.self, atIndex: 7),
          forward: Interval(milliseconds: try row.decode(Int64.self, atIndex: 8)),
          data: try row.decode(String.self, atIndex: 9), hodrickP: try row.decode(Double?.self, atIndex: 10),
          circularP: try row.decode(Double?.self, atIndex: 11), runs: try row.decode(Int.self, atIndex: 12))
      }
    }
  }

  private static let lookColumns =
    "key, market, instrument, interval_ms, from_ms, to_ms, signal, expression, forward_ms, data, hodrick_p, circular_p, runs"
}
