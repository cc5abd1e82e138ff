/// A stretch of time: `from` belongs to it, `to` does not.
public struct TimeRange: Hashable, Sendable {
  public let from: Instant
  public let to: Instant

  /// An end before the start gives the empty range at the start.
  public init(from: Instant, to: Instant) {
    self.from = from
    self.to = max(from, to)
  }

  public static let always = TimeRange(
    from: Instant(milliseconds: Int64.min / 4), to: Instant(milliseconds: Int64.max / 4))

  public var isEmpty: Bool { from == to }
  public var length: Interval { to.since(from) }

  public func contains(_ instant: Instant) -> Bool { from <= instant && instant < to }

  public func intersection(_ other: TimeRange) -> TimeRange {
    TimeRange(from: max(from, other.from), to: min(to, other.to))
  }
}
