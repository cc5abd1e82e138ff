import Market
import Numerics

/// Whether a column that repeats itself each day or week is a mean over the very sample it is asked about, of the bars of its
/// hour or of the returns after them: what is known of a calendar to its end is which hour it is, and not what that hour will
/// have traded or earned.
struct CalendarMean {
  let what: String

  /// Beyond it means of returns are the same. A calendar that was learnt from other years goes with this one's by less than a
  /// half.
  private static let limit = 0.99
  /// Beyond it those of volumes and the like are, whose calendars go on from year to year.
  private static let limitOfOthers = 1 - 1e-8
  private static let fewestGroups = 12
  private static let fewestOfGroup = 5

  /// - Parameter market: columns of what is traded, as they are known at each close.
  /// - Precondition: the values repeat themselves.
  init?(_ values: [Double], on frame: Frame, beside market: [(name: String, values: [Double])]) {
    let close = frame.values("close")
    let interval = frame.grid.interval
    guard close.count == values.count else { return nil }
    var widths = [interval]
    for width in [Interval.hour, .day] where width > interval { widths.append(width) }
    for width in widths {
      guard let bars = width.count(of: interval) else { continue }
      let after = close.indices.map { row in
        row + bars < close.count ? finite(close[row + bars] / close[row] - 1) : .nan
      }
      guard let groups = Self.groups(values, areMeansOf: after, Self.limit) else { continue }
      what =
        "each of its \(groups) values is the mean return \(bars == 1 ? "of the bar after" : "over the \(width) after") "
        + "where it stands, over the whole sample: was it fitted on the returns it is asked about?"
      return
    }
    let own = close.indices.map { row in row > 0 ? finite(close[row] / close[row - 1] - 1) : .nan }
    if let groups = Self.groups(values, areMeansOf: own, Self.limit) {
      what =
        "each of its \(groups) values is the mean return of the bar where it stands, over the whole sample: was it made with "
        + "bars that came later?"
      return
    }
    let others =
      [
        ("the size of the return", own.map(\.magnitude)),
        ("the size of the return", own.map { naturalLogarithm(1 + $0).magnitude }),
      ]
      + market.map { ("'\($0.name)'", $0.values) }
    // What is of the calendar itself is one value where it stands, and a mean of nothing.
    for (name, theirs) in others where !WholeSample.isOfCalendar(theirs, interval) {
      guard let groups = Self.groups(values, areMeansOf: theirs, Self.limitOfOthers) else { continue }
      what =
        "each of its \(groups) values is the mean of \(name) where it stands, over the whole sample: was it made with bars "
        + "that came later?"
      return
    }
    return nil
  }

  /// How many values a column has, each of which is the mean of another where it stands; nil where they are not.
  private static func groups(_ values: [Double], areMeansOf other: [Double], _ limit: Double) -> Int? {
    // By value and not by hour: on bars of five minutes all of an hour's have one mean.
    var sums: [Double: (sum: Double, count: Int)] = [:]
    for (value, theirs) in zip(values, other) where !value.isNaN && !theirs.isNaN {
      sums[value, default: (0, 0)].sum += theirs
      sums[value, default: (0, 0)].count += 1
    }
    let groups = sums.filter { $0.value.count >= fewestOfGroup }.sorted { $0.key < $1.key }
    guard groups.count >= fewestGroups,
      let found = Association(
        groups.map(\.key), groups.map { $0.value.sum / Double($0.value.count) }, fewest: fewestGroups),
      found.correlation.magnitude > limit
    else { return nil }
    return groups.count
  }
}
