import Foundation
import GRDB
import Market

/// What one import did to the rows of a chunk: what it takes to undo it, and no more.
///
/// Rows that were added are spans of stamps, since imports bring rows in runs: a file that is imported once costs one span a
/// chunk. Of rows that were revised the former values are kept.
struct ChunkChange {
  /// Rows that were added, from the stamp `first` to `last`; of those at `first` itself, only what lies behind the `before`
  /// rows that were there.
  struct Span: Hashable {
    let first: Int64
    var last: Int64
    let before: Int
  }

  private(set) var spans: [Span] = []
  private(set) var added = 0
  /// Of the rows that were revised: stamp, place among the rows of that stamp, and by column what they said.
  private(set) var stamps: [Int64] = []
  private(set) var places: [Int64] = []
  private(set) var columns: [[Double]]
  /// The row that was added last, among all rows.
  private var lastAdded = -1

  init(columns: Int) { self.columns = [[Double]](repeating: [], count: columns) }

  var isEmpty: Bool { added == 0 && stamps.isEmpty }
  var revised: Int { stamps.count }

  /// Whether rows of the stamp are among those that were added or revised.
  func concerns(_ stamp: Int64) -> Bool {
    spans.contains { $0.first <= stamp && stamp <= $0.last } || stamps.contains(stamp)
  }

  /// - Parameters:
  ///   - row: its place among all rows of the chunk.
  ///   - place: its place among the rows of its stamp.
  mutating func add(_ row: Int, stamp: Int64, place: Int) {
    if lastAdded == row - 1, let last = spans.indices.last {
      spans[last].last = stamp
    } else {
      spans.append(Span(first: stamp, last: stamp, before: place))
    }
    lastAdded = row
    added += 1
  }

  /// All rows of a chunk that had none, each with a stamp of its own.
  mutating func add(first: Int64, last: Int64, count: Int) {
    spans = [Span(first: first, last: last, before: 0)]
    lastAdded = count - 1
    added = count
  }

  /// - Parameter former: what column `position` said.
  mutating func revise(stamp: Int64, place: Int, former: (_ position: Int) -> Double) {
    stamps.append(stamp)
    places.append(Int64(place))
    for position in columns.indices { columns[position].append(former(position)) }
  }
}

extension ChunkChange {
  /// As it is kept.
  var blobs: (spans: Data, former: Data?) {
    let numbers = spans.flatMap { [$0.first, $0.last, Int64($0.before)] }
    guard !stamps.isEmpty else { return (NumberBlob.bytes(numbers[...]), nil) }
    var former = NumberBlob.bytes(stamps[...]) + NumberBlob.bytes(places[...])
    for column in columns { former += NumberBlob.bytes(column[...]) }
    return (NumberBlob.bytes(numbers[...]), former)
  }

  /// - Returns: nil for bytes that are not what `blobs` are.
  init?(spans: Data, former: Data?, revised: Int, columns count: Int) {
    guard let numbers: [Int64] = NumberBlob.numbers(spans), numbers.count % 3 == 0 else { return nil }
    self.init(columns: count)
    self.spans = stride(from: 0, to: numbers.count, by: 3).map {
      Span(first: numbers[$0], last: numbers[$0 + 1], before: Int(clamping: numbers[$0 + 2]))
    }
    guard revised > 0 else { return }
    let width = revised * MemoryLayout<Int64>.stride
    guard let former, former.count == width * (count + 2) else { return nil }
    func part(_ index: Int) -> Data { former.subdata(in: (index * width)..<((index + 1) * width)) }
    guard let stamps: [Int64] = NumberBlob.numbers(part(0)), let places: [Int64] = NumberBlob.numbers(part(1)) else {
      return nil
    }
    (self.stamps, self.places) = (stamps, places)
    self.columns = (0..<count).compactMap { NumberBlob.numbers(part($0 + 2)) }
    guard self.columns.count == count else { return nil }
  }
}

/// The rows of a chunk on their way back to what they were.
struct FormerRows {
  var stamps: [Int64]
  var columns: [[Double]]

  /// Takes back what an import did; the rows must be those that it left.
  ///
  /// - Returns: false when they cannot be.
  mutating func undo(_ change: ChunkChange) -> Bool {
    for (index, stamp) in change.stamps.enumerated() {
      let row = lowerBound(stamp) + Int(clamping: change.places[index])
      guard stamps.indices.contains(row), stamps[row] == stamp else { return false }
      for position in columns.indices { columns[position][row] = change.columns[position][index] }
    }
    guard !change.spans.isEmpty else { return true }
    var isKept = [Bool](repeating: true, count: stamps.count)
    for span in change.spans {
      var row = lowerBound(span.first) + span.before
      guard row <= stamps.count else { return false }
      while row < stamps.count, stamps[row] <= span.last {
        isKept[row] = false
        row += 1
      }
    }
    let kept = stamps.indices.filter { isKept[$0] }
    stamps = kept.map { stamps[$0] }
    columns = columns.map { column in kept.map { column[$0] } }
    return true
  }

  private func lowerBound(_ stamp: Int64) -> Int { stamps.leadingCount { $0 < stamp } }
}

/// Imports of a series that came after an instant, by chunk, the newest first.
struct LaterImports {
  private let byBucket: [Int64: [ChunkChange]]

  var isEmpty: Bool { byBucket.isEmpty }

  func changes(of bucket: Int64) -> [ChunkChange]? { byBucket[bucket] }

  /// - Throws: `Problem` when what is kept of an import cannot be read.
  init(_ db: Database, of series: StoredSeries, after instant: Instant, path: String) throws {
    let statement = try db.cachedStatement(
      sql: """
        SELECT bucket, spans, former, revised FROM \(DatasetSchema.history.name)
        WHERE series = ? AND imported_ms > ? ORDER BY id DESC
        """)
    let cursor = try Row.fetchCursor(statement, arguments: [series.id, instant.milliseconds])
    var found: [Int64: [ChunkChange]] = [:]
    while let row = try cursor.next() {
      guard
        let change = ChunkChange(
          spans: try row.decode(Data.self, atIndex: 1), former: try row.decode(Data?.self, atIndex: 2),
          revised: try row.decode(Int.self, atIndex: 3), columns: series.descriptor.columns.count)
      else { throw damaged(path, "what an import changed of \(series.descriptor.title) cannot be read") }
      found[try row.decode(Int64.self, atIndex: 0), default: []].append(change)
    }
    byBucket = found
  }
}
