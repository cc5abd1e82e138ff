import Market

/// How the rows of a bar's parts make the bar.
enum CoarseRule {
  case first, largest, smallest, sum, last

  /// By what a column of bars is called and counts. Nil for columns that are no bars: a snapshot of open interest is as it was
  /// last known, however wide the bars.
  init?(_ column: ColumnDescriptor, of kind: SeriesKind) {
    let prices: Set<SeriesKind> = [.klines, .mark, .index, .premium, .fundingIndex]
    let flows: Set<SeriesKind> = [.klines, .takerFlow, .liquidations]
    if flows.contains(kind), column.unit.isFlow {
      self = .sum
    } else if prices.contains(kind) {
      switch column.name.split(separator: "_").last {
      case "open": self = .first
      case "high": self = .largest
      case "low": self = .smallest
      default: self = .last
      }
    } else {
      return nil
    }
  }
}

extension Series {
  /// Bars of a grid made exactly of the narrower bars of this series: the first open, the highest high, the lowest low, the last
  /// close and sums of what was traded. NaN for a bar of which one part is missing: what was not recorded could have held its
  /// high.
  ///
  /// - Precondition: a bar of the grid is a whole number of the series' cadence.
  /// - Complexity: one pass over the rows.
  func coarse(_ grid: Grid, column index: Int, _ rule: CoarseRule) -> [Double] {
    var values = [Double](repeating: .nan, count: grid.count)
    guard let cadence = descriptor.cadence, let parts = grid.interval.count(of: cadence) else { return values }
    let source = columns[index]
    var taken = 0
    var bar = -1
    var value = Double.nan
    for (stamp, part) in zip(stamps, source) {
      let offset = stamp - grid.start.milliseconds
      guard offset >= 0, offset % cadence.milliseconds == 0 else { continue }
      let row = Int(offset / grid.interval.milliseconds)
      guard row < grid.count else { break }
      if row != bar { (bar, taken, value) = (row, 0, part) } else { value = rule.joined(value, part) }
      taken += 1
      if taken == parts { values[row] = value }
    }
    return values
  }
}

extension CoarseRule {
  /// NaN as soon as one of the two is.
  fileprivate func joined(_ earlier: Double, _ later: Double) -> Double {
    switch self {
    case .first: later.isNaN ? later : earlier
    case .last: earlier.isNaN ? earlier : later
    case .sum: earlier + later
    case .largest: earlier.isNaN || later.isNaN ? .nan : max(earlier, later)
    case .smallest: earlier.isNaN || later.isNaN ? .nan : min(earlier, later)
    }
  }
}
