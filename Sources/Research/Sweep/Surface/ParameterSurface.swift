/// A figure over two parameters: a cell for each pair of values, with what each row and column comes to.
public struct ParameterSurface: Sendable, Hashable {
  public let rows: AxisBins
  public let columns: AxisBins
  /// `cells[row][column]`: the median over all trials there, whatever their other parameters; NaN where no trial has the
  /// figure. The median, because the best would show the luckiest.
  public let cells: [[Double]]
  /// Medians over whole rows and columns.
  public let rowMedians: [Double]
  public let columnMedians: [Double]
  /// What the surface is a slice at: `lookback = 1d`; nil for all trials.
  public let slice: String?
  /// Up to so many trials a cell's median is exact; above it is that of a sample of about as many.
  public let exactUpTo: Int
  /// Whether every cell had no more than that.
  public let isExact: Bool

  init(
    _ medians: CellMedians, from first: Int = 0, rows: AxisBins, columns: AxisBins, rowMedians: [Double],
    columnMedians: [Double], slice: String? = nil
  ) {
    self.rows = rows
    self.columns = columns
    let own = Array(medians.cells[first..<first + rows.count * columns.count])
    cells = (0..<rows.count).map { row in
      (0..<columns.count).map { own[row * columns.count + $0].median }
    }
    self.rowMedians = rowMedians
    self.columnMedians = columnMedians
    self.slice = slice
    exactUpTo = medians.capacity
    isExact = own.allSatisfy { $0.count <= medians.capacity }
  }

  /// The farthest from zero that a cell goes; nil where none goes anywhere.
  package var reach: Double? {
    cells.joined().filter(\.isFinite).map(\.magnitude).max().flatMap { $0 > 0 ? $0 : nil }
  }

  /// The best cell, the first of several as good; nil where none has a value.
  package func best(smallestFirst: Bool) -> (row: Int, column: Int)? {
    var best: (value: Double, row: Int, column: Int)?
    for (row, values) in cells.enumerated() {
      for (column, value) in values.enumerated() where value.isFinite {
        if let other = best?.value, smallestFirst ? value >= other : value <= other { continue }
        best = (value, row, column)
      }
    }
    return best.map { ($0.row, $0.column) }
  }
}

/// A figure along one parameter, over all values of the others.
public struct ParameterMarginal: Sendable, Hashable {
  public let bins: AxisBins
  /// NaN where no trial has the figure.
  public let best: [Double]
  public let median: [Double]
}
