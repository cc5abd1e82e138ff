import Market

/// The business hours of a place, by its own clock: what they are in UTC moves with daylight saving.
enum TradingSession: String, CaseIterable {
  case asia, europe, us

  var city: String {
    switch self {
    case .asia: "Tokyo"
    case .europe: "London"
    case .us: "New York"
    }
  }

  /// Local hours in which it is open, every day of the week.
  var hours: Range<Int64> {
    switch self {
    case .asia: 9..<18
    case .europe, .us: 8..<17
    }
  }

  var text: String {
    let local = "\(hours.lowerBound):00 to \(hours.upperBound):00 local time, on every day"
    switch self {
    case .asia: return "\(local): 0:00 to 9:00 UTC, without daylight saving"
    case .europe: return "\(local): 8:00 to 17:00 UTC, an hour earlier from the last Sunday of March to that of October"
    case .us:
      return "\(local): 13:00 to 22:00 UTC, an hour earlier from the second Sunday of March to the first of November"
    }
  }

  func isOpen(at instant: Instant) -> Bool {
    let local = instant + Interval.hours(offset(at: instant))
    return hours.contains(local.millisecondOfDay / Interval.hour.milliseconds)
  }

  /// When it opened last, up to an instant.
  func opening(upTo instant: Instant) -> Instant {
    func opening(onDayOf local: Instant, _ hoursAhead: Int) -> Instant {
      local - Interval(milliseconds: local.millisecondOfDay) + Interval.hours(Int(hours.lowerBound) - hoursAhead)
    }
    // Clocks change at night, before it opens.
    let ahead = offset(at: instant)
    let today = opening(onDayOf: instant + Interval.hours(ahead), ahead)
    guard today > instant else { return today }
    let before = today - .hours(12)
    let then = offset(at: before)
    return opening(onDayOf: before + Interval.hours(then), then)
  }

  /// Whether a bar is the first that opens then or later.
  func begins(at open: Instant, _ interval: Interval) -> Bool {
    open.since(opening(upTo: open)) < interval
  }

  /// The one that opened last, up to an instant, and when.
  static func last(upTo instant: Instant) -> (session: TradingSession, opening: Instant) {
    let all = allCases.map { (session: $0, opening: $0.opening(upTo: instant)) }
    return all.max { $0.opening < $1.opening } ?? (.asia, instant)
  }

  /// Hours ahead of UTC. The rules are those in force since 1996 (London) and 2007 (New York).
  private func offset(at instant: Instant) -> Int {
    let year = instant.date.year
    switch self {
    case .asia: return 9
    case .europe:
      // Both changes at 1:00 UTC.
      let summer = Self.sunday(onOrBefore: 31, 3, year) + .hour
      let winter = Self.sunday(onOrBefore: 31, 10, year) + .hour
      return summer <= instant && instant < winter ? 1 : 0
    case .us:
      // At 2:00 local time: 7:00 UTC from standard time, 6:00 UTC from summer time.
      let summer = Self.sunday(onOrBefore: 14, 3, year) + .hours(7)
      let winter = Self.sunday(onOrBefore: 7, 11, year) + .hours(6)
      return summer <= instant && instant < winter ? -4 : -5
    }
  }

  private static func sunday(onOrBefore day: Int, _ month: Int, _ year: Int) -> Instant {
    let date = Instant(year: year, month: month, day: day)
    return date + Interval.days(-((date.weekday + 1) % 7))
  }
}
