/// Evenly spaced bars: bar 0 opens at `start`, and each opens where the one before it closed.
///
/// Everything that is computed lives on a grid, so that a distance in rows is a distance in time. A bar that the market
/// did not print keeps its row and has no values; windows and lags therefore never stretch over a gap unnoticed.
public struct Grid: Hashable, Sendable {
  public let start: Instant
  public let interval: Interval
  public let count: Int

  public init(start: Instant, interval: Interval, count: Int) {
    precondition(interval.milliseconds > 0 && count >= 0, "a grid has bars of positive width")
    self.start = start
    self.interval = interval
    self.count = count
  }

  /// The instant bar `row` opens, by which it is labelled.
  public func open(_ row: Int) -> Instant {
    Instant(milliseconds: start.milliseconds + Int64(row) * interval.milliseconds)
  }

  /// The instant bar `row` closes, at which its values are known and decisions on it are made.
  public func close(_ row: Int) -> Instant { open(row + 1) }

  public var range: TimeRange { TimeRange(from: start, to: open(count)) }

  /// The bar that is open at `instant`; outside 0..<count when the grid does not reach it.
  public func row(containing instant: Instant) -> Int {
    Int((instant.milliseconds - start.milliseconds).flooredQuotient(by: interval.milliseconds))
  }

  /// The rows of the bars that open inside `range`.
  public func rows(in range: TimeRange) -> Range<Int> {
    let first = firstRow(notBefore: range.from)
    return first..<max(first, firstRow(notBefore: range.to))
  }

  private func firstRow(notBefore instant: Instant) -> Int {
    let row = row(containing: Instant(milliseconds: instant.milliseconds - 1)) + 1
    return min(max(row, 0), count)
  }

  /// The part of this grid in `rows`.
  public func slice(_ rows: Range<Int>) -> Grid {
    Grid(start: open(rows.lowerBound), interval: interval, count: rows.count)
  }
}

extension Grid {
  /// The last of a value a bar that was known when `instant` came, however old; nil before the first.
  public func lastKnown(_ values: [Double], at instant: Instant) -> Double? {
    lastKnownRow(values, at: instant).map { values[$0] }
  }

  /// The bar whose close that value was known at.
  public func lastKnownRow(_ values: [Double], at instant: Instant) -> Int? {
    var row = min(self.row(containing: instant), count) - 1
    while row >= 0, values[row].isNaN { row -= 1 }
    return row >= 0 ? row : nil
  }
}
