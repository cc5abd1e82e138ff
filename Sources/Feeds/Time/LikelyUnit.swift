import Market

/// What a number that is no time in the unit it was read in would be in another: seconds that were said to be milliseconds,
/// minutes or days since 1970.
enum LikelyUnit {
  private static let units: [(name: String, milliseconds: Double)] = [
    ("seconds", 1e3), ("milliseconds", 1), ("microseconds", 1e-3), ("nanoseconds", 1e-6), ("minutes", 6e4),
    ("days", 8.64e7), ("hours", 3.6e6),
  ]
  private static let earliest = Instant(year: 1990, month: 1, day: 1)
  private static let latest = Instant(year: 2050, month: 1, day: 1)

  /// `: in seconds since 1970 it would be 2025-01-01 00:00`; nothing for what is no number, or none of our times in any unit.
  static func words(_ text: String) -> String {
    guard let number = Double(text), number > 0 else { return "" }
    let found = units.lazy.compactMap { unit -> (name: String, at: Instant)? in
      let milliseconds = number * unit.milliseconds
      guard milliseconds < 4e12 else { return nil }
      let at = Instant(milliseconds: Int64(milliseconds))
      return at >= earliest && at < latest ? (unit.name, at) : nil
    }.first
    guard let found else { return "" }
    let early = VenueStamp.isPlausible(found.at.milliseconds) ? "" : ", before there were coins"
    return ": in \(found.name) since 1970 it would be \(found.at.minuteText)\(early)"
  }
}
