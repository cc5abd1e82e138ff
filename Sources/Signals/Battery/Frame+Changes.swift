import Market

extension Frame {
  /// The part of it in `rows`, as if the rest had not been recorded.
  func slice(_ rows: Range<Int>) -> Frame {
    Frame(
      market: market, instrument: instrument, grid: grid.slice(rows),
      columns: columns.values.map { Column($0.name, $0.unit, Array($0.values[rows])) })
  }

  /// The same with other values in `rows`, of every column or of those named. Columns come in the order of their names,
  /// so that a `change` that draws random numbers can be repeated.
  func replacing(rows: Range<Int>, of names: Set<String>? = nil, change: (Double) -> Double) -> Frame {
    let changed = columns.values.sorted { $0.name < $1.name }.map { column in
      guard names?.contains(column.name) ?? true else { return column }
      var values = column.values
      for row in rows { values[row] = change(values[row]) }
      return Column(column.name, column.unit, values)
    }
    return Frame(market: market, instrument: instrument, grid: grid, columns: changed)
  }

  /// Whether the columns have a value at every bar.
  func isComplete(_ names: Set<String>) -> Bool { names.allSatisfy { values($0).allSatisfy { !$0.isNaN } } }
}
