import Digest
import Foundation
import GRDB
import Market
import Synchronization

/// Everything imported for one market, in one SQLite file: series of rows, and which files they came from.
///
/// Reading and importing may happen at once, from several processes. Every import is one transaction: after a kill the
/// dataset is what it was before or after the file, never in between.
public final class Dataset: Sendable {
  /// What users call it: the file's name without `.sqlite`.
  public let name: String
  public let path: String
  /// Nil until the first import makes the file.
  private let opened: Mutex<StoreFile?>
  private let canImport: Bool
  /// Whether it looks past a seal, which only `openHoldout` gives out.
  let seesAll: Bool
  /// What another dataset's seal hides here, as its folder found when it opened this one.
  let foreign = Mutex<ForeignSeal?>(nil)

  private init(path: String, file: StoreFile?, canImport: Bool, seesAll: Bool = false) {
    self.path = path
    self.seesAll = seesAll
    let last = path.split(separator: "/").last.map(String.init) ?? path
    name = last.hasSuffix(".sqlite") ? String(last.dropLast(".sqlite".count)) : last
    opened = Mutex(file)
    self.canImport = canImport
  }

  /// Opens an existing dataset for reading only.
  ///
  /// - Throws: `Problem` when there is no such file, when it is damaged or not a dataset, and when a newer version of
  ///   this program wrote it.
  public static func open(at path: String) throws -> Dataset {
    Dataset(path: path, file: try .reading(path, as: DatasetSchema.kind), canImport: false)
  }

  /// The same with what a seal hides.
  static func seeingAll(at path: String) throws -> Dataset {
    Dataset(path: path, file: try .reading(path, as: DatasetSchema.kind), canImport: false, seesAll: true)
  }

  /// Opens a dataset for reading and importing. A file that is not there yet is made by the first import, so that an
  /// import that fails leaves nothing behind.
  ///
  /// - Throws: as `open(at:)`, but for a missing file.
  public static func openForImport(at path: String) throws -> Dataset {
    let file = FileManager.default.fileExists(atPath: path) ? try StoreFile.writing(path, as: DatasetSchema.kind) : nil
    return Dataset(path: path, file: file, canImport: true)
  }

  /// Folds what was written into the one file and lets go of it. Later calls open it again for imports.
  public func close() throws {
    try opened.withLock { file in
      try file?.close()
      file = nil
    }
  }

  func read<T>(_ body: (Database) throws -> T) throws -> T? {
    let file = try opened.withLock { file in
      if file == nil, FileManager.default.fileExists(atPath: path) {
        file = try canImport ? .writing(path, as: DatasetSchema.kind) : .reading(path, as: DatasetSchema.kind)
      }
      return file
    }
    return try file?.read(body)
  }

  func write<T>(_ body: (Database) throws -> T) throws -> T {
    precondition(canImport, "only a dataset opened for import is written")
    let file = try opened.withLock { file in
      if let file { return file }
      let made = try StoreFile.writing(path, as: DatasetSchema.kind)
      file = made
      return made
    }
    return try file.write(body)
  }
}

extension Dataset {
  /// The series there are, in order of first import, as far as no seal hides them.
  ///
  /// - Complexity: reads the chunks' headings, not their rows.
  public func catalog() throws -> [SeriesSummary] {
    try read { db in
      let series = try Row.fetchAll(
        db, sql: "SELECT s.id, \(SeriesDescriptor.sqlColumns) FROM series s ORDER BY s.id")
      return try series.compactMap { row in
        try summary(db, id: try row.decode(Int64.self, atIndex: 0), try SeriesDescriptor(row, from: 1, path: path))
      }
    } ?? []
  }

  private func summary(_ db: Database, id: Int64, _ descriptor: SeriesDescriptor) throws -> SeriesSummary? {
    var hasher = SHA256()
    descriptor.hash(into: &hasher)
    var rows = 0
    var bounds: (first: Int64, last: Int64)?
    let end = try firstHiddenStamp(of: descriptor, db)
    let chunks = try db.cachedStatement(
      sql: "SELECT rows, first_ms, last_ms, sha256, bucket FROM chunk WHERE series = ? AND first_ms < ? ORDER BY bucket"
    )
    let cursor = try Row.fetchCursor(chunks, arguments: [id, end])
    while let row = try cursor.next() {
      var chunk = ChunkHeading(
        rows: try row.decode(Int.self, atIndex: 0), first: try row.decode(Int64.self, atIndex: 1),
        last: try row.decode(Int64.self, atIndex: 2), digest: try row.decode(String.self, atIndex: 3))
      if end < .max, chunk.last >= end {
        chunk = try ChunkHeading(
          db, series: id, bucket: try row.decode(Int64.self, atIndex: 4), before: end, path: path)
      }
      rows &+= chunk.rows
      bounds = (bounds?.first ?? chunk.first, chunk.last)
      hasher.update(chunk.digest)
    }
    let digest = hasher.finish().hex
    guard let bounds else { return nil }
    guard bounds.first <= bounds.last, DatasetSchema.stamps.contains(bounds.first),
      DatasetSchema.stamps.contains(bounds.last), (0...Int(bounds.last - bounds.first) + 1).contains(rows)
    else { throw damaged(path, "\(descriptor.title) has \(rows) rows from \(bounds.first) to \(bounds.last) ms") }
    return SeriesSummary(
      id: id, descriptor: descriptor, rows: rows, first: Instant(milliseconds: bounds.first),
      last: Instant(milliseconds: bounds.last), digest: digest)
  }

  /// SHA-256 of all rows of all series, in hexadecimal: the same for the same rows, in whatever order and from whatever
  /// files they were imported. Rows that a seal hides are not part of it: a sealed dataset has the fingerprint of one
  /// into which they were never imported, and runs on the two are the same runs.
  public func fingerprint() throws -> String {
    var hasher = SHA256()
    hasher.update(field: "dataset 1")
    for series in try catalog().sorted(by: { $0.descriptor.sortKey.lexicographicallyPrecedes($1.descriptor.sortKey) }) {
      hasher.update(series.digest)
    }
    return hasher.finish().hex
  }

  /// What was imported, oldest first.
  public func imports() throws -> [ImportRecord] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT i.file, i.sha256, i.format, i.kept, i.duplicate, i.replaced, i.rejected, \(SeriesDescriptor.sqlColumns)
          FROM import i JOIN series s ON s.id = i.series ORDER BY i.id
          """
      ).map { row in
        ImportRecord(
          source: ImportSource(
            file: try row.decode(String.self, atIndex: 0), sha256: try row.decode(String.self, atIndex: 1),
            format: try row.decode(String.self, atIndex: 2), rejected: try row.decode(Int.self, atIndex: 6)),
          series: try SeriesDescriptor(row, from: 7, path: path),
          counts: MergeCounts(
            kept: try row.decode(Int.self, atIndex: 3), duplicate: try row.decode(Int.self, atIndex: 4),
            replaced: try row.decode(Int.self, atIndex: 5)))
      }
    } ?? []
  }
}
