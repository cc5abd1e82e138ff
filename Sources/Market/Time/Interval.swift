import Numerics

/// A length of time in whole milliseconds: the width of a bar, a window, a delay, a horizon.
public struct Interval: Hashable, Comparable, Sendable {
  public let milliseconds: Int64

  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  public static let zero = Interval(milliseconds: 0)
  public static let second = Interval(milliseconds: 1000)
  public static let minute = Interval(milliseconds: 60_000)
  public static let hour = Interval(milliseconds: 3_600_000)
  public static let day = Interval(milliseconds: 86_400_000)
  public static let week = Interval(milliseconds: 604_800_000)

  public static func seconds(_ count: Int) -> Interval { second * count }
  public static func minutes(_ count: Int) -> Interval { minute * count }
  public static func hours(_ count: Int) -> Interval { hour * count }
  public static func days(_ count: Int) -> Interval { day * count }

  public static func < (a: Interval, b: Interval) -> Bool { a.milliseconds < b.milliseconds }
  public static func * (a: Interval, count: Int) -> Interval { Interval(milliseconds: a.milliseconds * Int64(count)) }
  public static func + (a: Interval, b: Interval) -> Interval {
    Interval(milliseconds: a.milliseconds + b.milliseconds)
  }

  /// How many of these make a year of 365 UTC days: 105,120 for 5m, 8,760 for 1h. The `P` of every annualised figure.
  public var perYear: Double { Annual.days * Double(Interval.day.milliseconds) / Double(milliseconds) }

  /// In mean calendar years of 365.25 days: the time to an expiry.
  public var calendarYears: Double {
    Double(milliseconds) / (Annual.calendarDays * Double(Interval.day.milliseconds))
  }

  /// How many whole `other` fit exactly, or nil when they do not divide.
  public func count(of other: Interval) -> Int? {
    guard other.milliseconds > 0, milliseconds % other.milliseconds == 0 else { return nil }
    return Int(milliseconds / other.milliseconds)
  }
}

extension Interval: CustomStringConvertible, LosslessStringConvertible {
  static let suffixes: [(suffix: String, unit: Interval)] = [
    ("w", .week), ("d", .day), ("h", .hour), ("m", .minute), ("s", .second), ("ms", Interval(milliseconds: 1)),
  ]

  /// The largest unit that divides it: `5m`, `8h`, `1d`, `90s`. Weeks are written in days.
  public var description: String {
    for (suffix, unit) in Self.suffixes where suffix != "w" {
      if let count = count(of: unit), count != 0 || suffix == "ms" { return "\(count)\(suffix)" }
    }
    return "\(milliseconds)ms"
  }

  /// Reads a whole number and a unit: `5m`, `8h`, `3d`, `2w`, `90s`, `250ms`. Nil for anything else and for overflow.
  public init?(_ text: String) {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard let count = Int64(digits),
      let unit = Self.suffixes.first(where: { $0.suffix == text.dropFirst(digits.count) })?.unit
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
    guard !overflow else { return nil }
    self.init(milliseconds: product)
  }
}
