import Market

/// Rows that reached their publisher later than the series says that they are known: those of an outage, and history that
/// was filled in.
///
/// A series has one delay for all of its rows, so that such a row is either known too early or not there. Which of the two
/// is for the user to choose, and what is done is said.
struct LateRows {
  private(set) var count = 0
  /// Rows of which it was looked at.
  private var rows = 0
  private var first: Instant?
  /// How long after its stamp the last of them came.
  private var longest = Interval.zero
  /// A row of several series is counted once.
  private var line = 0

  /// - Returns: whether the row came late.
  mutating func check(stamp: Int64, arrived: Int64, delay: Interval, line: Int) -> Bool {
    let isLate = arrived > stamp + delay.milliseconds
    guard line != self.line else { return isLate }
    self.line = line
    rows += 1
    guard isLate else { return false }
    count += 1
    first = min(first ?? Instant(milliseconds: stamp), Instant(milliseconds: stamp))
    longest = max(longest, Interval(milliseconds: arrived - stamp))
    return true
  }

  /// Nil where none came late.
  func note(_ profile: ImportProfile, delay: Interval) -> String? {
    guard let first else { return nil }
    let what =
      "\(count) of \(rows) rows reached their publisher later than \(delay) after their time, by '\(profile.arrived ?? "")', "
      + "at most \(Self.roundedUp(longest)) after it, the first that of \(first.minuteText)"
    if profile.late == .leaveOut { return "\(what): left out" }
    let longer = longest <= .day ? "'delay: \(Self.roundedUp(longest))' or " : ""
    return
      "\(what): they are taken as known \(delay) after it all the same, which is too early; put what 'hindcast data formats "
      + "\(profile.name)' prints into datasets/profiles with \(longer)'late: leave_out', and import "
      + "into another dataset"
  }

  /// In whole minutes, hours or days, that a delay is written in.
  private static func roundedUp(_ interval: Interval) -> Interval {
    let unit: Interval = interval <= .hours(2) ? .minute : interval <= .days(2) ? .hour : .day
    return unit * Int((interval.milliseconds + unit.milliseconds - 1) / unit.milliseconds)
  }
}
