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
  public func merge(_ batch: Series, source: ImportSource, at now: Instant? = nil) throws -> MergeCounts {
    try merge([(batch, source)], at: now).first ?? MergeCounts()
  }

  /// The same for several batches in one transaction. Batches without rows change nothing and are not remembered.
  ///
  /// - Parameter now: when it is, so that the dataset can be read as it stood before; nil where nobody knows, so that the rows
  ///   count as having been there all along.
  @discardableResult
  public func merge(
    _ batches: [(batch: Series, source: ImportSource)], at now: Instant? = nil
  ) throws -> [MergeCounts] {
    try write { db in try merge(batches, at: now, db) }
  }

  /// The same for rows that come piece by piece, in order of time, in one transaction.
  ///
  /// - Parameters:
  ///   - pieces: hands over the rows of one series after the other.
  ///   - sources: by series, what is remembered of where all its rows came from.
  @discardableResult
  public func merge(
    inPieces pieces: (_ hand: (Series) throws -> Void) throws -> Void, sources: [SeriesDescriptor: ImportSource],
    at now: Instant? = nil
  ) throws -> [SeriesDescriptor: MergeCounts] {
    try write { db in
      var counts: [SeriesDescriptor: MergeCounts] = [:]
      var merged: [(descriptor: SeriesDescriptor, id: Int64, changes: [ChangedChunk])] = []
      try pieces { batch in
        guard batch.count > 0 else { return }
        let added = try add(batch, db)
        counts[batch.descriptor] = (counts[batch.descriptor] ?? MergeCounts()) + added.counts
        if let known = merged.firstIndex(where: { $0.id == added.id }) {
          merged[known].changes += added.changes
        } else {
          merged.append((batch.descriptor, added.id, added.changes))
        }
      }
      for series in merged {
        guard let source = sources[series.descriptor] else { continue }
        let all = (counts[series.descriptor] ?? MergeCounts()) + MergeCounts(duplicate: source.repeated)
        counts[series.descriptor] = all
        try keep(series.changes, of: series.id, at: now, db)
        try remember(source, of: series.id, all, db)
      }
      return counts
    }
  }

  private func merge(
    _ batches: [(batch: Series, source: ImportSource)], at now: Instant?, _ db: Database
  ) throws -> [MergeCounts] {
    try batches.map { batch, source in
      let repeated = MergeCounts(duplicate: source.repeated)
      guard batch.count > 0 else { return repeated }
      let added = try add(batch, db)
      let counts = repeated + added.counts
      try keep(added.changes, of: added.id, at: now, db)
      try remember(source, of: added.id, counts, db)
      return counts
    }
  }

  /// What an import did to one chunk.
  typealias ChangedChunk = (bucket: Int64, change: ChunkChange)

  /// Merges rows, which must be some, into the chunks of their series.
  private func add(
    _ batch: Series, _ db: Database
  ) throws -> (id: Int64, counts: MergeCounts, changes: [ChangedChunk]) {
    let id = try identify(batch.descriptor, db)
    var counts = MergeCounts()
    let series = StoredSeries(id: id, descriptor: batch.descriptor)
    let all = try ChunkHeadings(db, of: series, path: path, creating: true)
    let headings = all.byBucket
    soundness.withLock { $0[id] = nil }
    var changes: [ChangedChunk] = []
    for rows in batch.bucketed(beside: headings) {
      let behind = all.all.first { $0.bucket > rows.bucket }?.first
      let merged = try merge(
        rows.range, of: batch, into: rows.bucket, headings[rows.bucket], behind: behind, of: id, db)
      counts = counts + merged.counts
      if !merged.change.isEmpty { changes.append((rows.bucket, merged.change)) }
    }
    return (id, counts, changes)
  }

  /// The number of the series, made where needed.
  private func identify(_ descriptor: SeriesDescriptor, _ db: Database) throws -> Int64 {
    let same = try alike(descriptor, db)
    if let found = same.first(where: { $0.descriptor.columns == descriptor.columns }) {
      try refuseOtherRules(descriptor, than: found.descriptor)
      return found.id
    }
    try refuseAmbiguousColumns(descriptor, beside: same.map(\.descriptor))
    let instrument = descriptor.instrument
    let last = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM series") ?? 0
    return try DatasetSchema.series.changing(db, where: "id > ?", [last]) {
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
  }

  /// The series of the same instrument, kind and cadence.
  private func alike(_ descriptor: SeriesDescriptor, _ db: Database) throws -> [StoredSeries] {
    let instrument = descriptor.instrument
    return try stored(
      db, where: "s.venue = ? AND s.symbol = ? AND s.kind = ? AND s.cadence_ms = ?",
      [instrument.venue, instrument.symbol, descriptor.kind.name, descriptor.storedCadence]
    ).filter { $0.descriptor.instrument == instrument }
  }

  private func refuseOtherRules(_ descriptor: SeriesDescriptor, than found: SeriesDescriptor) throws {
    guard found != descriptor else { return }
    throw Problem(
      found.rows == descriptor.rows
        ? "\(descriptor.title) is known \(found.knownAfter) after its stamp in dataset '\(name)', and "
          + "\(descriptor.knownAfter) after it in this import"
        : "\(descriptor.title) has one row a stamp in dataset '\(name)' or in this import, and many in the other",
      remedy: "import with the same delay, or into another dataset")
  }

  /// Refuses series that could not be merged into this dataset, or not all of them, before any row of them is.
  package func checkMergeable(_ descriptors: [SeriesDescriptor]) throws {
    var new: [SeriesDescriptor] = []
    for descriptor in descriptors {
      let stored = try read { db in try alike(descriptor, db).map(\.descriptor) } ?? []
      let same =
        stored
        + new.filter {
          $0.instrument == descriptor.instrument && $0.kind == descriptor.kind && $0.cadence == descriptor.cadence
        }
      if let found = same.first(where: { $0.columns == descriptor.columns }) {
        try refuseOtherRules(descriptor, than: found)
      } else {
        try refuseAmbiguousColumns(descriptor, beside: same)
        new.append(descriptor)
      }
    }
  }

  /// A name must mean one thing within an instrument: series of computed values bring their own names.
  private func refuseAmbiguousColumns(_ descriptor: SeriesDescriptor, beside others: [SeriesDescriptor]) throws {
    var taken = Set(others.flatMap { $0.columns.map(\.name) })
    if descriptor.kind == .external { taken.formUnion(Self.reservedNames) }
    guard let clash = descriptor.columns.first(where: { taken.contains($0.name) }) else { return }
    if descriptor.kind != .external, let stored = others.first(where: { $0.kind == descriptor.kind }) {
      throw otherColumns(descriptor, than: stored)
    }
    let isReserved = !others.contains { $0.columns.contains { $0.name == clash.name } }
    throw Problem(
      "column '\(clash.name)' of \(descriptor.title) has the name of "
        + (isReserved
          ? "what venues publish, as which expressions know it" : "another column of \(descriptor.instrument)"),
      remedy: "rename it in the file")
  }

  /// Two series that would be one but for their columns, as where one file counts contracts and another coins.
  private func otherColumns(_ descriptor: SeriesDescriptor, than stored: SeriesDescriptor) -> Problem {
    func list(_ columns: [ColumnDescriptor], besides others: [ColumnDescriptor]) -> String {
      let own = columns.filter { !others.contains($0) }.map { "'\($0.name)' in \($0.unit.rawValue)" }
      return own.isEmpty ? "nothing besides" : own.joined(separator: ", ")
    }
    return Problem(
      "\(descriptor.title) has other columns in dataset '\(name)' than in this import: "
        + "\(list(stored.columns, besides: descriptor.columns)) there, and "
        + "\(list(descriptor.columns, besides: stored.columns)) here",
      remedy:
        "where one of them is misread, say what its columns are (--columns, --unit); 'hindcast data remove \(name) --series "
        + "\"\(stored.title)\"' makes room for this import, and another dataset (--into) keeps both")
  }

  /// Names that mean something whatever is imported: what series hold, and what is made of them.
  private static let reservedNames = Set(
    SeriesKind.all.flatMap { ($0.columns + $0.otherColumns).map(\.name) } + SpotColumns.names
      + FundingClock.allCases.map(\.descriptor.name) + [NativeInterest.name])

  private func merge(
    _ range: Range<Int>, of batch: Series, into bucket: Int64, _ before: ChunkHeading?, behind: Int64?, of id: Int64,
    _ db: Database
  ) throws -> (counts: MergeCounts, change: ChunkChange) {
    let series = StoredSeries(id: id, descriptor: batch.descriptor)
    let (old, dropped) = try storedRows(of: series, before, db)
    let merged = MergedRows(
      old: old, new: MergedRows.Rows(stamps: batch.stamps[range], columns: batch.columns.map { $0[range] }),
      key: MergedRows.Key(batch.descriptor), keepsKnown: batch.descriptor.kind != .external,
      bars: BarGrowth(batch.descriptor), behind: behind, goesOn: range.upperBound < batch.count)
    var counts = merged.counts
    counts.dropped = dropped
    guard merged.changed, let first = merged.stamps.first, let last = merged.stamps.last else {
      return (counts, merged.change)
    }

    let stamps = NumberBlob.bytes(merged.stamps[...])
    let columns = merged.columns.map { NumberBlob.bytes($0[...]) }
    let heading = ChunkHeading(
      bucket: bucket, rows: merged.stamps.count, first: first, last: last,
      digest: StoredChunk.digest(of: [stamps] + columns),
      stampsCheck: ChunkCheck.stamps(stamps, series: id, bucket: bucket))
    let write = try db.cachedStatement(
      sql: """
        INSERT INTO chunk (series, bucket, rows, first_ms, last_ms, sha256, stamps, stamps_check)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET rows = excluded.rows, first_ms = excluded.first_ms, last_ms = excluded.last_ms,
          sha256 = excluded.sha256, stamps = excluded.stamps, stamps_check = excluded.stamps_check
        """)
    try write.execute(arguments: [
      id, bucket, heading.rows, first, last, heading.digest, stamps, heading.stampsCheck.map(Int64.init(bitPattern:)),
    ])
    let writeColumn = try db.cachedStatement(
      sql: """
        INSERT INTO chunk_column (series, position, bucket, numbers, numbers_check) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET numbers = excluded.numbers, numbers_check = excluded.numbers_check
        """)
    for (position, blob) in columns.enumerated() {
      let check = ChunkCheck.numbers(blob, series: id, position: position, bucket: bucket)
      try writeColumn.execute(arguments: [id, position, bucket, blob, Int64(bitPattern: check)])
    }
    var (former, sum) = (RowSum(), RowSum())
    if let before { former.add(before.checksum(series: id)) }
    sum.add(heading.checksum(series: id))
    try RowSum.change(db, part: ChunkHeadings.part, number: id, from: former, to: sum)
    return (counts, merged.change)
  }

  /// What a chunk holds; nothing of one that is damaged, whose rows are counted as dropped. Which files they came from is
  /// forgotten with them, so that each of those files is read again when it is imported again.
  private func storedRows(
    of series: StoredSeries, _ heading: ChunkHeading?, _ db: Database
  ) throws -> (rows: MergedRows.Rows, dropped: Int) {
    let none = MergedRows.Rows(
      stamps: [], columns: [ArraySlice<Double>](repeating: [], count: series.descriptor.columns.count))
    guard let heading else { return (none, 0) }
    guard let chunk = try StoredChunk(sound: db, heading, of: series),
      Series.areInOrder(chunk.stamps, series.descriptor.rows)
    else {
      try DatasetSchema.imports.changing(db, where: "series = ?", [series.id]) {
        try db.execute(sql: "DELETE FROM import WHERE series = ?", arguments: [series.id])
      }
      try forgetHistory(of: series.id, bucket: heading.bucket, db)
      return (none, heading.rows)
    }
    return (MergedRows.Rows(stamps: chunk.stamps[...], columns: chunk.columns.map { $0[...] }), 0)
  }
}

extension Series {
  /// The rows that go into each chunk.
  ///
  /// - Parameter chunks: those that the series has.
  fileprivate func bucketed(beside chunks: [Int64: ChunkHeading]) -> [(bucket: Int64, range: Range<Int>)] {
    let width =
      descriptor.cadence?.milliseconds.multipliedReportingOverflow(by: DatasetSchema.rowsPerChunk)
      ?? (DatasetSchema.irregularChunk(of: descriptor.kind, beside: chunks.keys).milliseconds, false)
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
