/// When a perpetual settles its funding, as its own rows tell: which of them are settlements, which instants have none,
/// and what does not belong.
///
/// Venues settle on whole hours, every 8, 4, 2 or 1 of them, move from one interval to another as volatility rises and
/// falls, and stamp what they list late. So a row is a settlement of the scheduled instant nearest to it, if that is
/// within the tolerance, and is charged there: a stamp 700 ms behind its hour must not reach somebody who opened in
/// between. A row that belongs to no scheduled instant, an instant without a row and a row whose declared interval is
/// not the one it comes at make a charge doubtful, and none of that is guessed away here: `findings` counts them and
/// `charges` refuses until its caller has said what to assume.
public struct FundingSchedule: Sendable {
  /// How far from its instant a row may lie, early or late.
  public let tolerance: Interval
  /// Segments of constant interval in order of time; empty when no row lies near a whole hour.
  public let segments: [FundingSegment]
  /// One for each scheduled instant that has a row, in order of time.
  public let settlements: [FundingSettlement]
  /// Scheduled instants without a row, in order of time.
  public let holes: [FundingHole]
  /// Rows that lie near no scheduled instant, in order of time.
  public let extra: [FundingRow]
  /// Instants of rows that say what another row of the same instant has said, in order of time.
  public let doubled: [Instant]
  /// How far apart most contracts of the venue settle, where that is known.
  let usual: Interval?

  /// Covers Hyperliquid, whose stamps are up to 111 s late.
  public static let defaultTolerance = Interval.minutes(2)

  /// Reads the schedule off `rows`, which are in order of time.
  ///
  /// A tolerance of half an hour and more would let every row belong somewhere and is taken as just under that.
  /// `cadence` decides only what the rows leave open: a single row, or two that are far apart.
  ///
  /// - Parameters:
  ///   - all: the rows that there are, where `rows` end before. Whether one rate is listed again and again is a fact of all of
  ///     them, which a few may not show.
  ///   - every: how often the venue settles, where that is known; rows that come less often leave settlements out.
  ///   - usual: how far apart most of its contracts settle, where others do so more often.
  public init(
    _ rows: [FundingRow], among all: [FundingRow] = [], tolerance: Interval = FundingSchedule.defaultTolerance,
    cadence: Interval = .hours(8), every: Interval? = nil, usual: Interval? = nil
  ) {
    self.usual = usual
    self.tolerance = max(.zero, min(tolerance, Interval(milliseconds: Interval.hour.milliseconds / 2 - 1)))
    var reading = ScheduleReading(rows, tolerance: self.tolerance, cadence: cadence, every: every)
    if all.count > rows.count {
      reading.markRepetitions(as: ScheduleReading(all, tolerance: self.tolerance, cadence: cadence, every: every))
    }
    segments = reading.segments
    settlements = reading.settlements
    holes = reading.holes
    extra = reading.extra
    doubled = reading.doubled
  }

  /// From the first scheduled instant that has a row to the end of the interval that begins at the last; nil when none
  /// has.
  public var coverage: TimeRange? {
    guard let first = segments.first, let last = segments.last else { return nil }
    return TimeRange(from: first.first, to: last.last + last.interval)
  }

  /// How many instants of the part of `range` that is covered are scheduled, with a row or without.
  public func expected(in range: TimeRange) -> Int {
    segments.reduce(0) { $0 + $1.count(in: range) }
  }

  /// How many scheduled instants of the part of `range` that is covered have no row.
  public func missing(in range: TimeRange) -> Int {
    holes.reduce(0) { $0 + ($1.clipped(to: range)?.count ?? 0) }
  }

  /// The parts of `window` in which the schedule would go on and there are no rows: before the first settlement, behind
  /// the last interval, or all of it. Empty when the funding is that of the whole window.
  ///
  /// - Parameter charging: what the caller charges; extra rows that are charged are settlements here too.
  public func uncovered(of window: TimeRange, charging assumptions: FundingAssumptions = .none) -> [TimeRange] {
    var (first, last) = (segments.first, segments.last)
    if assumptions.extra == .charged, let from = extra.first, let to = extra.last {
      if first.map({ from.stamp < $0.first }) ?? true { first = segment(of: from) }
      if last.map({ to.stamp > $0.last }) ?? true { last = segment(of: to) }
    }
    guard let first, let last else { return [window] }
    var parts: [TimeRange] = []
    // A window that begins less than an interval before the first settlement has lost none.
    if window.from <= first.first - first.interval {
      parts.append(TimeRange(from: window.from, to: min(window.to, first.first)))
    }
    let end = last.last + last.interval
    if window.to > end { parts.append(TimeRange(from: max(window.from, end), to: window.to)) }
    return parts.filter { !$0.isEmpty }
  }

  /// A row that belongs to no schedule, as one of its own.
  private func segment(of row: FundingRow) -> FundingSegment {
    FundingSegment(
      interval: row.declared ?? segments.first?.interval ?? extraSpacing ?? .hours(8), first: row.stamp, last: row.stamp
    )
  }

  /// The least time from one extra row to the next; nil where there are not two.
  private var extraSpacing: Interval? {
    zip(extra, extra.dropFirst()).map { $1.stamp.since($0.stamp) }.filter { $0 > .zero }.min()
  }

  /// The interval to go by at an instant that has no row: that in force after the last row behind it, and that of the first row
  /// before it. Nil where no row is a settlement.
  public func interval(outside instant: Instant) -> Interval? {
    (segments.last { $0.first <= instant } ?? segments.first)?.interval
  }

  /// How long the venue's interval is at `instant`: that of the settlement next due there. Nil outside the coverage.
  public func interval(at instant: Instant) -> Interval? {
    guard let coverage, coverage.contains(instant) else { return nil }
    return (segments.first { instant <= $0.last } ?? segments.last)?.interval
  }
}
