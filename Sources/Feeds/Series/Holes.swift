import Market

/// Rows that are missing between others, in a file whose path says how far apart its rows are.
struct Holes {
  private let count: Int64
  private let first: Instant
  private let title: String

  /// Nil for rows that leave none out.
  init?(in series: Series) {
    guard let step = series.descriptor.cadence?.milliseconds, step > 0, series.descriptor.kind.rows == .one else {
      return nil
    }
    var (count, first) = (Int64(0), Int64?.none)
    for (stamp, next) in zip(series.stamps, series.stamps.dropFirst()) where next - stamp > step {
      count += (next - stamp + step / 2) / step - 1
      first = first ?? stamp + step
    }
    guard let first, count > 0 else { return nil }
    (self.count, self.first, title) = (count, Instant(milliseconds: first), series.descriptor.title)
  }

  var note: String {
    "\(count) \(count == 1 ? "row is" : "rows are") missing between those of \(title), the first at \(first.minuteText)"
  }
}
