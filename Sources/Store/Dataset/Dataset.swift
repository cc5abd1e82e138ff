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
  /// Tables whose rows were found to be those that were written, once since it was opened.
  private let verified = Mutex<Set<String>>([])
  /// The instant as of which rows are read; nil for the dataset as it is.
  let asOf = Mutex<Instant?>(nil)
  /// Rows that became known later are not there; nil for all.
  public let knownBy: Instant?
  /// By series: whether it had a row then.
  let known = Mutex<[Int64: Bool]>([:])
  /// By series: when its last row became known.
  let reaches = Mutex<[Int64: Instant]>([:])
  /// By series: which of its chunks were found sound, and which damaged.
  let soundness = Mutex<[Int64: ChunkSoundness]>([:])

  private init(path: String, file: StoreFile?, canImport: Bool, seesAll: Bool = false, knownBy: Instant? = nil) {
    self.path = path
    self.seesAll = seesAll
    self.knownBy = knownBy
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

  /// The same dataset as somebody had it at an instant: rows that became known later are not there, nor series that had
  /// none by then. Whatever is read of it is what a copy says into which nothing later was ever imported.
  public func known(by instant: Instant) -> Dataset {
    let earlier = Dataset(
      path: path, file: opened.withLock(\.self), canImport: canImport, seesAll: seesAll,
      knownBy: min(instant, knownBy ?? instant))
    earlier.foreign.withLock { $0 = foreignSeal }
    earlier.asOf.withLock { $0 = knownAsOf }
    earlier.verified.withLock { $0 = verified.withLock(\.self) }
    return earlier
  }

  /// Folds what was written into the one file and lets go of it. Later calls open it again for imports.
  public func close() throws {
    try opened.withLock { file in
      try file?.close()
      file = nil
    }
  }

  /// The file, opened where it is not yet; nil where there is none.
  private func existing() throws -> StoreFile? {
    try opened.withLock { file in
      if file == nil, FileManager.default.fileExists(atPath: path) {
        file = try canImport ? .writing(path, as: DatasetSchema.kind) : .reading(path, as: DatasetSchema.kind)
      }
      return file
    }
  }

  func read<T>(_ body: (Database) throws -> T) throws -> T? { try existing()?.read(body) }

  /// Runs `body`, in which imports are as they would be and the dataset reads as if they had been, and undoes them: of a
  /// dataset that is not there yet nothing is made.
  public func rehearsing<T>(_ body: () throws -> T) throws -> T {
    precondition(canImport, "only a dataset opened for import is written")
    // What was found out of the rows in between is of no rows that are.
    defer {
      soundness.withLock { $0 = [:] }
      known.withLock { $0 = [:] }
      reaches.withLock { $0 = [:] }
      verified.withLock { $0 = [] }
    }
    if let file = try existing() { return try file.rehearsing(body) }
    let file = try StoreFile.passing(as: DatasetSchema.kind, path: path)
    opened.withLock { $0 = file }
    defer {
      opened.withLock { $0 = nil }
      try? file.close()
    }
    return try body()
  }

  func write<T>(_ body: (Database) throws -> T) throws -> T {
    precondition(canImport, "only a dataset opened for import is written")
    // Made with what is written, so that a refusal leaves no empty dataset behind.
    let isNew = opened.withLock { $0 == nil } && !FileManager.default.fileExists(atPath: path)
    if isNew, let result = try StoreFile.making(path, as: DatasetSchema.kind, body) { return result }
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
  /// Compares a table with its sum, once for as long as the dataset is open.
  func verify(_ table: CheckedTable, _ db: Database) throws {
    guard !verified.withLock({ $0.contains(table.name) }) else { return }
    try table.verify(db, path: path)
    verified.withLock { _ = $0.insert(table.name) }
  }

  /// SHA-256 of all rows of all series, in hexadecimal: the same for the same rows, in whatever order and from whatever
  /// files they were imported. Rows that a seal hides are not part of it: a sealed dataset has the fingerprint of one
  /// into which they were never imported, and runs on the two are the same runs.
  public func fingerprint() throws -> String { fingerprint(of: try catalog()) }

  /// The same of a catalog that was read already.
  public func fingerprint(of catalog: [SeriesSummary]) -> String {
    var hasher = SHA256()
    hasher.update(field: "dataset 2")
    for series in catalog.sorted(by: { $0.descriptor.sortKey.lexicographicallyPrecedes($1.descriptor.sortKey) }) {
      hasher.update(series.digest)
    }
    return hasher.finish().hex
  }

  /// The series with rows whose clock, stamps and units are the word of whoever imported them: those of plain tables, of which
  /// no venue's format says what the time of a row is, and whatever was read with a label that was said.
  public func seriesOfPlainTables() throws -> Set<Int64> {
    try read { db in
      try verify(DatasetSchema.imports, db)
      return try Int64.fetchSet(
        db, sql: "SELECT DISTINCT series FROM import WHERE format LIKE 'table#%' OR instr(format, '(label ') > 0")
    } ?? []
  }

  /// What was imported, oldest first.
  public func imports() throws -> [ImportRecord] {
    try read { db in
      try verify(DatasetSchema.series, db)
      try verify(DatasetSchema.imports, db)
      let table = try SeriesTable(db, as: "s")
      return try Row.fetchAll(
        db,
        sql: """
          SELECT i.file, i.sha256, i.format, i.kept, i.duplicate, i.replaced, i.rejected, \(table.columns)
          FROM import i JOIN \(table.source) ON s.id = i.series ORDER BY i.id
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
