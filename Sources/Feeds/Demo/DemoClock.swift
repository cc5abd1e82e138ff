import Market

/// Calendar of the demo market: bar 0 opens on Monday 2024-07-01 at 00:00 UTC, and bars are five minutes wide.
enum DemoClock {
  static let start = Instant(year: 2024, month: 7, day: 1)
  static let interval = Interval.minutes(5)
  static let barsPerHour = 12
  static let barsPerDay = 288

  static func open(_ bar: Int) -> Instant { start + interval * bar }

  /// The bar that opens at a time of a day, days counted from 0.
  static func bar(day: Int, hour: Int, minute: Int = 0) -> Int {
    day * barsPerDay + hour * barsPerHour + minute / 5
  }

  static func hour(_ bar: Int) -> Int { bar % barsPerDay / barsPerHour }

  static func isWeekend(_ bar: Int) -> Bool { bar / barsPerDay % 7 >= 5 }
}
