import Digest
import GRDB
import Market

/// A table of few rows that decide something, with one sum over all of them that is kept apart.
///
/// The sum is of checksums of whole rows, so that one row that changed, appeared or is gone shows, whichever part of the file
/// the damage hit: a value, a key, a page that says how many rows it holds. Who writes adds what a row is and takes off what it
/// was, and never sums the table anew: damage that was there before stays visible.
struct CheckedTable: Sendable {
  let name: String
  let columns: String

  /// Where the sums are kept; a file without it is of an earlier version.
  static let storage = "integrity"

  static let schema = """
    CREATE TABLE \(storage) ( -- of each part: how many rows it has, and the sum of their checksums, modulo 2^64
      part TEXT NOT NULL,
      number INTEGER NOT NULL, -- of the series for its chunks, else 0
      rows INTEGER NOT NULL,
      total INTEGER NOT NULL,
      PRIMARY KEY (part, number)
    ) STRICT, WITHOUT ROWID;
    """

  /// Whether the file of this connection keeps sums.
  static func isKept(_ db: Database) throws -> Bool { try db.tableExists(storage) }

  /// Sums the table for the first time, in the migration that adds the sums.
  func begin(_ db: Database) throws { try sum(db, condition: "TRUE", []).keep(db, part: name) }

  /// - Throws: `Problem` when the rows are not those that were written. A file of an earlier version passes.
  func verify(_ db: Database, path: String) throws {
    guard try Self.isKept(db) else { return }
    guard try sum(db, hint: "NOT INDEXED", condition: "TRUE", []) == RowSum(db, part: name) else {
      throw damaged(path, "the rows of its table '\(name)' are not those that were written")
    }
  }

  /// Runs what changes rows of the table, and keeps the sum in step.
  ///
  /// - Parameter condition: true of the rows that are changed, added or taken away, before and after; best by a key.
  func changing<T>(
    _ db: Database, where condition: String, _ arguments: StatementArguments, _ body: () throws -> T
  ) throws -> T {
    let before = try sum(db, condition: condition, arguments)
    let result = try body()
    let after = try sum(db, condition: condition, arguments)
    if after != before { try RowSum.change(db, part: name, from: before, to: after) }
    return result
  }

  private func sum(
    _ db: Database, hint: String = "", condition: String, _ arguments: StatementArguments
  ) throws -> RowSum {
    let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM \(name) \(hint) WHERE \(condition)")
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    var sum = RowSum()
    while let row = try cursor.next() {
      var bytes = RowBytes()
      for value in row.databaseValues { bytes.append(value) }
      sum.add(bytes.checksum)
    }
    return sum
  }
}

/// How many rows, and the sum of their checksums.
struct RowSum: Hashable {
  var rows: Int64 = 0
  var total: UInt64 = 0

  init() {}

  /// As it is kept; nil when it is not.
  init?(_ db: Database, part: String, number: Int64 = 0) throws {
    let statement = try db.cachedStatement(
      sql: "SELECT rows, total FROM \(CheckedTable.storage) WHERE part = ? AND number = ?")
    guard let row = try Row.fetchOne(statement, arguments: [part, number]) else { return nil }
    rows = try row.decode(Int64.self, atIndex: 0)
    total = UInt64(bitPattern: try row.decode(Int64.self, atIndex: 1))
  }

  mutating func add(_ checksum: UInt64) {
    rows &+= 1
    total &+= checksum
  }

  func keep(_ db: Database, part: String, number: Int64 = 0) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO \(CheckedTable.storage) (part, number, rows, total) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET rows = excluded.rows, total = excluded.total
        """)
    try statement.execute(arguments: [part, number, rows, Int64(bitPattern: total)])
  }

  static func change(
    _ db: Database, part: String, number: Int64 = 0, from before: RowSum, to after: RowSum
  ) throws {
    var sum = try RowSum(db, part: part, number: number) ?? RowSum()
    sum.rows &+= after.rows &- before.rows
    sum.total &+= after.total &- before.total
    try sum.keep(db, part: part, number: number)
  }
}

/// The values of a row as bytes that differ wherever the values do.
struct RowBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: DatabaseValue) {
    switch value.storage {
    case .null: bytes.append(0)
    case .int64(let number): append(number)
    case .double(let number):
      bytes.append(2)
      append(raw: number.bitPattern)
    case .string(let text):
      bytes.append(3)
      append(raw: UInt64(text.utf8.count))
      bytes += text.utf8
    case .blob(let data):
      bytes.append(4)
      append(raw: UInt64(data.count))
      bytes += data
    }
  }

  mutating func append(_ number: Int64) {
    bytes.append(1)
    append(raw: UInt64(bitPattern: number))
  }

  mutating func append(_ text: String?) { append((text?.databaseValue) ?? .null) }

  private mutating func append(raw: UInt64) { withUnsafeBytes(of: raw.littleEndian) { bytes += $0 } }

  var checksum: UInt64 { Checksum64.of(bytes) }
}
