/// Bars of one series looked at a hundred at a time: what is wrong with them may begin in the middle of a file.
struct BarStretches {
  let open: [Double]
  let high: [Double]
  let low: [Double]
  let close: [Double]
  /// Whether a row comes one bar behind the row before it and says something else, by the later row.
  let follows: [Bool]

  static let size = 100
  /// Rows of a stretch that have to follow each other.
  static let least = 50

  /// Nil for series without bars of a width.
  init?(_ series: Series) {
    guard series.descriptor.kind == .klines, let width = series.descriptor.cadence?.milliseconds,
      let open = series.values("open"), let high = series.values("high"), let low = series.values("low"),
      let close = series.values("close")
    else { return nil }
    (self.open, self.high, self.low, self.close) = (open, high, low, close)
    let stamps = series.stamps
    follows = stamps.indices.map { row in
      row > 0 && stamps[row] - stamps[row - 1] == width
        && (open[row] != open[row - 1] || close[row] != close[row - 1] || high[row] != high[row - 1]
          || low[row] != low[row - 1])
    }
  }

  /// A short rest belongs to the last one.
  var all: [Range<Int>] {
    let count = close.count
    let starts = Array(stride(from: 0, to: max(1, count - Self.size + 1), by: Self.size))
    return zip(starts, starts.dropFirst() + [count]).map { $0..<$1 }
  }

  /// Rows that follow another; none where too few do.
  func following(in stretch: Range<Int>) -> [Int] {
    let rows = stretch.filter { follows[$0] }
    return rows.count < Self.least ? [] : rows
  }
}
