import Market

/// How the bars of a study are cut into spans of calendar time, for figures that are followed through it.
public enum SignalCalendar: String, Sendable, Hashable, CaseIterable {
  /// UTC, of the calendar; the first and the last may be cut by the window.
  case month
  /// UTC, from Monday.
  case week
  /// UTC.
  case day

  /// Rows of each span, in order. Every bar belongs to the span its open falls into.
  func spans(_ grid: Grid, _ rows: Range<Int>) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var start = rows.lowerBound
    for row in rows where row + 1 == rows.upperBound || key(grid.open(row + 1)) != key(grid.open(row)) {
      spans.append(start..<row + 1)
      start = row + 1
    }
    return spans
  }

  private func key(_ instant: Instant) -> Int {
    switch self {
    case .month: instant.date.year * 12 + instant.date.month
    case .week: instant.utcDay - instant.weekday
    case .day: instant.utcDay
    }
  }

  /// The longest span of which the window holds at least `least`, each of `leastBars` bars or more.
  static func choice(_ grid: Grid, _ rows: Range<Int>, least: Int, leastBars: Int) -> SignalCalendar? {
    allCases.first { calendar in
      calendar.spans(grid, rows).count { $0.count >= leastBars } >= least
    }
  }
}
