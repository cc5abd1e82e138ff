import Market

/// Where bars of a width open: a venue's do at multiples of it from midnight, in UTC or in Hong Kong, its weeks on whichever day.
enum BarOpens {
  /// What every open is a multiple of, on whatever clock of whole hours: an hour, or what it and the width have in common.
  static func grid(of width: Interval) -> Interval {
    let common = Int(width.milliseconds).greatestCommonDivisor(with: Int(Interval.hour.milliseconds))
    return Interval(milliseconds: Int64(common))
  }

  /// Hours of UTC at which days begin: the world's, Deribit's settlement's, Tokyo's and Seoul's, Hong Kong's.
  private static let days: [Int64] = [0, 8, 15, 16]

  /// What is to be said of bars that open between the hours at which those of venues do; nil of all others, and of widths that no
  /// day is a multiple of.
  static func note(on open: Int64, of width: Interval) -> String? {
    let day = Interval.day.milliseconds
    let length = width > .day ? day : width.milliseconds
    guard width > .hour, width <= .day || width.milliseconds % day == 0, length > 0, day % length == 0 else {
      return nil
    }
    let hours = length == day ? days : [0, 16]
    let own = open.flooredRemainder(by: length)
    guard !hours.contains(where: { $0 * Interval.hour.milliseconds % length == own }) else { return nil }
    return
      "bars of \(width) open at \(Instant(milliseconds: open).minuteText.suffix(5)) UTC, between the hours at which those of "
      + "venues do: off a clock that is not UTC? Then say --zone; --label open takes them as they are"
  }
}
