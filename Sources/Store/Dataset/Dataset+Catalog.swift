import Digest
import Foundation
import GRDB
import Market

/// A series of a dataset by its number: what it is, and nothing about its rows.
public struct StoredSeries: Hashable, Sendable {
  public let id: Int64
  public let descriptor: SeriesDescriptor
}

extension Dataset {
  /// The series there are, in order of first import, as far as no seal hides them.
  ///
  /// - Complexity: reads the chunks' headings, not their rows.
  public func catalog() throws -> [SeriesSummary] {
    try read { db in
      let curtain = try curtain(db)
      return try stored(db, where: "TRUE", []).compactMap { try summary(db, $0, behind: curtain) }
    } ?? []
  }

  /// What is known of one series besides its rows; nil where a seal hides them all.
  ///
  /// - Complexity: reads the headings of its chunks.
  public func summary(of series: StoredSeries) throws -> SeriesSummary? {
    try read { db in try summary(db, series, behind: curtain(db)) } ?? nil
  }

  /// When the last row of a series became known; nil where none is to be seen.
  ///
  /// - Complexity: reads headings, once for as long as the dataset is open, and stamps of the chunk in which rows begin to be
  ///   hidden.
  public func reach(of series: StoredSeries) throws -> Instant? {
    if let reach = reaches.withLock({ $0[series.id] }) { return reach }
    let last =
      try read { db -> Int64? in
        let (headings, end) = (try headings(db, of: series), try firstHiddenStamp(of: series.descriptor, db))
        guard let chunk = headings.all.last(where: { $0.first < end }) else { return nil }
        guard chunk.last >= end else { return chunk.last }
        return try chunk.seen(before: end, of: series, headings.former[chunk.bucket], db, path: path).last
      } ?? nil
    guard let reach = last.map({ Instant(milliseconds: $0) + series.descriptor.knownAfter }) else { return nil }
    reaches.withLock { $0[series.id] = reach }
    return reach
  }

  /// The series of one instrument, in order of first import.
  public func series(of instrument: Instrument) throws -> [StoredSeries] {
    try read { db in
      try stored(db, where: "s.venue = ? AND s.symbol = ?", [instrument.venue, instrument.symbol])
        .filter { $0.descriptor.instrument == instrument }
    } ?? []
  }

  /// Every series that has a column of that name, in order of first import.
  public func series(withColumn name: String) throws -> [StoredSeries] {
    try read { db in
      try stored(db, where: "instr(s.columns, ?) > 0", ["\(name):"])
        .filter { $0.descriptor.columns.contains { $0.name == name } }
    } ?? []
  }

  /// Every series, in order of first import.
  ///
  /// - Complexity: reads one row a series.
  public func allSeries() throws -> [StoredSeries] { try read { db in try stored(db, where: "TRUE", []) } ?? [] }

  /// The instruments that have series of `kind`, in order of first import.
  public func instruments(with kind: SeriesKind) throws -> [Instrument] {
    try read { db in
      if knownAsOf != nil || knownBy != nil {
        let found = try stored(db, where: "s.kind = ?", [kind.name]).map(\.descriptor.instrument)
        return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      }
      try verify(DatasetSchema.series, db)
      let table = try SeriesTable(db, as: "s", hint: "NOT INDEXED")
      return try Row.fetchAll(
        db,
        sql: """
          SELECT s.venue, s.symbol, s.type FROM \(table.source) WHERE s.kind = ?
          GROUP BY s.venue, s.symbol, s.type ORDER BY min(s.id)
          """, arguments: [kind.name]
      ).map { row in
        let type = try row.decode(String?.self, atIndex: 2)
        guard type == nil || InstrumentType(rawValue: type ?? "") != nil else {
          throw damaged(path, "a series is of a type that this version does not know")
        }
        return Instrument(
          venue: try row.decode(String.self, atIndex: 0), symbol: try row.decode(String.self, atIndex: 1),
          type: type.flatMap(InstrumentType.init(rawValue:)))
      }
    } ?? []
  }

  func stored(
    _ db: Database, where condition: String, _ arguments: StatementArguments
  ) throws -> [StoredSeries] {
    try verify(DatasetSchema.series, db)
    // Without an index: a damaged one would leave out series that the table, which is verified, holds.
    let table = try SeriesTable(db, as: "s", hint: "NOT INDEXED")
    let found = try Row.fetchAll(
      db, sql: "SELECT s.id, \(table.columns) FROM \(table.source) WHERE \(condition) ORDER BY s.id",
      arguments: arguments
    ).map { row in
      StoredSeries(
        id: try row.decode(Int64.self, atIndex: 0), descriptor: try SeriesDescriptor(row, from: 1, path: path))
    }
    return knownAsOf == nil && knownBy == nil ? found : try found.filter { try hasRows(db, $0) }
  }

