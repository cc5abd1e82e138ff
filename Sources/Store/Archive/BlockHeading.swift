import Digest
import Foundation
import GRDB

/// A block of trials without its numbers, as its row holds it.
struct BlockHeading {
  let sweep: Int64
  let number: Int
  let count: Int
  let failed: Int
  let reused: Int
  let failures: String?
  let numbersCheck: Int64

  /// Checksum of the bytes of a block's numbers.
  static func check(of numbers: Data) -> Int64 {
    Int64(bitPattern: numbers.withUnsafeBytes { Checksum64.of($0) })
  }

  /// Of everything in it.
  var check: Int64 {
    var bytes = RowBytes()
    for value in [sweep, Int64(number), Int64(count), Int64(failed), Int64(reused), numbersCheck] {
      bytes.append(value)
    }
    bytes.append(failures)
    return Int64(bitPattern: bytes.checksum)
  }

  /// What a statement has to read for `init(_:)`.
  static let columns = "sweep, number, count, failed, reused, failures, numbers_check, row_check"
  /// How many those are.
  static let columnCount = 8

  /// From the columns of that name; nil when they are not what was written.
  init?(_ row: Row) throws {
    self.init(
      sweep: try row.decode(Int64.self, atIndex: 0), number: try row.decode(Int.self, atIndex: 1),
      count: try row.decode(Int.self, atIndex: 2), failed: try row.decode(Int.self, atIndex: 3),
      reused: try row.decode(Int.self, atIndex: 4), failures: try row.decode(String?.self, atIndex: 5),
      numbersCheck: try row.decode(Int64.self, atIndex: 6))
    guard try row.decode(Int64.self, atIndex: 7) == check else { return nil }
  }

  init(
    sweep: Int64, number: Int, count: Int, failed: Int, reused: Int, failures: String?, numbersCheck: Int64
  ) {
    self.sweep = sweep
    self.number = number
    self.count = count
    self.failed = failed
    self.reused = reused
    self.failures = failures
    self.numbersCheck = numbersCheck
  }

  func insert(into table: String = "trial_block", numbers: Data, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT INTO \(table) (\(Self.columns), numbers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try statement.execute(arguments: [sweep, number, count, failed, reused, failures, numbersCheck, check, numbers])
  }
}
