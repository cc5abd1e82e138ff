import Market

/// How long an interval of funding is, as venues write it: 8, `8h`, 480 minutes, 28800 seconds, or the time of day at which
/// an interval that began at midnight ends, `2000-01-01T08:00:00.000Z`.
enum HoursText {
  static func hours(_ row: borrowing CSVScanner, _ field: Int, _ numbers: NumberFormat) throws(RowDefect) -> Double {
    let (bytes, range) = row.located(field)
    if let said = Interval(String(decoding: bytes[range], as: UTF8.self).lowercased()) {
      return Double(said.milliseconds) / Double(Interval.hour.milliseconds)
    }
    if range.count > 10, let stamp = ISOStamp.read(bytes, range) {
      let day = Interval.day.milliseconds
      let time = stamp.local.flooredRemainder(by: day)
      return Double(time == 0 ? day : time) / Double(Interval.hour.milliseconds)
    }
    let number = try row.number(field, numbers)
    // No interval is longer than a day, and none is shorter than an hour.
    for unit in [60.0, 3600, 3_600_000] where number >= unit && number <= 24 * unit {
      return number / unit
    }
    return number
  }
}
