extension FundingSchedule {
  /// The schedule of a series of settled rates; nil for a series without a column `funding_rate`.
  public init?(_ series: Series) {
    guard let rates = series.values("funding_rate") else { return nil }
    let hours = series.values("funding_interval")
    let rows = series.stamps.indices.map { row in
      FundingRow(
        stamp: Instant(milliseconds: series.stamps[row]), rate: rates[row],
        declared: hours.flatMap { Self.interval(hours: $0[row]) })
    }
    self.init(rows, cadence: series.descriptor.cadence ?? .hours(8))
  }

  /// Nil for hours that are not known or not of a schedule.
  private static func interval(hours: Double) -> Interval? {
    guard hours > 0, hours <= 24 * 365 else { return nil }
    return Interval(milliseconds: Int64((hours * Double(Interval.hour.milliseconds)).rounded()))
  }
}
