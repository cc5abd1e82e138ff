/// Which bar each row of a regression stands on, so that a lag of three is three bars even where rows are missing.
struct ElapsedBars {
  /// Bar of each row, counted from the bar of the first; strictly increasing.
  let offsets: [Int]
  /// Bars from the first row's to the last row's, both included.
  let span: Int

  /// - Throws: `barsNotIncreasing`; `barsTooSparse` when there are more than a thousand bars a row, since then the index
  ///   counts something finer than bars and every lag would be empty.
  init(_ bars: [Int]) throws {
    guard let first = bars.first, let last = bars.last else {
      offsets = []
      span = 0
      return
    }
    for row in bars.indices.dropFirst() where bars[row] <= bars[row - 1] {
      throw StatisticsError.barsNotIncreasing(row: row)
    }
    let (distance, overflow) = last.subtractingReportingOverflow(first)
    guard !overflow, distance / bars.count < 1000 else {
      throw StatisticsError.barsTooSparse(bars: overflow ? .max : distance, rows: bars.count)
    }
    offsets = bars.map { $0 - first }
    span = distance + 1
  }
}
