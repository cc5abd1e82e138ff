extension FundingSchedule {
  /// The schedule of a series of settled rates; nil for a series without a column `funding_rate`.
  ///
  /// - Parameter all: the same series with rows that come later, where it ends before them.
  public init?(_ series: Series, among all: Series? = nil) {
    guard let rows = Self.rows(of: series) else { return nil }
    let venue = Venue.named(series.descriptor.instrument.venue)
    self.init(
      rows, among: all.flatMap(Self.rows) ?? [], cadence: series.descriptor.cadence ?? .hours(8),
      every: venue.settlesEvery, usual: venue.settlesUsually)
  }

  private static func rows(of series: Series) -> [FundingRow]? {
    guard let rates = series.values("funding_rate") else { return nil }
    let hours = series.values("funding_interval")
    return series.stamps.indices.map { row in
      FundingRow(
        stamp: Instant(milliseconds: series.stamps[row]), rate: rates[row],
        declared: hours.flatMap { Self.interval(hours: $0[row]) })
    }
  }

  /// Nil for hours that are not known or not of a schedule.
  private static func interval(hours: Double) -> Interval? {
    guard hours > 0, hours <= 24 * 365 else { return nil }
    return Interval(milliseconds: Int64((hours * Double(Interval.hour.milliseconds)).rounded()))
  }
}
