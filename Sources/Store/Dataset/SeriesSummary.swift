import Market

/// One series of a dataset, without its rows.
public struct SeriesSummary: Hashable, Sendable {
  /// Number of the series in its dataset, in order of first import.
  public let id: Int64
  public let descriptor: SeriesDescriptor
  public let rows: Int
  /// Stamps of the first and the last row.
  public let first: Instant
  public let last: Instant
  /// SHA-256 of the identity and all rows, in hexadecimal; independent of the order of imports.
  public let digest: String

  public init(id: Int64, descriptor: SeriesDescriptor, rows: Int, first: Instant, last: Instant, digest: String) {
    self.id = id
    self.descriptor = descriptor
    self.rows = rows
    self.first = first
    self.last = last
    self.digest = digest
  }

  /// From the first stamp to where the last row ends: one cadence past the last stamp.
  public var range: TimeRange {
    TimeRange(from: first, to: last + (descriptor.cadence ?? Interval(milliseconds: 1)))
  }

  /// When the first row was known, and the last.
  public var firstKnown: Instant { first + descriptor.knownAfter }
  public var lastKnown: Instant { last + descriptor.knownAfter }

  /// The series alone.
  public var stored: StoredSeries { StoredSeries(id: id, descriptor: descriptor) }
}
