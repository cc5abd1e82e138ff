import Market

/// Equity at the end of a UTC day.
public struct DailyMark: Hashable, Sendable {
  /// Midnight at which the day began.
  public let day: Instant
  /// Micro-quote at the close of the day's last bar.
  public let equity: Double
  /// Against the day before; the first day against the initial equity.
  public let dailyReturn: Double

  public init(day: Instant, equity: Double, dailyReturn: Double) {
    self.day = day
    self.equity = equity
    self.dailyReturn = dailyReturn
  }
}

extension DailyMark {
  /// What values at the closes of a grid's bars come to a UTC day, against the day before; the first day against `initial`.
  /// One mark for each of the `ReturnDays` of the grid, in order: bars wider than a day move on the first of theirs, and the
  /// others return nothing.
  ///
  /// - Precondition: a value for each bar.
  package static func all(of values: [Double], on grid: Grid, from initial: Double) -> [DailyMark] {
    guard !values.isEmpty else { return [] }
    var marks: [DailyMark] = []
    var before = initial
    let days = ReturnDays(values.indices, of: grid)
    for row in values.indices {
      let day = days.day(of: grid.open(row).utcDay)
      guard row + 1 == values.count || days.day(of: grid.open(row + 1).utcDay) != day else { continue }
      marks.append(
        DailyMark(
          day: Instant(milliseconds: Int64(day) * Interval.day.milliseconds), equity: values[row],
          dailyReturn: before > 0 ? values[row] / before - 1 : 0))
      before = values[row]
      let next = row + 1 == values.count ? days.last + 1 : days.day(of: grid.open(row + 1).utcDay)
      for quiet in day + 1..<max(day + 1, next) {
        marks.append(
          DailyMark(
            day: Instant(milliseconds: Int64(quiet) * Interval.day.milliseconds), equity: values[row], dailyReturn: 0))
      }
    }
    return marks
  }
}

extension Run {
  /// The returns behind `sharpe_annual`.
  public var daily: [DailyMark] {
    DailyMark.all(of: equity, on: grid, from: figures.initialEquity * Money.scale)
  }
}
