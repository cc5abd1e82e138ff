import Digest
import Foundation
import GRDB
import Market

extension Dataset {
  /// The rows of one series whose stamps lie in `range`.
  ///
  /// - Parameter columns: names of the columns to read; nil for all. Only these are read from the disk.
  /// - Throws: `Problem` when the dataset has no such series or column, or is damaged.
  public func series(
    _ descriptor: SeriesDescriptor, range: TimeRange = .always, columns: [String]? = nil
  ) throws -> Series {
    guard let stored = try series(of: descriptor.instrument).first(where: { $0.descriptor == descriptor }) else {
      throw Problem(
        "dataset '\(name)' has no series \(descriptor.title)",
        remedy: suggestion(for: descriptor.title, in: try allSeries().map(\.descriptor.title), called: "series"))
    }
    let positions = try columns.map { names in
      try names.map { name in
        guard let position = descriptor.columns.firstIndex(where: { $0.name == name }) else {
          throw Problem(
            "series \(descriptor.title) has no column '\(name)'",
            remedy: suggestion(for: name, in: descriptor.columns.map(\.name), called: "columns"))
        }
        return position
      }
    }
    return try rows(of: stored, columns: positions, range: range).trimmed(to: range)
  }

  /// The chunks of a series that hold its rows in `range`, and the one that holds the last row before it; without the rows
  /// that a seal hides.
  ///
  /// - Parameter columns: positions in the descriptor; nil for all.
  package func rows(of stored: StoredSeries, columns: [Int]? = nil, range: TimeRange) throws -> Series {
    let positions = columns ?? Array(stored.descriptor.columns.indices)
    let descriptor = stored.descriptor.keeping(positions)
    return try read { db in
      let seen = TimeRange(
        from: TimeRange.always.from,
        to: Instant(milliseconds: try firstHiddenStamp(of: stored.descriptor, db)))
      let chunks = try ChunkRows(
        db, headings(db, of: stored), of: stored, range: range.intersection(seen), path: path)
      return Series(
        descriptor: descriptor, stamps: chunks.stamps,
        columns: try positions.map { try chunks.numbers(db, position: $0, path: path) }
      ).trimmed(to: seen)
    } ?? Series(descriptor: descriptor, stamps: [], columns: positions.map { _ in [] })
  }

  /// Compares every table of few rows that decide something with its sum.
  ///
  /// - Throws: `Problem` that names the first whose rows are not those that were written.
  public func checkTables() throws {
    try read { db in
      for table in DatasetSchema.checked where try db.tableExists(table.name) { try verify(table, db) }
    }
  }

  /// Reads every chunk and compares it with the digest and the checksums it was stored with. Sealed ones too: their bytes
  /// are hashed, and no value in them is looked at.
  ///
  /// - Returns: titles of the series with damaged chunks, with the day the chunk begins.
  public func damagedChunks() throws -> [String] {
    try allSeries().flatMap { series in
      try read { db in
        try ChunkHeadings(db, of: series, path: path).all.compactMap { heading -> String? in
          if let chunk = try StoredChunk(sound: db, heading, of: series),
            StoredChunk.digest(of: chunk.blobs) == heading.digest
          {
            return nil
          }
          return "\(series.descriptor.title) from \(Instant(milliseconds: heading.first).dateText)"
        }
      } ?? []
    }
  }

  /// Whether no chunk that rows of `range` lie in is damaged. Found out once a chunk for as long as the dataset is open and
  /// nothing is written: of a folder of files that are known, each chunk is read once, and no other chunk of its series.
  func isSound(_ series: StoredSeries, in range: TimeRange, _ db: Database) throws -> Bool {
    var known = try soundness.withLock { $0[series.id] } ?? ChunkSoundness(ChunkHeadings(db, of: series, path: path))
    defer { soundness.withLock { $0[series.id] = known } }
    return try known.headings.holding(range).allSatisfy { heading in
      if let isSound = known.isSound[heading.bucket] { return isSound }
      let isSound = try StoredChunk(sound: db, heading, of: series) != nil
      known.isSound[heading.bucket] = isSound
      return isSound
    }
  }
}

/// Which chunks of a series were read and found to be what was written.
struct ChunkSoundness {
  let headings: ChunkHeadings
  var isSound: [Int64: Bool] = [:]

  init(_ headings: ChunkHeadings) { self.headings = headings }
}

extension Series {
  /// The rows whose stamps lie in `range`.
  package func trimmed(to range: TimeRange) -> Series {
    let low = stamps.firstIndex { $0 >= range.from.milliseconds } ?? stamps.count
    let high = stamps.lastIndex { $0 < range.to.milliseconds }.map { $0 + 1 } ?? 0
    let kept = low..<max(low, high)
    guard kept != stamps.indices else { return self }
    return Series(descriptor: descriptor, stamps: Array(stamps[kept]), columns: columns.map { Array($0[kept]) })
  }
}
