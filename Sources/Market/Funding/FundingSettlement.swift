/// One row of a perpetual's funding as its venue lists it.
public struct FundingRow: Hashable, Sendable {
  /// When the venue says that it settled: mostly some milliseconds, on some venues minutes, behind the settlement.
  public let stamp: Instant
  /// Fraction of the position's value; NaN when the row has none.
  public let rate: Double
  /// How long the venue says one payment covers; nil when it does not say, or says nothing above zero.
  public let declared: Interval?

  public init(stamp: Instant, rate: Double, declared: Interval? = nil) {
    self.stamp = stamp
    self.rate = rate
    self.declared = declared.flatMap { $0 > .zero ? $0 : nil }
  }
}

/// A row that belongs to the schedule, at the instant it settles.
public struct FundingSettlement: Hashable, Sendable {
  /// The scheduled instant: whoever holds a position here pays or receives.
  public let instant: Instant
  /// Fraction of the position's value; NaN when unknown.
  public let rate: Double
  /// The interval in force, which is the period that the rate pays for.
  public let interval: Interval
  /// The interval that the row itself names, if it does.
  public let declared: Interval?
  /// The venue's own stamp, within the tolerance of `instant`.
  public let stamp: Instant
  /// The last rate listed for this instant that differs from `rate`, which is the first.
  public let otherRate: Double?
  /// The interval at whose multiples alone the rates around change, where rows that declare none come more often: each
  /// may be one rate listed again and again, or be paid every time.
  public internal(set) var repeated: Interval?
  /// Whether `declared` is another interval than the one the settlements come at, or rates are `repeated`.
  public internal(set) var isContradictory: Bool
}

/// A stretch of a schedule with one interval.
public struct FundingSegment: Hashable, Sendable {
  public let interval: Interval
  /// The first and the last scheduled instant, both of which belong to it.
  public let first: Instant
  public let last: Instant

  public init(interval: Interval, first: Instant, last: Instant) {
    self.interval = interval
    self.first = first
    self.last = last
  }

  /// How many instants of `range` are scheduled.
  public func count(in range: TimeRange) -> Int {
    let from = max(range.from, first)
    let to = min(range.to, last + Interval(milliseconds: 1))
    guard from < to else { return 0 }
    return instants(before: to) - instants(before: from)
  }

  private func instants(before instant: Instant) -> Int {
    Int((instant.milliseconds - 1 - first.milliseconds).flooredQuotient(by: interval.milliseconds)) + 1
  }
}

/// Scheduled instants in a row that no row came for.
public struct FundingHole: Hashable, Sendable {
  public let interval: Interval
  public let first: Instant
  public let count: Int

  public init(interval: Interval, first: Instant, count: Int) {
    self.interval = interval
    self.first = first
    self.count = count
  }

  public var last: Instant { first + interval * (count - 1) }

  /// The missing instants inside `range`, which may be none.
  public func clipped(to range: TimeRange) -> FundingHole? {
    let all = FundingSegment(interval: interval, first: first, last: last)
    let before = all.count(in: TimeRange(from: first, to: range.from))
    let inside = all.count(in: range)
    return inside > 0 ? FundingHole(interval: interval, first: first + interval * before, count: inside) : nil
  }
}
