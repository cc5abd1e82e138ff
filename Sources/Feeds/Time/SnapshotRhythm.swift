import Market

/// How far apart snapshots are that somebody took. Whoever polls is late by some milliseconds or seconds, by others in each file:
/// of the distances as they are each file would be a series of its own, of which a dataset reads one.
enum SnapshotRhythm {
  /// Whole lengths of time, the longest first.
  private static let units: [Interval] = [.day, .hour, .minutes(5), .minute, .seconds(5), .second]
  /// A distance is a whole one where it is off by no more than this part of it.
  private static let tolerance: Int64 = 50

  /// - Parameter steps: how far apart rows are, as far as they are.
  /// - Returns: nil for rows that come when they come.
  static func interval(among steps: [Int64]) -> Interval? {
    UsualStep.steady(among: steps).map(whole)
  }

  /// A distance without what polls are late by.
  static func whole(_ step: Int64) -> Interval {
    guard step % Interval.minute.milliseconds != 0 else { return Interval(milliseconds: step) }
    for unit in units {
      let near = (step + unit.milliseconds / 2) / unit.milliseconds * unit.milliseconds
      if near > 0, abs(near - step) * tolerance <= step { return Interval(milliseconds: near) }
    }
    return Interval(milliseconds: step)
  }
}
