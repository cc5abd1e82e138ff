import Market

/// A row in a test's words: hours from midnight of a Wednesday, plus seconds.
func row(
  _ hour: Int, seconds: Double = 0, rate: Double = 0.0001, declares declared: Int? = nil
) -> FundingRow {
  FundingRow(
    stamp: at(hour) + Interval(milliseconds: Int64(seconds * 1000)), rate: rate,
    declared: declared.map(Interval.hours))
}

func at(_ hour: Int) -> Instant { Instant(year: 2025, month: 1, day: 1) + .hours(hour) }

func hours(_ range: Range<Int>) -> TimeRange { TimeRange(from: at(range.lowerBound), to: at(range.upperBound)) }

extension FundingSchedule {
  /// Rows at these hours, all with the same rate.
  init(atHours hours: [Int], declares declared: Int? = nil) {
    self.init(hours.map { row($0, declares: declared) })
  }

  /// The settlements as hours since the midnight that tests count from.
  var hours: [Int] { settlements.map { Int($0.instant.since(at(0)).milliseconds / Interval.hour.milliseconds) } }

  /// Intervals in hours, one for each segment, with the hour of its first scheduled settlement.
  var intervals: [[Int]] {
    segments.map { segment in
      [segment.interval, segment.first.since(at(0))].map { Int($0.milliseconds / Interval.hour.milliseconds) }
    }
  }

  /// How many of each kind there are, by name.
  var counts: [String: Int] {
    Dictionary(uniqueKeysWithValues: findings.map { ($0.kind.rawValue, $0.count) })
  }
}
