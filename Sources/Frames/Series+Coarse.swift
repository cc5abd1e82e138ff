import Market

extension Series {
  /// Bars of a grid made of the narrower or equal bars of this series: the first open, the highest high, the lowest low, sums of
  /// what was traded, and the last of how things stood. NaN for a bar of which one part is missing: what was not recorded could
  /// have held its high.
  ///
  /// - Parameter late: milliseconds after a bar's close at which its row counts; nil where a row counts in the bar that it is a part
  ///   of, and a row that is no part of one does not.
  /// - Precondition: a bar of the grid is a whole number of the series' cadence.
  /// - Complexity: one pass over the rows.
  func coarse(_ grid: Grid, column index: Int, _ nature: ColumnNature, late: Int64? = nil) -> [Double] {
    var values = [Double](repeating: .nan, count: grid.count)
    guard let cadence = descriptor.cadence, let parts = grid.interval.count(of: cadence) else { return values }
    let source = columns[index]
    let (width, start) = (grid.interval.milliseconds, grid.start.milliseconds)
    let shift = late ?? 0
    var taken = 0
    var bar = -1
    var value = Double.nan
    for (stamp, part) in zip(stamps, source) {
      let close = stamp - start + shift + cadence.milliseconds
      guard close > 0, late != nil || (stamp - start) % cadence.milliseconds == 0 else { continue }
      let row = Int((close - 1) / width)
      guard row < grid.count else { break }
      if row != bar { (bar, taken, value) = (row, 0, part) } else { value = nature.joined(value, part) }
      taken += 1
      values[row] = taken == parts ? value : .nan
    }
    return values
  }
}

extension ColumnNature {
  /// Of a part and the part after it; NaN as soon as one of the two is.
  fileprivate func joined(_ earlier: Double, _ later: Double) -> Double {
    switch self {
    case .first: later.isNaN ? later : earlier
    case .level, .ofBar: earlier.isNaN ? earlier : later
    case .sum: earlier + later
    case .highest: earlier.isNaN || later.isNaN ? .nan : max(earlier, later)
    case .lowest: earlier.isNaN || later.isNaN ? .nan : min(earlier, later)
    }
  }
}
