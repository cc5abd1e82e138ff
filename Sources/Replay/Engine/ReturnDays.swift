import Market

/// The days whose returns a stretch of bars has: UTC days, but that a cut one at an end may belong to its neighbour.
///
/// Two whole days and an hour at either end are not four days: as four, their volatility would be too small by a third. A
/// first day of less than twelve hours is part of the second, a last day of twelve or less part of the one before it.
/// From any hour to the same hour there are then as many days as the stretch is long. Each end goes by itself, so that
/// stretches which share an end agree on its day.
public struct ReturnDays: Hashable, Sendable {
  /// UTC days, counted from 1970.
  public let first: Int
  public let last: Int

  /// - Parameter rows: of `grid`, at least one.
  public init(_ rows: Range<Int>, of grid: Grid) {
    let from = grid.open(rows.lowerBound)
    let to = grid.close(rows.upperBound - 1)
    // A bar that is longer than a day, or lies across midnight, ends on another day than it began.
    let ended = Instant(milliseconds: to.milliseconds - 1).utcDay
    let days = from.utcDay...max(from.utcDay, ended)
    guard days.count > 1 else {
      (first, last) = (days.lowerBound, days.upperBound)
      return
    }
    let half = Interval.day.milliseconds / 2
    first = from.milliseconds - Self.midnight(of: days.lowerBound) <= half ? days.lowerBound : days.lowerBound + 1
    let end = to.milliseconds - Self.midnight(of: days.upperBound) > half ? days.upperBound : days.upperBound - 1
    last = max(first, end)
  }

  public var count: Int { last - first + 1 }

  /// The day whose return a UTC day is part of.
  public func day(of utcDay: Int) -> Int { min(max(utcDay, first), last) }

  private static func midnight(of utcDay: Int) -> Int64 { Int64(utcDay) * Interval.day.milliseconds }
}
