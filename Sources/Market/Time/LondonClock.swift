/// The clock of London, by which indices of the City are fixed: an hour before UTC's from the last Sunday of March, 01:00 UTC,
/// to the last of October.
enum LondonClock {
  /// The instant at which the clock shows a whole hour of a day; of hours beside the nights of the changes.
  static func instant(_ date: CivilDate, hour: Int) -> Instant {
    let utc = Instant(year: date.year, month: date.month, day: date.day, hour: hour)
    return isSummer(utc) ? utc - .hour : utc
  }

  static func isSummer(_ instant: Instant) -> Bool {
    let year = instant.date.year
    return lastSunday(ofMonth: 3, year) <= instant && instant < lastSunday(ofMonth: 10, year)
  }

  /// 01:00 UTC of the last Sunday of a month that has 31 days.
  private static func lastSunday(ofMonth month: Int, _ year: Int) -> Instant {
    let last = Instant(year: year, month: month, day: 31, hour: 1)
    // Monday is 0 and Sunday 6.
    return last - .days((last.weekday + 1) % 7)
  }
}
