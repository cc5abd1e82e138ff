import Market

/// Stamps as venues write them: whole milliseconds or microseconds since 1970.
enum VenueStamp {
  /// Before the first coin and beyond any archive: a stamp outside was written in another unit.
  private static let plausible = TimeRange(
    from: Instant(year: 2009, month: 1, day: 1), to: Instant(year: 2100, month: 1, day: 1))

  /// Whether the number is microseconds: they have sixteen digits in our times, milliseconds thirteen.
  static func isMicroseconds(_ number: Int64) -> Bool { number > 100_000_000_000_000 }

  /// The stamp in milliseconds; microseconds are cut, since closes end in `999999`.
  static func milliseconds(_ number: Int64) -> Int64 { isMicroseconds(number) ? number / 1000 : number }

  static func isPlausible(_ milliseconds: Int64) -> Bool { plausible.contains(Instant(milliseconds: milliseconds)) }
}

extension CSVScanner {
  /// Field `index` as a stamp in milliseconds.
  func stamp(_ index: Int) throws(RowDefect) -> Int64 {
    let stamp = VenueStamp.milliseconds(try integer(index))
    guard VenueStamp.isPlausible(stamp) else {
      throw defect(index, "is not a time in milliseconds or microseconds since 1970")
    }
    return stamp
  }
}
