import Digest
import Foundation
import GRDB
import Market

/// What a catalog needs to know of a chunk.
struct ChunkHeading {
  let bucket: Int64
  let rows: Int
  let first: Int64
  let last: Int64
  /// SHA-256 of the stamps and then every column.
  let digest: String
  /// Of the stamps; nil in a file of an earlier version.
  let stampsCheck: UInt64?

  /// Of everything else in it, and of the series it belongs to.
  func checksum(series: Int64) -> UInt64 {
    var bytes = RowBytes()
    for number in [series, bucket, Int64(rows), first, last, Int64(bitPattern: stampsCheck ?? 0)] {
      bytes.append(number)
    }
    bytes.append(digest)
    return bytes.checksum
  }

  /// Of the part of a chunk before the stamp `end`, as if the rest had never been imported. Bytes of numbers are cut off
  /// where the rows end; what lies behind is not looked at.
  ///
  /// - Parameter former: its rows as they stood, where that is what is read.
  func seen(
    before end: Int64, of series: StoredSeries, _ former: FormerRows?, _ db: Database, path: String
  ) throws -> ChunkHeading {
    if let former {
      let count = former.stamps.leadingCount { $0 < end }
      return ChunkHeading(
        bucket: bucket,
        FormerRows(stamps: Array(former.stamps[..<count]), columns: former.columns.map { Array($0[..<count]) }))
    }
    let chunk = try StoredChunk(db, self, of: series, path: path)
    let seen = chunk.stamps.prefix { $0 < end }
    guard let first = seen.first, let last = seen.last else {
      throw damaged(path, "a chunk begins elsewhere than its rows")
    }
    var hasher = SHA256()
    let length = seen.count * MemoryLayout<Int64>.stride
    for blob in chunk.blobs {
      blob.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
    }
    return ChunkHeading(
      bucket: bucket, rows: seen.count, first: first, last: last, digest: hasher.finish().hex, stampsCheck: nil)
  }
}

extension ChunkHeading {
  /// Of rows as they stood, which must be some.
  init(bucket: Int64, _ rows: FormerRows) {
    let blobs = [NumberBlob.bytes(rows.stamps[...])] + rows.columns.map { NumberBlob.bytes($0[...]) }
    self.init(
      bucket: bucket, rows: rows.stamps.count, first: rows.stamps.first ?? 0, last: rows.stamps.last ?? 0,
      digest: StoredChunk.digest(of: blobs), stampsCheck: nil)
  }
}

/// The headings of all chunks of a series, compared with their sum.
struct ChunkHeadings {
  let all: [ChunkHeading]
  /// By bucket: the rows of chunks that later imports changed, as they stood; none of those that had no row then.
  private(set) var former: [Int64: FormerRows] = [:]
  /// Whether chunks have checksums besides their digests.
  let areChecked: Bool

  /// What the sum is kept under, with the number of the series.
  static let part = "chunk"

  /// - Parameter creating: whether a series without chunks may be one that is being made.
  init(_ db: Database, of series: StoredSeries, path: String, creating: Bool = false) throws {
    let isChecked = try CheckedTable.isKept(db)
    let statement = try db.cachedStatement(
      sql: """
        SELECT bucket, rows, first_ms, last_ms, sha256, \(isChecked ? "stamps_check" : "NULL")
        FROM chunk WHERE series = ? ORDER BY bucket
        """)
    let cursor = try Row.fetchCursor(statement, arguments: [series.id])
    var headings: [ChunkHeading] = []
    var sum = RowSum()
    while let row = try cursor.next() {
      let heading = ChunkHeading(
        bucket: try row.decode(Int64.self, atIndex: 0), rows: try row.decode(Int.self, atIndex: 1),
        first: try row.decode(Int64.self, atIndex: 2), last: try row.decode(Int64.self, atIndex: 3),
        digest: try row.decode(String.self, atIndex: 4),
        stampsCheck: try row.decode(Int64?.self, atIndex: 5).map { UInt64(bitPattern: $0) })
      sum.add(heading.checksum(series: series.id))
      headings.append(heading)
    }
    if isChecked, try (RowSum(db, part: Self.part, number: series.id) ?? (creating ? RowSum() : nil)) != sum {
      throw damaged(path, "the list of chunks of \(series.descriptor.title) is not what was written")
    }
    all = headings
    areChecked = isChecked
  }

  private init(_ all: [ChunkHeading], _ former: [Int64: FormerRows], areChecked: Bool) {
    self.all = all
    self.former = former
    self.areChecked = areChecked
  }

  /// The chunks as they stood before some imports.
  ///
  /// - Complexity: reads the chunks that these changed.
  func undoing(_ later: LaterImports, _ db: Database, of series: StoredSeries, path: String) throws -> ChunkHeadings {
    var former: [Int64: FormerRows] = [:]
    var headings: [ChunkHeading] = []
    for heading in all {
      guard let changes = later.changes(of: heading.bucket) else {
        headings.append(heading)
        continue
      }
      let chunk = try StoredChunk(db, heading, of: series, path: path)
      var rows = FormerRows(stamps: chunk.stamps, columns: chunk.columns)
      for change in changes where !rows.undo(change) {
        throw damaged(path, "what imports changed of \(series.descriptor.title) does not fit its rows")
      }
      guard !rows.stamps.isEmpty else { continue }
      former[heading.bucket] = rows
      headings.append(ChunkHeading(bucket: heading.bucket, rows))
    }
    return ChunkHeadings(headings, former, areChecked: areChecked)
  }

  var byBucket: [Int64: ChunkHeading] {
    Dictionary(all.map { ($0.bucket, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Sums the headings of every series for the first time.
  static func begin(_ db: Database) throws {
    let cursor = try Row.fetchCursor(
      db, sql: "SELECT series, bucket, rows, first_ms, last_ms, sha256, stamps_check FROM chunk ORDER BY series")
    var sums: [Int64: RowSum] = [:]
    while let row = try cursor.next() {
      let series = try row.decode(Int64.self, atIndex: 0)
      let heading = ChunkHeading(
        bucket: try row.decode(Int64.self, atIndex: 1), rows: try row.decode(Int.self, atIndex: 2),
        first: try row.decode(Int64.self, atIndex: 3), last: try row.decode(Int64.self, atIndex: 4),
        digest: try row.decode(String.self, atIndex: 5),
        stampsCheck: try row.decode(Int64?.self, atIndex: 6).map { UInt64(bitPattern: $0) })
      sums[series, default: RowSum()].add(heading.checksum(series: series))
    }
    for (series, sum) in sums.sorted(by: { $0.key < $1.key }) { try sum.keep(db, part: part, number: series) }
  }

  /// The chunks with rows from `range`, and the one that holds the last row before it.
  func holding(_ range: TimeRange) -> ArraySlice<ChunkHeading> {
    let end = all.firstIndex { $0.first >= range.to.milliseconds } ?? all.count
    let start = all[..<end].lastIndex { $0.first <= range.from.milliseconds } ?? 0
    return all[min(start, end)..<end]
  }
}
