import GRDB
import Market

/// A file as it was when an import read it, and what became of it, so that one that is as it was need not be read again.
public struct ReadFile: Hashable, Sendable {
  /// One series of one text of it.
  public struct Part: Hashable, Sendable {
    public let location: String
    /// What reports call the way it was read.
    public let format: String
    /// What imports remember it by.
    public let reading: String
    public let series: SeriesDescriptor
    /// Its number, where it was remembered.
    fileprivate var stored: Int64?
    /// From its first row to behind its last.
    public let range: TimeRange
    public let notes: [String]

    public init(
      location: String, format: String, reading: String, series: SeriesDescriptor, range: TimeRange, notes: [String]
    ) {
      self.location = location
      self.format = format
      self.reading = reading
      self.series = series
      self.range = range
      self.notes = notes
    }
  }

  /// As it was named.
  public let path: String
  /// What the system says of it without reading it.
  public let state: String
  /// A digest of all else that reading it depends on.
  public let plan: String
  public let sha256: String
  public let parts: [Part]

  public init(path: String, state: String, plan: String, sha256: String, parts: [Part]) {
    self.path = path
    self.state = state
    self.plan = plan
    self.sha256 = sha256
    self.parts = parts
  }
}

/// Bytes that were read as one series, and how.
public struct ReadPart: Hashable, Sendable {
  public let sha256: String
  public let series: SeriesDescriptor
  public let reading: String

  public init(_ sha256: String, _ series: SeriesDescriptor, _ reading: String) {
    self.sha256 = sha256
    self.series = series
    self.reading = reading
  }
}

extension Dataset {
  /// The files that are remembered, by the paths that they were named by.
  public func readFiles() throws -> [String: ReadFile] {
    try read { db in
      let name = DatasetSchema.reads.name
      guard try db.tableExists(name) else { return [:] }
      try verify(DatasetSchema.reads, db)
      let series = Dictionary(
        try stored(db, where: "TRUE", []).map { ($0.id, $0.descriptor) }, uniquingKeysWith: { first, _ in first })
      let cursor = try Row.fetchCursor(
        db,
        sql: """
          SELECT path, state, plan, sha256, location, format, reading, series, first_ms, last_ms, notes FROM \(name)
          ORDER BY path, position
          """)
      var files: [String: ReadFile] = [:]
      while let row = try cursor.next() {
        let path = try row.decode(String.self, atIndex: 0)
        // A series that an instant hides had not been imported then.
        guard let descriptor = series[try row.decode(Int64.self, atIndex: 7)] else { continue }
        var part = ReadFile.Part(
          location: try row.decode(String.self, atIndex: 4), format: try row.decode(String.self, atIndex: 5),
          reading: try row.decode(String.self, atIndex: 6), series: descriptor,
          range: TimeRange(
            from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 8)),
            to: Instant(milliseconds: try row.decode(Int64.self, atIndex: 9)) + Interval(milliseconds: 1)),
          notes: try row.decode(String.self, atIndex: 10).split(separator: "\n").map(String.init))
        part.stored = try row.decode(Int64.self, atIndex: 7)
        files[path] = ReadFile(
          path: path, state: try row.decode(String.self, atIndex: 1), plan: try row.decode(String.self, atIndex: 2),
          sha256: try row.decode(String.self, atIndex: 3), parts: (files[path]?.parts ?? []) + [part])
      }
      return files
    } ?? [:]
  }

  /// The imports of the parts of each file of which doing them again would change nothing, by its path. All of them in one
  /// look at the dataset: each look of its own begins a transaction and compiles its questions anew, which for a folder of
  /// hundreds of files is most of the time it takes to say that nothing changed.
  ///
  /// - Parameter files: in the order in which they would be imported again: what a later one replaces of an earlier one it
  ///   would replace again.
  /// - Complexity: as `earlierImport`.
  public func records(of files: [ReadFile]) throws -> [String: [ImportRecord]] {
    guard !files.isEmpty else { return [:] }
    return try read { db in
      var found: [String: [ImportRecord]] = [:]
      var last: [ReadPart: Int] = [:]
      for (place, file) in files.enumerated() {
        for part in file.parts { last[ReadPart(file.sha256, part.series, part.reading)] = place }
      }
      for (place, file) in files.enumerated() {
        found[file.path] = try records(of: file, db) { part in last[part].map { $0 > place } ?? false }
      }
      return found
    } ?? [:]
  }

  private func records(
    of file: ReadFile, _ db: Database, unless follows: (ReadPart) -> Bool
  ) throws -> [ImportRecord]? {
    var records: [ImportRecord] = []
    for part in file.parts {
      guard let id = part.stored,
        let record = try earlierImport(
          sha256: file.sha256, into: StoredSeries(id: id, descriptor: part.series), range: { part.range },
          unless: { follows(ReadPart($0, part.series, $1)) }, db),
        record.source.format == part.reading
      else { return nil }
      records.append(record)
    }
    return records
  }

  /// Remembers files, in place of what was remembered under their paths. All of it in one transaction; a series that the
  /// dataset does not have makes its file one that is not remembered.
  public func remember(_ files: [ReadFile]) throws {
    guard !files.isEmpty else { return }
    try write { db in
      let ids = Dictionary(
        try stored(db, where: "TRUE", []).map { ($0.descriptor, $0.id) }, uniquingKeysWith: { first, _ in first })
      for file in files {
        try DatasetSchema.reads.changing(db, where: "path = ?", [file.path]) {
          try db.execute(sql: "DELETE FROM \(DatasetSchema.reads.name) WHERE path = ?", arguments: [file.path])
          let series = file.parts.compactMap { ids[$0.series] }
          guard series.count == file.parts.count else { return }
          let insert = try db.cachedStatement(
            sql: """
              INSERT INTO \(DatasetSchema.reads.name)
                (path, position, state, plan, sha256, location, format, reading, series, first_ms, last_ms, notes)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """)
          for (position, part) in file.parts.enumerated() {
            try insert.execute(arguments: [
              file.path, position, file.state, file.plan, file.sha256, part.location, part.format, part.reading,
              series[position], part.range.from.milliseconds, part.range.to.milliseconds - 1,
              part.notes.map { $0.replacing("\n", with: " ") }.joined(separator: "\n"),
            ])
          }
        }
      }
    }
  }

  /// Forgets every file with a part of a series.
  func forgetReads(of series: Int64, _ db: Database) throws {
    let name = DatasetSchema.reads.name
    guard try db.tableExists(name) else { return }
    let condition = "path IN (SELECT path FROM \(name) WHERE series = ?)"
    try DatasetSchema.reads.changing(db, where: condition, [series]) {
      try db.execute(sql: "DELETE FROM \(name) WHERE \(condition)", arguments: [series])
    }
  }
}
