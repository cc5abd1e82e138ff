import Market

extension Series {
  /// One column on the bars of a grid, with the count of bars that got a value.
  ///
  /// Bars of the traded price are placed on the bar they belong to. All else is as it was known at the bar's close: how things
  /// stood as it was last known, and what went on over a bar of all its parts or not at all.
  ///
  /// - Parameter expiry: no value is carried past it.
  func placed(
    on grid: Grid, column: Int, isBar: Bool, until expiry: Instant?
  ) -> (values: [Double], counts: JoinCounts) {
    guard !isBar else {
      let values = bars(on: grid, column: column)
      return (values, counts(of: values))
    }
    var (values, counts) = known(on: grid, column: column)
    guard let expiry else { return (values, counts) }
    let end = max(0, grid.row(containing: expiry - Interval(milliseconds: 1)) + 1)
    for row in min(end, grid.count)..<grid.count where !values[row].isNaN {
      values[row] = .nan
      counts.filled -= 1
      counts.stale += 1
    }
    return (values, counts)
  }

  /// A column of bars on a grid of their own width or a wider one.
  func bars(on grid: Grid, column: Int) -> [Double] {
    descriptor.cadence == grid.interval
      ? onGrid(grid, column: column) : coarse(grid, column: column, descriptor.nature(of: column))
  }

  /// What was known of a column at the close of each bar.
  private func known(on grid: Grid, column: Int) -> (values: [Double], counts: JoinCounts) {
    let nature = descriptor.nature(of: column)
    guard nature != .level else { return asOf(grid, column: column) }
    guard let cadence = descriptor.cadence, descriptor.rows == .one else {
      return nature == .sum ? sums(grid, column: column) : asOf(grid, column: column)
    }
    // The last of bars that are wider than the grid's, until the next is known.
    guard nature != .ofBar, cadence <= grid.interval, grid.interval.count(of: cadence) != nil else {
      return asOf(grid, column: column)
    }
    let values = coarse(grid, column: column, nature, late: descriptor.knownAfter.milliseconds - cadence.milliseconds)
    return (values, counts(of: values))
  }

  private func counts(of values: [Double]) -> JoinCounts {
    var counts = JoinCounts()
    counts.missing = values.count(where: \.isNaN)
    counts.filled = values.count - counts.missing
    return counts
  }

  /// The stamps as a column.
  var stamped: Series {
    Series(descriptor: descriptor.keeping([0]), stamps: stamps, columns: [stamps.map { Double($0) }])
  }
}