  private func summary(
    _ db: Database, _ series: StoredSeries, behind curtain: Curtain
  ) throws -> SeriesSummary? {
    let descriptor = series.descriptor
    var hasher = SHA256()
    descriptor.hash(into: &hasher)
    var rows = 0
    var bounds: (first: Int64, last: Int64)?
    try forEachHeading(of: series, behind: curtain, db) { chunk in
      rows &+= chunk.rows
      bounds = (bounds?.first ?? chunk.first, chunk.last)
      hasher.update(chunk.digest)
    }
    let digest = hasher.finish().hex
    guard let bounds else { return nil }
    guard bounds.first <= bounds.last, DatasetSchema.stamps.contains(bounds.first),
      DatasetSchema.stamps.contains(bounds.last),
      descriptor.rows == .one ? (0...Int(bounds.last - bounds.first) + 1).contains(rows) : rows >= 0
    else { throw damaged(path, "\(descriptor.title) has \(rows) rows from \(bounds.first) to \(bounds.last) ms") }
    return SeriesSummary(
      id: series.id, descriptor: descriptor, rows: rows, first: Instant(milliseconds: bounds.first),
      last: Instant(milliseconds: bounds.last), digest: digest)
  }

  /// Hands over what is said of each chunk of a series that is not hidden, in order of time.
  ///
  /// - Parameters:
  ///   - known: its headings, where they have been read.
  ///   - end: the first stamp that is not wanted.
  func forEachHeading(
    of series: StoredSeries, in known: ChunkHeadings? = nil, before end: Int64 = .max, behind curtain: Curtain,
    _ db: Database, _ body: (ChunkHeading) throws -> Void
  ) throws {
    let end = min(end, curtain.firstHiddenStamp(of: series.descriptor))
    let headings = try known ?? headings(db, of: series)
    for chunk in headings.all where chunk.first < end {
      let isCut = end < .max && chunk.last >= end
      try body(
        isCut
          ? chunk.seen(before: end, of: series, headings.former[chunk.bucket], db, path: path) : chunk)
    }
  }

  /// SHA-256 over some series from their first row to `end`, in hexadecimal: the same for the same rows, whatever else
  /// the dataset holds and however it was imported.
  ///
  /// - Complexity: reads headings, and the rows of the chunk that `end` falls into.
  public func digest(of series: [StoredSeries], before end: Instant) throws -> String {
    var hasher = SHA256()
    hasher.update(field: "series 1")
    for one in series.sorted(by: { $0.descriptor.sortKey.lexicographicallyPrecedes($1.descriptor.sortKey) }) {
      one.descriptor.hash(into: &hasher)
      try read { db in
        try forEachHeading(of: one, before: end.milliseconds, behind: curtain(db), db) {
          hasher.update($0.digest)
        }
      }
    }
    return hasher.finish().hex
  }

  /// The stretches in which a series lacks rows, in order of time.
  ///
  /// - Complexity: reads headings, and stamps only of chunks that have fewer rows than their ends are apart.
  public func gaps(of series: StoredSeries) throws -> [Gap] {
    guard let cadence = series.descriptor.cadence, series.descriptor.rows == .one else { return [] }
    var gaps: [Gap] = []
    var last: Int64?
    let step = cadence.milliseconds
    let descriptor = series.descriptor.keeping([])
    try read { db in
      let headings = try headings(db, of: series)
      try forEachHeading(of: series, in: headings, behind: curtain(db), db) { chunk in
        if let last {
          gaps += Series(descriptor: descriptor, stamps: [last, chunk.first], columns: []).gaps
        }
        // As many rows as fit between the ends leave no room for a gap of one and a half cadences unless stamps wander.
        if chunk.last - chunk.first != Int64(chunk.rows - 1) * step {
          let range = TimeRange(
            from: Instant(milliseconds: chunk.first), to: Instant(milliseconds: chunk.last + 1))
          let rows = try ChunkRows(db, headings, of: series, range: range, path: path)
          gaps += Series(descriptor: descriptor, stamps: rows.stamps, columns: []).trimmed(to: range).gaps
        }
        last = chunk.last
      }
    }
    return gaps
  }
}
