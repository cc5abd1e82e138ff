import Market

/// The rows of one series as a file has them, whatever read them.
struct SeriesRows {
  let series: Series
  /// Rows the file held for it, whatever became of them.
  let read: Int
  /// Rows equal to one before them.
  let repeated: Int
  let rejected: [RejectedRow]
  /// Of events that have ids, that of each row; empty for others.
  let ids: [UInt64]

  init(series: Series, read: Int, repeated: Int, rejected: [RejectedRow], ids: [UInt64] = []) {
    self.series = series
    self.read = read
    self.repeated = repeated
    self.rejected = rejected
    self.ids = ids
  }

  init(_ rows: RowCollector) {
    self.init(series: rows.series, read: rows.read, repeated: rows.repeated, rejected: rows.rejected)
  }
}

extension SeriesRows {
  /// The same with amounts in coins not known, where the contract is an inverse one on its venue; nil for others. Of what a
  /// vendor collects the venue stands behind the vendor's name: `coinmetrics_binance`.
  var withoutAmounts: SeriesRows? {
    let own = series.descriptor.instrument
    let venue = own.venue.split(separator: "_").last.map(String.init) ?? own.venue
    let form = Instrument(venue: venue, symbol: own.symbol, type: own.type).contract.form
    guard form == .inverse || form == .quanto else { return nil }
    let columns = zip(series.descriptor.columns, series.columns).map { column, values in
      column.unit == .base ? [Double](repeating: .nan, count: values.count) : values
    }
    return SeriesRows(
      series: Series(descriptor: series.descriptor, stamps: series.stamps, columns: columns), read: read,
      repeated: repeated, rejected: rejected, ids: ids)
  }
}
