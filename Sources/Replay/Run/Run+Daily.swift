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

extension Run {
  /// One mark for each of the `ReturnDays` of the replayed bars, in order: the returns behind `sharpe_annual`.
  public var daily: [DailyMark] {
    var marks: [DailyMark] = []
    var before = figures.initialEquity * Money.scale
    guard !equity.isEmpty else { return [] }
    let days = ReturnDays(equity.indices, of: grid)
    for row in equity.indices {
      let day = days.day(of: grid.open(row).utcDay)
      guard row + 1 == equity.count || days.day(of: grid.open(row + 1).utcDay) != day else { continue }
      marks.append(
        DailyMark(
          day: Instant(milliseconds: Int64(day) * Interval.day.milliseconds), equity: equity[row],
          dailyReturn: before > 0 ? equity[row] / before - 1 : 0))
      before = equity[row]
    }
    return marks
  }
}
