/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Venues stamp in seconds, milliseconds or microseconds; feeds convert on the way in, so that one integer means one
/// thing everywhere else. Leap seconds do not exist here, as they do not exist in any venue's clock.
public struct Instant: Hashable, Comparable, Sendable {
  public let milliseconds: Int64

  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Midnight UTC of a civil date of the proleptic Gregorian calendar, with an optional time of day.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
    let days = CivilDate(year: year, month: month, day: day).daysSince1970
    let seconds = (Int64(days) * 24 + Int64(hour)) * 3600 + Int64(minute) * 60 + Int64(second)
    self.milliseconds = seconds * 1000 + Int64(millisecond)
  }

  public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  public static func + (a: Instant, b: Interval) -> Instant {
    Instant(milliseconds: a.milliseconds + b.milliseconds)
  }

  public static func - (a: Instant, b: Interval) -> Instant {
    Instant(milliseconds: a.milliseconds - b.milliseconds)
  }

  /// The time from `other` to this instant; negative when this one is earlier.
  public func since(_ other: Instant) -> Interval {
    Interval(milliseconds: milliseconds - other.milliseconds)
  }

  /// Whole UTC days since 1970-01-01, rounded towards the past.
  public var utcDay: Int { Int(milliseconds.flooredQuotient(by: Interval.day.milliseconds)) }

  /// Milliseconds since the last UTC midnight.
  public var millisecondOfDay: Int64 { milliseconds - Int64(utcDay) * Interval.day.milliseconds }

  /// The UTC civil date this instant falls on.
  public var date: CivilDate { CivilDate(daysSince1970: utcDay) }

  /// 0 for Monday to 6 for Sunday, UTC.
  public var weekday: Int { Int((Int64(utcDay) + 3).flooredRemainder(by: 7)) }
}

extension Int64 {
  /// Division rounded towards minus infinity, so that buckets of time keep one width on both sides of 1970.
  @inlinable
  package func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  @inlinable
  package func flooredRemainder(by divisor: Int64) -> Int64 {
    self - flooredQuotient(by: divisor) * divisor
  }
}

extension Interval {
  /// Where bars of the clock begin after 1970, in milliseconds: weeks on Mondays, and 1970 began on a Thursday.
  package var clockPhase: Int64 { count(of: .week) == nil ? 0 : Interval.days(4).milliseconds }
}

extension Instant {
  /// The last whole multiple of `width` since 1970 that is not later; weeks begin on Mondays.
  package func floored(to width: Interval) -> Instant {
    let bars = (milliseconds - width.clockPhase).flooredQuotient(by: width.milliseconds)
    return Instant(milliseconds: width.clockPhase + bars * width.milliseconds)
  }
}

extension Int {
  /// By Euclid; what zero has with a number is that number.
  package func greatestCommonDivisor(with other: Int) -> Int {
    other == 0 ? self : other.greatestCommonDivisor(with: self % other)
  }
}
