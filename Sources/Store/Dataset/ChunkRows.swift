import GRDB
import Market

/// The stamps of neighbouring chunks, joined, and where each chunk begins among them.
struct ChunkRows {
  let series: Int64
  let stamps: [Int64]
  private let starts: [Int64: Int]
  private let counts: [Int64: Int]
  private let buckets: ClosedRange<Int64>?

  init(_ db: Database, series stored: StoredSeries, range: TimeRange, path: String) throws {
    let series = stored.id
    let statement = try db.cachedStatement(
      sql: """
        SELECT bucket, rows, stamps FROM chunk
        WHERE series = :series AND first_ms < :to AND bucket >= coalesce(
          (SELECT max(bucket) FROM chunk WHERE series = :series AND first_ms <= :from), -9223372036854775808)
        ORDER BY bucket
        """)
    let cursor = try Row.fetchCursor(
      statement,
      arguments: ["series": series, "from": range.from.milliseconds, "to": range.to.milliseconds])
    var stamps: [Int64] = []
    var starts: [Int64: Int] = [:]
    var counts: [Int64: Int] = [:]
    var buckets: ClosedRange<Int64>?
    while let row = try cursor.next() {
      let bucket = try row.decode(Int64.self, atIndex: 0)
      let count = try row.decode(Int.self, atIndex: 1)
      guard bucket > buckets?.upperBound ?? .min,
        let chunk: [Int64] = try row.withUnsafeData(atIndex: 2, { NumberBlob.numbers($0) }), chunk.count == count
      else { throw damaged(path, "a chunk has other stamps than rows") }
      starts[bucket] = stamps.count
      counts[bucket] = count
      buckets = (buckets?.lowerBound ?? bucket)...bucket
      stamps += chunk
    }
    try checkStamps(stamps, stored.descriptor.rows, path: path)
    self.series = series
    self.stamps = stamps
    self.starts = starts
    self.counts = counts
    self.buckets = buckets
  }

  /// One column of these rows.
  func numbers(_ db: Database, position: Int, path: String) throws -> [Double] {
    guard let buckets else { return [] }
    let statement = try db.cachedStatement(
      sql: "SELECT bucket, numbers FROM chunk_column WHERE series = ? AND position = ? AND bucket BETWEEN ? AND ?")
    let cursor = try Row.fetchCursor(
      statement, arguments: [series, position, buckets.lowerBound, buckets.upperBound])
    return try [Double](unsafeUninitializedCapacity: stamps.count) { buffer, initialized in
      var read = 0
      while let row = try cursor.next() {
        let bucket = try row.decode(Int64.self, atIndex: 0)
        guard let base = buffer.baseAddress, let start = starts[bucket], let count = counts[bucket],
          try row.withUnsafeData(atIndex: 1, { NumberBlob.copy($0, count: count, to: base + start) })
        else { throw damaged(path, "a column has another length than its stamps") }
        read += count
      }
      guard read == stamps.count else { throw damaged(path, "a column lacks chunks") }
      initialized = read
    }
  }
}

/// - Throws: `Problem` unless the stamps are ones we would have written: plausible, and in order of time.
func checkStamps(_ stamps: [Int64], _ rows: RowRule, path: String) throws {
  guard Series.areInOrder(stamps, rows),
    DatasetSchema.stamps.contains(stamps.first ?? 0), DatasetSchema.stamps.contains(stamps.last ?? 0)
  else { throw damaged(path, "rows are not in order of time") }
}
