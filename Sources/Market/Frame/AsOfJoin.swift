import Numerics

/// Rows of a join counted by what became of them.
public struct JoinCounts: Hashable, Sendable {
  /// Bars that got a value.
  public var filled = 0
  /// Bars that close before the first value is known.
  public var beforeFirst = 0
  /// Bars for which the last known value is older than the series allows.
  public var stale = 0
  /// Bars whose last known value is itself missing.
  public var missing = 0

  public init() {}
}

extension Series {
  /// The last value known at each bar's close, no older than its column may be.
  ///
  /// - Complexity: one pass over rows and bars together.
  public func asOf(_ grid: Grid, column index: Int) -> (values: [Double], counts: JoinCounts) {
    let source = columns[index]
    let knownAfter = descriptor.knownAfter.milliseconds
    let maximumAge = descriptor.maximumAge(of: index)?.milliseconds ?? .max
    var counts = JoinCounts()
    var next = 0
    let values = (0..<grid.count).map { row -> Double in
      let now = grid.close(row).milliseconds
      while next < stamps.count, stamps[next] + knownAfter <= now { next += 1 }
      guard next > 0 else {
        counts.beforeFirst += 1
        return .nan
      }
      guard now - (stamps[next - 1] + knownAfter) < maximumAge else {
        counts.stale += 1
        return .nan
      }
      let value = source[next - 1]
      if value.isNaN { counts.missing += 1 } else { counts.filled += 1 }
      return value
    }
    return (values, counts)
  }

  /// What happened in each bar, added up: the rows that became known after the bar's open, up to its close. Zero for a bar
  /// without any, between the first and the last row; NaN outside, where nothing says that nothing happened.
  ///
  /// - Complexity: one pass over rows and bars together.
  public func sums(_ grid: Grid, column index: Int) -> (values: [Double], counts: JoinCounts) {
    let source = columns[index]
    let knownAfter = descriptor.knownAfter.milliseconds
    var counts = JoinCounts()
    var next = 0
    let values = (0..<grid.count).map { row -> Double in
      let open = grid.open(row).milliseconds
      let close = grid.close(row).milliseconds
      while next < stamps.count, stamps[next] + knownAfter <= open { next += 1 }
      guard let first = stamps.first, let last = stamps.last, first + knownAfter <= close else {
        counts.beforeFirst += 1
        return .nan
      }
      guard last + knownAfter > open else {
        counts.stale += 1
        return .nan
      }
      var sum = 0.0
      while next < stamps.count, stamps[next] + knownAfter <= close {
        sum += source[next]
        next += 1
      }
      if sum.isNaN { counts.missing += 1 } else { counts.filled += 1 }
      return sum
    }
    return (values, counts)
  }

  /// The values of rows that open exactly with a bar of the grid; NaN where the series has no such row. For the bars of
  /// the traded price themselves, where a neighbour's value must never stand in.
  public func onGrid(_ grid: Grid, column index: Int) -> [Double] {
    var values = [Double](repeating: .nan, count: grid.count)
    let source = columns[index]
    let start = grid.start.milliseconds
    let interval = grid.interval.milliseconds
    var row = 0
    var opens = start
    for (stamp, value) in zip(stamps, source) {
      // Most rows follow the one before them by one bar; only after a gap is the place worth a division.
      if stamp != opens {
        let offset = stamp - start
        guard offset >= 0, offset % interval == 0 else { continue }
        row = Int(offset / interval)
        opens = stamp
      }
      guard row < grid.count else { break }
      values[row] = value
      row += 1
      opens += interval
    }
    return values
  }

  /// The last value known at `instant` and not too old for its column, or nil.
  public func asOf(_ instant: Instant, column index: Int) -> Double? {
    let limit = instant.milliseconds - descriptor.knownAfter.milliseconds
    let known = stamps.leadingCount { $0 <= limit }
    guard known > 0, limit - stamps[known - 1] < descriptor.maximumAge(of: index)?.milliseconds ?? .max
    else { return nil }
    let value = columns[index][known - 1]
    return value.isNaN ? nil : value
  }
}
