import Foundation
import GRDB
import Market

extension RunArchive {
  /// Keeps a result under a folder of its own.
  ///
  /// The same hash again takes the place of what was there, folder and position included. A new one gets the first of
  /// `folders` that belongs to no other: it is taken in the same transaction, so that two processes never share one.
  ///
  /// - Parameters:
  ///   - folders: relative to the root, the preferred one first; that of `result` is not looked at.
  ///   - files: what is in the folder beside the document, as `place` puts it there; of other files that were noted before,
  ///     what was noted holds on. Those of `result` are not looked at.
  ///   - place: puts the files into the folder, in the same transaction: a result that has a row has its files.
  /// - Returns: the folder it has now.
  /// - Throws: `Problem` when each of `folders` belongs to another result, and what `place` throws; nothing is kept then.
  @discardableResult
  public func record(
    _ result: ResultRecord, in folders: [String], with files: [ResultRecord.Document] = [],
    placing place: (_ folder: String) throws -> Void = { _ in }
  ) throws -> String {
    let sources = try result.sources.map(Self.text)
    return try file.write { db in
      let folder = try folder(of: result, among: folders, db)
      try ArchiveSchema.results.changing(db, where: "hash = ?", [result.hash]) {
        try db.execute(
          sql: """
            INSERT INTO result (\(Self.resultColumns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (hash) DO UPDATE SET name = excluded.name, markets = excluded.markets,
              parameters = excluded.parameters, figures = excluded.figures, sources = excluded.sources,
              document = excluded.document, digest = excluded.digest, folder = excluded.folder
            """,
          arguments: [
            result.hash, result.kind, result.name, try Self.text(result.markets), try Self.text(result.instruments),
            result.interval.milliseconds, result.range.from.milliseconds, result.range.to.milliseconds,
            result.parameters, result.identity, result.figures, result.engine, sources, result.document?.name,
            result.document?.digest, folder,
          ])
      }
      for file in files {
        try ArchiveSchema.files.changing(db, where: "result = ? AND name = ?", [result.hash, file.name]) {
          try db.execute(
            sql: """
              INSERT INTO result_file (result, name, digest) VALUES (?, ?, ?)
              ON CONFLICT (result, name) DO UPDATE SET digest = excluded.digest
              """,
            arguments: [result.hash, file.name, file.digest])
        }
      }
      try place(folder)
      return folder
    }
  }

  private func folder(of result: ResultRecord, among folders: [String], _ db: Database) throws -> String {
    if let kept = try String.fetchOne(
      db, sql: "SELECT folder FROM result WHERE hash = ? AND folder IS NOT NULL", arguments: [result.hash])
    {
      return kept
    }
    for folder in folders
    where try Row.fetchOne(db, sql: "SELECT 1 FROM result WHERE folder = ?", arguments: [folder]) == nil {
      return folder
    }
    throw Problem(
      "the folders of result \(result.hash.prefix(12)) belong to others: \(folders.joined(separator: ", "))",
      remedy: "keep it below another root", fault: .work)
  }

  /// All results, oldest first.
  public func results() throws -> [ResultRecord] {
    try file.read { db in
      try verify(ArchiveSchema.results, db)
      // Whoever only reads does not bring an older archive up to date.
      guard try db.tableExists("result") else { return try EarlierRuns.fetch(db) }
      let files = try filesOfResults(db)
      return try Row.fetchAll(db, sql: "SELECT \(Self.resultColumns) FROM result ORDER BY rowid").map { row in
        var result = try result(row)
        result.files = files[result.hash] ?? []
        return result
      }
    }
  }

  /// By the hash of the result, in the order in which they were written.
  private func filesOfResults(_ db: Database) throws -> [String: [ResultRecord.Document]] {
    guard try db.tableExists("result_file") else { return [:] }
    try verify(ArchiveSchema.files, db)
    let cursor = try Row.fetchCursor(db, sql: "SELECT result, name, digest FROM result_file NOT INDEXED ORDER BY rowid")
    var files: [String: [ResultRecord.Document]] = [:]
    while let row = try cursor.next() {
      files[try row.decode(String.self, atIndex: 0), default: []].append(
        ResultRecord.Document(
          name: try row.decode(String.self, atIndex: 1), digest: try row.decode(String.self, atIndex: 2)))
    }
    return files
  }

  /// The folder, relative to the root, in which the result of that hash is kept; nil where none is.
  public func folder(ofResult hash: String) throws -> String? {
    try file.read { db in
      guard try db.tableExists("result") else { return nil }
      return try String.fetchOne(
        db, sql: "SELECT folder FROM result WHERE hash = ? AND folder IS NOT NULL", arguments: [hash])
    }
  }

  /// The one result whose hash begins with `prefix`, of at least four digits.
  ///
  /// - Throws: `Problem` when there is none, or more than one.
  public func result(hashPrefix prefix: String) throws -> ResultRecord {
    let prefix = prefix.lowercased()
    guard prefix.utf8.count >= 4, prefix.allSatisfy(\.isHexDigit) else {
      throw Problem("'\(prefix)' is not the beginning of a result's hash", remedy: "give at least four of its digits")
    }
    let found = try results().filter { $0.hash.hasPrefix(prefix) }
    guard let result = found.first else {
      throw Problem("there is no result '\(prefix)' in \(path)", remedy: "see 'hindcast runs list'")
    }
    guard found.count == 1 else {
      throw Problem(
        "'\(prefix)' begins the hashes of \(found.count) results",
        remedy:
          "say one of \(found.prefix(8).map { String($0.hash.prefix(prefix.utf8.count + 8)) }.joined(separator: ", "))")
    }
    return result
  }

  static let resultColumns =
    "hash, kind, name, markets, instruments, interval_ms, from_ms, to_ms, parameters, identity, figures, engine, sources, document, digest, folder"

  private func result(_ row: Row) throws -> ResultRecord {
    let hash = try row.decode(String.self, atIndex: 0)
    let from = Instant(milliseconds: try row.decode(Int64.self, atIndex: 6))
    let to = Instant(milliseconds: try row.decode(Int64.self, atIndex: 7))
    func list<Element: Decodable>(_ index: Int, _: Element.Type) throws -> [Element]? {
      guard let text = try row.decode(String?.self, atIndex: index) else { return nil }
      guard let list = try? JSONDecoder().decode([Element].self, from: Data(text.utf8)) else {
        throw damagedArchive("the record of result \(hash.prefix(8)) makes no sense")
      }
      return list
    }
    // The table's checks hold for what we write; a damaged file holds anything.
    guard from <= to else { throw damagedArchive("the window of result \(hash.prefix(8)) ends before it begins") }
    let digest = try row.decode(String?.self, atIndex: 14)
    return ResultRecord(
      hash: hash, kind: try row.decode(String.self, atIndex: 1), name: try row.decode(String.self, atIndex: 2),
      markets: try list(3, String.self) ?? [], instruments: try list(4, String.self) ?? [],
      interval: Interval(milliseconds: try row.decode(Int64.self, atIndex: 5)), range: TimeRange(from: from, to: to),
      parameters: try row.decode(String.self, atIndex: 8), identity: try row.decode(String.self, atIndex: 9),
      figures: try row.decode(String.self, atIndex: 10), engine: try row.decode(String.self, atIndex: 11),
      sources: try list(12, ResultRecord.Source.self),
      document: try row.decode(String?.self, atIndex: 13).flatMap { name in
        digest.map { ResultRecord.Document(name: name, digest: $0) }
      },
      folder: try row.decode(String?.self, atIndex: 15))
  }

  /// JSON of one form, so that equal lists have equal bytes.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
