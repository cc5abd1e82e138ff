import Foundation
import GRDB
import Market

/// What imports changed of a series.
public struct SeriesRevisions: Hashable, Sendable {
  public let series: StoredSeries
  /// Rows that an import gave other values.
  public let revised: Int
  /// Rows that an import added, of imports whose time is known.
  public let added: Int
  /// The last import that revised one; nil without one.
  public let last: Instant?
}

/// Rows of a series that one import gave other values.
public struct RevisedRows: Hashable, Sendable {
  public let imported: Instant
  public let revised: Int
  /// The stamp of the first of them.
  public let first: Instant
  /// When what that one said before was imported; nil where nobody knows.
  public let former: Instant?
}

/// One import by what it changed.
public struct ImportedChange: Hashable, Sendable {
  public let imported: Instant
  public let added: Int
  public let revised: Int
}

extension Dataset {
  /// The instant as of which rows are read; nil for the dataset as it is.
  public var knownAsOf: Instant? { asOf.withLock(\.self) }

  /// How many rows imports revised and added, series by series; only of imports whose time is known.
  ///
  /// - Complexity: reads a row for each chunk that an import changed.
  public func revisions(
    after instant: Instant = Instant(milliseconds: .min), upTo last: Instant? = nil
  ) throws -> [SeriesRevisions] {
    let all = try allSeries()
    return try read { db in
      guard try hasHistory(db) else { return [] }
      try verify(DatasetSchema.history, db)
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT series, sum(revised), sum(added), max(CASE WHEN revised > 0 THEN imported_ms END)
          FROM \(DatasetSchema.history.name) WHERE imported_ms > ? AND imported_ms <= ? GROUP BY series
          """, arguments: [instant.milliseconds, last?.milliseconds ?? .max])
      return try rows.compactMap { row in
        let id = try row.decode(Int64.self, atIndex: 0)
        return try all.first { $0.id == id }.map { series in
          SeriesRevisions(
            series: series, revised: try row.decode(Int.self, atIndex: 1), added: try row.decode(Int.self, atIndex: 2),
            last: try row.decode(Int64?.self, atIndex: 3).map { Instant(milliseconds: $0) })
        }
      }
    } ?? []
  }

  /// The imports that revised rows of a series, oldest first.
  ///
  /// - Complexity: reads all that is kept of the series' imports.
  public func revisedRows(of series: StoredSeries, upTo last: Instant? = nil) throws -> [RevisedRows] {
    try read { db in
      guard try hasHistory(db) else { return [] }
      try verify(DatasetSchema.history, db)
      let cursor = try Row.fetchCursor(
        db,
        sql: """
          SELECT imported_ms, bucket, spans, former, revised FROM \(DatasetSchema.history.name)
          WHERE series = ? AND imported_ms <= ? ORDER BY id
          """, arguments: [series.id, last?.milliseconds ?? .max])
      var before: [Int64: [(imported: Int64, change: ChunkChange)]] = [:]
      var found: [Int64: RevisedRows] = [:]
      while let row = try cursor.next() {
        guard
          let change = ChunkChange(
            spans: try row.decode(Data.self, atIndex: 2), former: try row.decode(Data?.self, atIndex: 3),
            revised: try row.decode(Int.self, atIndex: 4), columns: series.descriptor.columns.count)
        else { throw damaged(path, "what an import changed of \(series.descriptor.title) cannot be read") }
        let (imported, bucket) = (try row.decode(Int64.self, atIndex: 0), try row.decode(Int64.self, atIndex: 1))
        if let stamp = change.stamps.min() {
          let former = before[bucket]?.last { $0.change.concerns(stamp) }?.imported
          let own = RevisedRows(
            imported: Instant(milliseconds: imported), revised: change.revised, first: Instant(milliseconds: stamp),
            former: former.map { Instant(milliseconds: $0) })
          found[imported] = found[imported].map { $0.joined(own) } ?? own
        }
        before[bucket, default: []].append((imported, change))
      }
      return found.values.sorted { $0.imported < $1.imported }
    } ?? []
  }

  /// The imports there were, oldest first, as far as they changed anything and their time is known.
  public func changes() throws -> [ImportedChange] {
    try read { db in
      guard try hasHistory(db) else { return [] }
      try verify(DatasetSchema.history, db)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT imported_ms, sum(added), sum(revised) FROM \(DatasetSchema.history.name)
          GROUP BY imported_ms ORDER BY imported_ms
          """
      ).map { row in
        ImportedChange(
          imported: Instant(milliseconds: try row.decode(Int64.self, atIndex: 0)),
          added: try row.decode(Int.self, atIndex: 1), revised: try row.decode(Int.self, atIndex: 2))
      }
    } ?? []
  }

  /// What reading as of an instant leaves out of some series, and gives back of what they said: nil where nothing of them was
  /// imported later, so that they are read as they are.
  public func laterChanges(of series: some Collection<StoredSeries>) throws -> (added: Int, revised: Int)? {
    guard let instant = knownAsOf else { return nil }
    let ids = Set(series.map(\.id))
    let later = try revisions(after: instant).filter { ids.contains($0.series.id) }
    guard !later.isEmpty else { return nil }
    return (later.reduce(0) { $0 + $1.added }, later.reduce(0) { $0 + $1.revised })
  }

  /// `read as the dataset stood at 2026-01-01T00:00:00Z: without 24 rows of later imports, and with the former values of 3
  /// that were revised`.
  public static func sentence(of later: (added: Int, revised: Int), asOf instant: Instant) -> String {
    func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }
    let without = later.added == 0 ? nil : "without \(rows(later.added)) of later imports"
    let former = later.revised == 0 ? nil : "with the former values of \(rows(later.revised)) that were revised since"
    return "read as the dataset stood at \(instant.description): "
      + [without, former].compactMap(\.self).joined(separator: ", ")
  }

  /// Reads it from now on as it stood then.
  ///
  /// - Throws: `Problem` when it had nothing then.
  func read(asOf instant: Instant) throws {
    asOf.withLock { $0 = instant }
    guard try allSeries().isEmpty else { return }
    asOf.withLock { $0 = nil }
    guard try !allSeries().isEmpty else {
      throw Problem("dataset '\(name)' has no series", remedy: "what was removed is imported again from its files")
    }
    let first = try changes().first.map { "; the first import was at \($0.imported.description)" } ?? ""
    throw Problem(
      "dataset '\(name)' had no rows at \(instant.description)\(first)", remedy: "say a later --known-as-of")
  }

  /// A file that an earlier version wrote has no such table, and reading does not add it.
  func hasHistory(_ db: Database) throws -> Bool { try db.tableExists(DatasetSchema.history.name) }

  /// The chunks of a series as they are read: as they stood then, where an instant is asked for.
  func headings(_ db: Database, of series: StoredSeries) throws -> ChunkHeadings {
    let headings = try ChunkHeadings(db, of: series, path: path)
    guard let instant = knownAsOf, try hasHistory(db) else { return headings }
    try verify(DatasetSchema.history, db)
    let later = try LaterImports(db, of: series, after: instant, path: path)
    return later.isEmpty ? headings : try headings.undoing(later, db, of: series, path: path)
  }

  /// Whether a series had a row then.
  func hasRows(_ db: Database, _ series: StoredSeries) throws -> Bool {
    if let known = known.withLock({ $0[series.id] }) { return known }
    let end = knownBy == nil ? .max : try firstHiddenStamp(of: series.descriptor, db)
    let found = try headings(db, of: series).all.contains { $0.first < end }
    known.withLock { $0[series.id] = found }
    return found
  }

  /// Writes down what an import changed.
  ///
  /// - Parameter now: nil where nobody knows when it was, which counts as part of the import before, or as always.
  func keep(
    _ changes: [(bucket: Int64, change: ChunkChange)], of series: Int64, at now: Instant?, _ db: Database
  ) throws {
    let table = DatasetSchema.history.name
    let last = try Row.fetchOne(db, sql: "SELECT id, imported_ms FROM \(table) ORDER BY id DESC LIMIT 1")
    let (lastID, lastTime): (Int64, Int64?) = (last?[0] ?? 0, last?[1])
    // A clock that was set back must not make a later import the earlier one.
    guard let time = now.map({ max($0.milliseconds, lastTime ?? .min) }) ?? lastTime, !changes.isEmpty else { return }
    try DatasetSchema.history.changing(db, where: "id > ?", [lastID]) {
      let write = try db.cachedStatement(
        sql: """
          INSERT INTO \(table) (series, bucket, imported_ms, added, revised, spans, former) VALUES (?, ?, ?, ?, ?, ?, ?)
          """)
      for (bucket, change) in changes {
        let (spans, former) = change.blobs
        try write.execute(arguments: [series, bucket, time, change.added, change.revised, spans, former])
      }
    }
  }

  /// Forgets what imports changed of a series, or of one of its chunks, whose rows are gone.
  func forgetHistory(of series: Int64, bucket: Int64? = nil, _ db: Database) throws {
    let condition = bucket == nil ? "series = ?" : "series = ? AND bucket = ?"
    let arguments: StatementArguments = bucket.map { [series, $0] } ?? [series]
    try DatasetSchema.history.changing(db, where: condition, arguments) {
      try db.execute(sql: "DELETE FROM \(DatasetSchema.history.name) WHERE \(condition)", arguments: arguments)
    }
  }
}

extension RevisedRows {
  /// What one import did to two chunks.
  fileprivate func joined(_ other: RevisedRows) -> RevisedRows {
    let first = other.first < first ? other : self
    return RevisedRows(
      imported: imported, revised: revised + other.revised, first: first.first, former: first.former)
  }
}
