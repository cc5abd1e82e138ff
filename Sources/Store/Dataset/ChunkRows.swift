import Foundation
import GRDB
import Market

/// The stamps of neighbouring chunks, joined, and where each chunk begins among them.
struct ChunkRows {
  let series: StoredSeries
  let stamps: [Int64]
  private let headings: ArraySlice<ChunkHeading>
  /// By bucket: the first of its rows among all.
  private let starts: [Int64: (row: Int, heading: ChunkHeading)]
  private let areChecked: Bool
  /// By bucket: rows that are read as they stood.
  private let former: [Int64: FormerRows]

  /// - Throws: `Problem` for rows that are not those that were stored. Only what is read is compared; in a file of an earlier
  ///   version, which has but a digest a chunk, all of the chunk.
  init(_ db: Database, _ found: ChunkHeadings, of series: StoredSeries, range: TimeRange, path: String) throws {
    let statement = try db.cachedStatement(sql: "SELECT stamps FROM chunk WHERE series = ? AND bucket = ?")
    let headings = found.holding(range)
    var stamps: [Int64] = []
    var starts: [Int64: (row: Int, heading: ChunkHeading)] = [:]
    for heading in headings {
      if let rows = found.former[heading.bucket] {
        starts[heading.bucket] = (stamps.count, heading)
        stamps += rows.stamps
        continue
      }
      func problem() -> Problem { damagedChunk(series.descriptor, heading, path: path) }
      guard let row = try Row.fetchOne(statement, arguments: [series.id, heading.bucket]) else { throw problem() }
      let chunk: [Int64]? = try row.withUnsafeData(atIndex: 0) { blob in
        guard let blob else { return nil }
        if let check = heading.stampsCheck {
          guard ChunkCheck.stamps(blob, series: series.id, bucket: heading.bucket) == check else { return nil }
        }
        return NumberBlob.numbers(blob)
      }
      guard let chunk, chunk.count == heading.rows, chunk.first == heading.first, chunk.last == heading.last else {
        throw problem()
      }
      if !found.areChecked { _ = try StoredChunk(db, heading, of: series, path: path) }
      starts[heading.bucket] = (stamps.count, heading)
      stamps += chunk
    }
    try checkStamps(stamps, series.descriptor.rows, path: path)
    self.series = series
    self.stamps = stamps
    self.starts = starts
    self.headings = headings
    areChecked = found.areChecked
    former = found.former
  }

  /// One column of these rows.
  func numbers(_ db: Database, position: Int, path: String) throws -> [Double] {
    guard let first = headings.first, let last = headings.last else { return [] }
    let statement = try db.cachedStatement(
      sql: """
        SELECT bucket, numbers, \(areChecked ? "numbers_check" : "NULL") FROM chunk_column
        WHERE series = ? AND position = ? AND bucket BETWEEN ? AND ?
        """)
    let cursor = try Row.fetchCursor(statement, arguments: [series.id, position, first.bucket, last.bucket])
    return try [Double](unsafeUninitializedCapacity: stamps.count) { buffer, initialized in
      var unread = starts
      for (bucket, rows) in former {
        guard let (start, _) = unread.removeValue(forKey: bucket), let base = buffer.baseAddress else { continue }
        for (index, number) in rows.columns[position].enumerated() { base[start + index] = number }
      }
      while let row = try cursor.next() {
        let bucket = try row.decode(Int64.self, atIndex: 0)
        // As it stood, or without a row then.
        guard former.isEmpty || unread[bucket] != nil else { continue }
        guard let (start, heading) = unread.removeValue(forKey: bucket), let base = buffer.baseAddress
        else { throw damaged(path, "a column has chunks that its stamps have not") }
        let isSound = try row.withUnsafeData(atIndex: 1) { blob in
          guard let blob, NumberBlob.copy(blob, count: heading.rows, to: base + start) else { return false }
          guard areChecked else { return true }
          let check = ChunkCheck.numbers(blob, series: series.id, position: position, bucket: heading.bucket)
          return try row.decode(Int64?.self, atIndex: 2) == Int64(bitPattern: check)
        }
        guard isSound else { throw damagedChunk(series.descriptor, heading, path: path) }
      }
      if let missing = unread.values.min(by: { $0.row < $1.row }) {
        throw damagedChunk(series.descriptor, missing.heading, path: path)
      }
      initialized = stamps.count
    }
  }
}

/// - Throws: `Problem` unless the stamps are ones we would have written: plausible, and in order of time.
func checkStamps(_ stamps: [Int64], _ rows: RowRule, path: String) throws {
  guard Series.areInOrder(stamps, rows),
    DatasetSchema.stamps.contains(stamps.first ?? 0), DatasetSchema.stamps.contains(stamps.last ?? 0)
  else { throw damaged(path, "rows are not in order of time") }
}
