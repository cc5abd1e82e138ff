import Foundation
import GRDB
import Market

extension RunArchive {
  /// Keys of the samples there are that are of the same data as this one, itself included if it is there.
  public func samples(like sample: DataSample) throws -> Set<String> {
    try file.read { db in
      try verify(ArchiveSchema.samples, db)
      guard try db.tableExists("sample") else { return [] }
      let cursor = try Row.fetchCursor(
        db,
        sql: """
          SELECT key, instrument, instants, closes FROM sample NOT INDEXED
          WHERE instrument = ? OR substr(instrument, instr(instrument, ':') + 1) = ?
          """, arguments: [sample.instrument, String(sample.instrument.drop { $0 != ":" }.dropFirst())])
      var keys: Set<String> = []
      while let row = try cursor.next() {
        let key = try row.decode(String.self, atIndex: 0)
        if try self.sample(row).isOfSameData(as: sample) { keys.insert(key) }
      }
      return keys
    }
  }

  /// What each sample is of, by its key: of several instruments the first.
  public func instrumentsOfSamples() throws -> [String: String] {
    try file.read { db in
      try verify(ArchiveSchema.samples, db)
      guard try db.tableExists("sample") else { return [:] }
      let rows = try Row.fetchAll(db, sql: "SELECT key, instrument FROM sample NOT INDEXED")
      return try rows.reduce(into: [:]) { names, row in
        names[try row.decode(String.self, atIndex: 0)] = try row.decode(String.self, atIndex: 1)
      }
    }
  }

  /// The sample of that key; nil when there is none.
  func sample(_ key: String) throws -> DataSample? {
    try file.read { db in
      try verify(ArchiveSchema.samples, db)
      guard try db.tableExists("sample") else { return nil }
      return try Row.fetchOne(
        db, sql: "SELECT key, instrument, instants, closes FROM sample NOT INDEXED WHERE key = ?", arguments: [key]
      ).map(sample)
    }
  }

  /// - Parameter row: key, instrument, instants and closes.
  func sample(_ row: Row) throws -> DataSample {
    guard let instants: [Int64] = NumberBlob.numbers(try row.decode(Data.self, atIndex: 2)),
      let closes: [Double] = NumberBlob.numbers(try row.decode(Data.self, atIndex: 3)), instants.count == closes.count
    else { throw damagedArchive("a sample of data is not what it was") }
    return DataSample(kept: try row.decode(String.self, atIndex: 1), instants, closes)
  }

  /// Keeps a sample in the transaction of what refers to it. One that is there already is left alone.
  static func keep(_ sample: DataSample, _ db: Database) throws {
    try ArchiveSchema.samples.changing(db, where: "key = ?", [sample.key]) {
      try db.execute(
        sql: "INSERT INTO sample (key, instrument, instants, closes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        arguments: [
          sample.key, sample.instrument, NumberBlob.bytes(sample.instants[...]), NumberBlob.bytes(sample.closes[...]),
        ])
    }
  }
}

extension Database {
  /// Whether a table has a column: one of an earlier version that is only read has not.
  func hasColumn(_ column: String, in table: String) throws -> Bool {
    try columns(in: table).contains { $0.name == column }
  }
}
