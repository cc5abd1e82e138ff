import Market
import Numerics

/// Whether a column that repeats itself each day or week is the mean return after the bars of its hour, over the very sample it
/// is asked about: what is known of a calendar to its end is which hour it is, and not what that hour will have earned.
struct CalendarMean {
  let what: String

  /// Beyond it means are the same. A calendar that was learnt from other years goes with this one's by less than a half.
  private static let limit = 0.99
  private static let fewestGroups = 12
  private static let fewestOfGroup = 5

  /// - Precondition: the values repeat themselves.
  init?(_ values: [Double], on frame: Frame) {
    let close = frame.values("close")
    let interval = frame.grid.interval
    guard close.count == values.count else { return nil }
    var widths = [interval]
    for width in [Interval.hour, .day] where width > interval { widths.append(width) }
    for width in widths {
      guard let bars = width.count(of: interval) else { continue }
      let returns = close.indices.map { row in
        row + bars < close.count ? finite(close[row + bars] / close[row] - 1) : .nan
      }
      // By value and not by hour: on bars of five minutes all of an hour's have one mean.
      var sums: [Double: (sum: Double, count: Int)] = [:]
      for (value, change) in zip(values, returns) where !value.isNaN && !change.isNaN {
        sums[value, default: (0, 0)].sum += change
        sums[value, default: (0, 0)].count += 1
      }
      let groups = sums.filter { $0.value.count >= Self.fewestOfGroup }.sorted { $0.key < $1.key }
      guard groups.count >= Self.fewestGroups,
        let found = Association(
          groups.map(\.key), groups.map { $0.value.sum / Double($0.value.count) }, fewest: Self.fewestGroups),
        found.correlation.magnitude > Self.limit
      else { continue }
      what =
        "each of its \(groups.count) values is the mean return \(bars == 1 ? "of the bar after" : "over the \(width) after") "
        + "where it stands, over the whole sample: was it fitted on the returns it is asked about?"
      return
    }
    return nil
  }
}
