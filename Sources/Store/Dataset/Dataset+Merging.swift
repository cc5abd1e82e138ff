import Digest
import Foundation
import GRDB
import Market

extension Dataset {
  /// Adds the rows of `batch` to the series it describes, which is made if it is new, and remembers where they came from.
  /// All of it happens, or nothing.
  ///
  /// - Throws: `Problem` when the dataset keeps this series by other rules, or the file cannot be written.
  /// - Complexity: reads and writes the chunks the batch has rows in.
  @discardableResult
  public func merge(_ batch: Series, source: ImportSource) throws -> MergeCounts {
    try merge([(batch, source)]).first ?? MergeCounts()
  }

  /// The same for several batches in one transaction. Batches without rows change nothing and are not remembered.
  @discardableResult
  public func merge(_ batches: [(batch: Series, source: ImportSource)]) throws -> [MergeCounts] {
    try write { db in
      try batches.map { batch, source in
        guard batch.count > 0 else { return MergeCounts(duplicate: source.repeated) }
        let id = try identify(batch.descriptor, db)
        var counts = MergeCounts(duplicate: source.repeated)
        for rows in batch.bucketed {
          counts = counts + (try merge(rows.range, of: batch, into: rows.bucket, of: id, db))
        }
        try db.execute(
          sql: """
            INSERT INTO import (series, file, sha256, format, kept, duplicate, replaced, rejected)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            id, source.file, source.sha256, source.format, counts.kept, counts.duplicate, counts.replaced,
            source.rejected,
          ])
        return counts
      }
    }
  }

  /// How a file with these bytes was imported into this series, if doing it again would change nothing: no later import
  /// has replaced rows of the series since.
  public func earlierImport(sha256: String, into descriptor: SeriesDescriptor) throws -> ImportRecord? {
    let found = try series(of: descriptor.instrument).first {
      let same = $0.descriptor
      return same.kind == descriptor.kind && same.cadence == descriptor.cadence && same.columns == descriptor.columns
        && same.known == descriptor.known && same.delay == descriptor.delay
    }
    guard let found else { return nil }
    let row = try read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT i.file, i.format, i.kept, i.duplicate, i.replaced, i.rejected
          FROM import i WHERE i.sha256 = ? AND i.series = ?
            AND NOT EXISTS (SELECT 1 FROM import later WHERE later.series = i.series AND later.id > i.id AND later.replaced > 0)
          ORDER BY i.id DESC LIMIT 1
          """,
        arguments: [sha256, found.id])
    }
    return try row?.map { row in
      ImportRecord(
        source: ImportSource(
          file: try row.decode(String.self, atIndex: 0), sha256: sha256,
          format: try row.decode(String.self, atIndex: 1), rejected: try row.decode(Int.self, atIndex: 5)),
        series: descriptor,
        counts: MergeCounts(
          kept: try row.decode(Int.self, atIndex: 2), duplicate: try row.decode(Int.self, atIndex: 3),
          replaced: try row.decode(Int.self, atIndex: 4)))
    }
  }

  /// The number of the series, made where needed.
  private func identify(_ descriptor: SeriesDescriptor, _ db: Database) throws -> Int64 {
    let instrument = descriptor.instrument
    let same = try stored(
      db, where: "s.venue = ? AND s.symbol = ? AND s.kind = ? AND s.cadence_ms = ?",
      [instrument.venue, instrument.symbol, descriptor.kind.name, descriptor.storedCadence]
    ).filter { $0.descriptor.instrument == instrument }
    if let found = same.first(where: { $0.descriptor.columns == descriptor.columns }) {
      guard found.descriptor == descriptor else {
        throw Problem(
          found.descriptor.rows == descriptor.rows
            ? "\(descriptor.title) is known \(found.descriptor.knownAfter) after its stamp in dataset '\(name)', and "
              + "\(descriptor.knownAfter) after it in this import"
            : "\(descriptor.title) has one row a stamp in dataset '\(name)' or in this import, and many in the other",
          remedy: "import with the same delay, or into another dataset")
      }
      return found.id
    }
    try refuseAmbiguousColumns(descriptor, beside: same.map(\.descriptor))
    try db.execute(
      sql: """
        INSERT INTO series (venue, symbol, type, kind, cadence_ms, columns, known, delay_ms, rows)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        instrument.venue, instrument.symbol, instrument.type.rawValue, descriptor.kind.name, descriptor.storedCadence,
        descriptor.columnsText, descriptor.known.rawValue, descriptor.delay.milliseconds, descriptor.rows.rawValue,
      ])
    return db.lastInsertedRowID
  }

  /// A name must mean one thing within an instrument: series of computed values bring their own names.
  private func refuseAmbiguousColumns(_ descriptor: SeriesDescriptor, beside others: [SeriesDescriptor]) throws {
    var taken = Set(others.flatMap { $0.columns.map(\.name) })
    if descriptor.kind == .external { taken.formUnion(Self.reservedNames) }
    guard let clash = descriptor.columns.first(where: { taken.contains($0.name) }) else { return }
    throw Problem(
      "column '\(clash.name)' of \(descriptor.title) has the name of another column of \(descriptor.instrument)",
      remedy: "rename it in the file")
  }

  /// Names that mean something whatever is imported.
  private static let reservedNames = Set(
    SeriesKind.all.flatMap { ($0.columns + $0.otherColumns).map(\.name) } + SpotColumns.names)

  private func merge(
    _ range: Range<Int>, of batch: Series, into bucket: Int64, of id: Int64, _ db: Database
  ) throws -> MergeCounts {
    let merged = MergedRows(
      old: try storedRows(of: id, batch.descriptor, bucket: bucket, db),
      new: MergedRows.Rows(stamps: batch.stamps[range], columns: batch.columns.map { $0[range] }),
      key: MergedRows.Key(batch.descriptor))
    guard merged.changed, let first = merged.stamps.first, let last = merged.stamps.last else { return merged.counts }

    let stamps = NumberBlob.bytes(merged.stamps[...])
    let columns = merged.columns.map { NumberBlob.bytes($0[...]) }
    var hasher = SHA256()
    for blob in [stamps] + columns { blob.withUnsafeBytes { hasher.update($0) } }
    let write = try db.cachedStatement(
      sql: """
        INSERT INTO chunk (series, bucket, rows, first_ms, last_ms, sha256, stamps) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET rows = excluded.rows, first_ms = excluded.first_ms, last_ms = excluded.last_ms,
          sha256 = excluded.sha256, stamps = excluded.stamps
        """)
    try write.execute(arguments: [id, bucket, merged.stamps.count, first, last, hasher.finish().hex, stamps])
    let writeColumn = try db.cachedStatement(
      sql: """
        INSERT INTO chunk_column (series, position, bucket, numbers) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET numbers = excluded.numbers
        """)
    for (position, blob) in columns.enumerated() { try writeColumn.execute(arguments: [id, position, bucket, blob]) }
    return merged.counts
  }

  private func storedRows(
    of id: Int64, _ descriptor: SeriesDescriptor, bucket: Int64, _ db: Database
  ) throws -> MergedRows.Rows {
    let columns = descriptor.columns.count
    let chunk = try db.cachedStatement(sql: "SELECT stamps FROM chunk WHERE series = ? AND bucket = ?")
    guard let stampBlob = try Data.fetchOne(chunk, arguments: [id, bucket]) else {
      return MergedRows.Rows(stamps: [], columns: [ArraySlice<Double>](repeating: [], count: columns))
    }
    let statement = try db.cachedStatement(
      sql: "SELECT numbers FROM chunk_column WHERE series = ? AND bucket = ? ORDER BY position")
    let numbers = try Data.fetchAll(statement, arguments: [id, bucket]).compactMap { blob -> [Double]? in
      NumberBlob.numbers(blob)
    }
    guard let stamps: [Int64] = NumberBlob.numbers(stampBlob), numbers.count == columns,
      numbers.allSatisfy({ $0.count == stamps.count })
    else { throw damaged(path, "the columns of a chunk have other lengths than its stamps") }
    try checkStamps(stamps, descriptor.rows, path: path)
    return MergedRows.Rows(stamps: stamps[...], columns: numbers.map { $0[...] })
  }
}

extension Series {
  /// The rows that go into each chunk.
  fileprivate var bucketed: [(bucket: Int64, range: Range<Int>)] {
    let width =
      descriptor.cadence?.milliseconds.multipliedReportingOverflow(by: DatasetSchema.rowsPerChunk)
      ?? (DatasetSchema.irregularChunk.milliseconds, false)
    func bucket(_ row: Int) -> Int64 { width.1 ? 0 : stamps[row].flooredQuotient(by: width.0) }
    var parts: [(Int64, Range<Int>)] = []
    var start = 0
    for row in 1..<(count + 1) where row == count || bucket(row) != bucket(start) {
      parts.append((bucket(start), start..<row))
      start = row
    }
    return parts
  }
}
