import GRDB
import Market

/// What a dataset remembers of the files that its rows came from, and finds again when the same bytes come once more.
extension Dataset {
  func remember(_ source: ImportSource, of series: Int64, _ counts: MergeCounts, _ db: Database) throws {
    let last = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM import") ?? 0
    try DatasetSchema.imports.changing(db, where: "id > ?", [last]) {
      try db.execute(
        sql: """
          INSERT INTO import (series, file, sha256, format, kept, duplicate, replaced, rejected)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          series, source.file, source.sha256, source.format, counts.kept, counts.duplicate + counts.outweighed,
          counts.replaced, source.rejected,
        ])
    }
  }

  /// How a file with these bytes was imported into this series, if doing it again would change nothing: no later import
  /// has replaced rows of the series since, and where the file's rows lie none is damaged.
  ///
  /// - Parameters:
  ///   - range: says from when to when the file has rows; asked for only when its bytes are known.
  ///   - follows: whether an import of these bytes, read so, comes after the file in any case, and wins again what it won.
  /// - Complexity: reads the chunks that the range touches, each once for as long as the dataset is open, and headings.
  public func earlierImport(
    sha256: String, into descriptor: SeriesDescriptor, range: () throws -> TimeRange = { .always },
    unless follows: (_ sha256: String, _ format: String) -> Bool = { _, _ in false }
  ) throws -> ImportRecord? {
    let found = try series(of: descriptor.instrument).first {
      let same = $0.descriptor
      return same.kind == descriptor.kind && same.cadence == descriptor.cadence && same.columns == descriptor.columns
        && same.known == descriptor.known && same.delay == descriptor.delay
    }
    return try found.flatMap { series in
      try read { db in try earlierImport(sha256: sha256, into: series, range: range, unless: follows, db) } ?? nil
    }
  }

  /// The same of a series that has been found.
  func earlierImport(
    sha256: String, into found: StoredSeries, range: () throws -> TimeRange,
    unless follows: (_ sha256: String, _ format: String) -> Bool, _ db: Database
  ) throws -> ImportRecord? {
    guard let record = try record(sha256: sha256, of: found, unless: follows, db), try isSound(found, in: range(), db)
    else { return nil }
    return record
  }

  /// How a file with these bytes was imported into other series of the same instrument and kind.
  public func otherImports(sha256: String, than descriptor: SeriesDescriptor) throws -> [ImportRecord] {
    let others = try series(of: descriptor.instrument).filter {
      $0.descriptor.kind == descriptor.kind && $0.descriptor != descriptor
    }
    return try read { db in try others.compactMap { try record(sha256: sha256, of: $0, db) } } ?? []
  }

  /// How a file with these bytes was imported into series of the same kind and cadence of other instruments.
  public func importsElsewhere(sha256: String, than descriptor: SeriesDescriptor) throws -> [ImportRecord] {
    let holders = try read { db in
      try verify(DatasetSchema.imports, db)
      return Set(
        try Int64.fetchAll(db, sql: "SELECT DISTINCT series FROM import WHERE sha256 = ?", arguments: [sha256]))
    }
    guard let holders, !holders.isEmpty else { return [] }
    let others = try allSeries().filter {
      holders.contains($0.id) && $0.descriptor.kind == descriptor.kind
        && $0.descriptor.cadence == descriptor.cadence && $0.descriptor.instrument != descriptor.instrument
    }
    return try read { db in try others.compactMap { try record(sha256: sha256, of: $0, db) } } ?? []
  }

  /// The last import of these bytes into the series, where none that is later has replaced rows, but for those that follow
  /// it again.
  private func record(
    sha256: String, of series: StoredSeries,
    unless follows: (_ sha256: String, _ format: String) -> Bool = { _, _ in false }, _ db: Database
  ) throws -> ImportRecord? {
    try verify(DatasetSchema.imports, db)
    let statement = try db.cachedStatement(
      sql: """
        SELECT file, format, kept, duplicate, replaced, rejected, id
        FROM import WHERE sha256 = ? AND series = ? ORDER BY id DESC LIMIT 1
        """)
    guard let row = try Row.fetchOne(statement, arguments: [sha256, series.id]) else { return nil }
    let replacing = try db.cachedStatement(
      sql: "SELECT sha256, format FROM import WHERE series = ? AND id > ? AND replaced > 0")
    let later = try Row.fetchCursor(replacing, arguments: [series.id, try row.decode(Int64.self, atIndex: 6)])
    while let one = try later.next() {
      guard follows(try one.decode(String.self, atIndex: 0), try one.decode(String.self, atIndex: 1)) else {
        return nil
      }
    }
    return ImportRecord(
      source: ImportSource(
        file: try row.decode(String.self, atIndex: 0), sha256: sha256,
        format: try row.decode(String.self, atIndex: 1), rejected: try row.decode(Int.self, atIndex: 5)),
      series: series.descriptor,
      counts: MergeCounts(
        kept: try row.decode(Int.self, atIndex: 2), duplicate: try row.decode(Int.self, atIndex: 3),
        replaced: try row.decode(Int.self, atIndex: 4)))
  }
}
