import Digest
import Foundation
import GRDB
import Market

/// A chunk read whole: its stamps and every column, compared with what they were stored with.
struct StoredChunk {
  let stamps: [Int64]
  let columns: [[Double]]
  /// The bytes of the stamps and then of every column.
  let blobs: [Data]

  /// - Throws: `Problem` that names the series and the stretch of time when a byte differs.
  init(_ db: Database, _ heading: ChunkHeading, of series: StoredSeries, path: String) throws {
    guard let chunk = try StoredChunk(sound: db, heading, of: series) else {
      throw damagedChunk(series.descriptor, heading, path: path)
    }
    self = chunk
  }

  /// Nil when a byte differs.
  ///
  /// A file of an earlier version has no checksums: there it is the digest that is compared.
  init?(sound db: Database, _ heading: ChunkHeading, of series: StoredSeries) throws {
    let key: StatementArguments = [series.id, heading.bucket]
    let stamps = try db.cachedStatement(sql: "SELECT stamps FROM chunk WHERE series = ? AND bucket = ?")
    guard let blob = try Data.fetchOne(stamps, arguments: key) else { return nil }
    let isChecked = heading.stampsCheck != nil
    let column = try db.cachedStatement(
      sql: """
        SELECT numbers, \(isChecked ? "numbers_check" : "NULL") FROM chunk_column
        WHERE series = ? AND position = ? AND bucket = ?
        """)
    var blobs = [blob]
    for position in series.descriptor.columns.indices {
      guard let row = try Row.fetchOne(column, arguments: [series.id, position, heading.bucket]) else { return nil }
      let numbers = try row.decode(Data.self, atIndex: 0)
      if isChecked {
        let check = ChunkCheck.numbers(numbers, series: series.id, position: position, bucket: heading.bucket)
        guard try row.decode(Int64?.self, atIndex: 1) == Int64(bitPattern: check) else { return nil }
      }
      blobs.append(numbers)
    }
    let length = heading.rows.multipliedReportingOverflow(by: MemoryLayout<Int64>.stride)
    guard !length.overflow, blobs.allSatisfy({ $0.count == length.partialValue }),
      let stamps: [Int64] = NumberBlob.numbers(blob), stamps.first == heading.first, stamps.last == heading.last
    else { return nil }
    if let check = heading.stampsCheck {
      guard ChunkCheck.stamps(blob, series: series.id, bucket: heading.bucket) == check else { return nil }
    } else {
      guard Self.digest(of: blobs) == heading.digest else { return nil }
    }
    self.stamps = stamps
    self.columns = blobs.dropFirst().compactMap { NumberBlob.numbers($0) }
    self.blobs = blobs
  }

  /// SHA-256 of the stamps and then every column, in hexadecimal.
  static func digest(of blobs: [Data]) -> String {
    var hasher = SHA256()
    for blob in blobs { blob.withUnsafeBytes { hasher.update($0) } }
    return hasher.finish().hex
  }
}

/// Checksums of what a chunk holds, in pieces as they are read: stamps and columns apart, since a column is read without the
/// others. The key goes in, so that a piece found in the place of another is no better than a damaged one.
enum ChunkCheck {
  static func stamps(_ blob: Data, series: Int64, bucket: Int64) -> UInt64 {
    blob.withUnsafeBytes { Checksum64.of($0, seed: seed(series, -1, bucket)) }
  }

  static func numbers(_ blob: Data, series: Int64, position: Int, bucket: Int64) -> UInt64 {
    blob.withUnsafeBytes { Checksum64.of($0, seed: seed(series, Int64(position), bucket)) }
  }

  /// Gives every chunk of a file of an earlier version its checksums. Whether they are of what was stored is told by its
  /// digest: where that differs, they are written so that they differ too.
  static func begin(_ db: Database) throws {
    let chunks = try Row.fetchAll(db, sql: "SELECT series, bucket, sha256 FROM chunk").map { row in
      (series: row[0] as Int64, bucket: row[1] as Int64, digest: row[2] as String)
    }
    for (series, bucket, digest) in chunks {
      let stamps = try Data.fetchOne(
        db, sql: "SELECT stamps FROM chunk WHERE series = ? AND bucket = ?", arguments: [series, bucket])
      var columns: [Data] = []
      while let next = try Data.fetchOne(
        db, sql: "SELECT numbers FROM chunk_column WHERE series = ? AND position = ? AND bucket = ?",
        arguments: [series, columns.count, bucket])
      { columns.append(next) }
      guard let stamps else { continue }
      let mask: UInt64 = StoredChunk.digest(of: [stamps] + columns) == digest ? 0 : .max
      let check = Self.stamps(stamps, series: series, bucket: bucket) ^ mask
      try db.execute(
        sql: "UPDATE chunk SET stamps_check = ? WHERE series = ? AND bucket = ?",
        arguments: [Int64(bitPattern: check), series, bucket])
      for (position, blob) in columns.enumerated() {
        let check = numbers(blob, series: series, position: position, bucket: bucket) ^ mask
        try db.execute(
          sql: "UPDATE chunk_column SET numbers_check = ? WHERE series = ? AND position = ? AND bucket = ?",
          arguments: [Int64(bitPattern: check), series, position, bucket])
      }
    }
  }

  private static func seed(_ series: Int64, _ position: Int64, _ bucket: Int64) -> UInt64 {
    var bytes = RowBytes()
    for number in [series, position, bucket] { bytes.append(number) }
    return bytes.checksum
  }
}

/// Says which rows are damaged, and what to import again.
func damagedChunk(_ series: SeriesDescriptor, _ heading: ChunkHeading, path: String) -> Problem {
  // The heading may be what is wrong, and a stamp beyond all calendars is not printed.
  let stretch =
    DatasetSchema.stamps.contains(heading.first) && DatasetSchema.stamps.contains(heading.last)
    ? "from \(Instant(milliseconds: heading.first).minuteText) to \(Instant(milliseconds: heading.last).minuteText) UTC "
    : ""
  return Problem(
    "'\(path)' is damaged: rows of \(series.title) \(stretch)are not those that were stored",
    remedy: "import the files of that stretch again: all of them, since damaged rows are then dropped", fault: .work)
}
