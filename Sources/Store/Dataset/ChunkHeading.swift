import Digest
import Foundation
import GRDB

/// What a catalog needs to know of a chunk.
struct ChunkHeading {
  let rows: Int
  let first: Int64
  let last: Int64
  /// SHA-256 of the stamps and then every column.
  let digest: String

  init(rows: Int, first: Int64, last: Int64, digest: String) {
    self.rows = rows
    self.first = first
    self.last = last
    self.digest = digest
  }

  /// Of the part of a chunk before the stamp `end`, as if the rest had never been imported. Bytes of numbers are cut off
  /// where the rows end; what lies behind is not looked at.
  init(_ db: Database, series: Int64, bucket: Int64, before end: Int64, path: String) throws {
    let blob = try Data.fetchOne(
      db, sql: "SELECT stamps FROM chunk WHERE series = ? AND bucket = ?", arguments: [series, bucket])
    guard let stamps: [Int64] = NumberBlob.numbers(blob) else { throw damaged(path, "a chunk has no stamps") }
    let seen = stamps.prefix { $0 < end }
    guard let first = seen.first, let last = seen.last else {
      throw damaged(path, "a chunk begins elsewhere than its rows")
    }
    var hasher = SHA256()
    let columns = try Data.fetchAll(
      db, sql: "SELECT numbers FROM chunk_column WHERE series = ? AND bucket = ? ORDER BY position",
      arguments: [series, bucket])
    for blob in [NumberBlob.bytes(stamps[...])] + columns {
      let length = seen.count * MemoryLayout<Int64>.stride
      guard blob.count >= length else { throw damaged(path, "a column has another length than its stamps") }
      blob.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
    }
    self.init(rows: seen.count, first: first, last: last, digest: hasher.finish().hex)
  }
}
