/// The rows on which every column has a value.
struct CompleteRows {
  /// Their indices, or nil when no row lacks a value.
  let indices: [Int]?
  let count: Int
  let dropped: DroppedRows

  /// - Throws: `differentLengths` and `infiniteValue`, naming the column.
  init(of columns: [NamedColumn]) throws {
    let length = columns.first?.values.count ?? 0
    var complete = [Bool](repeating: true, count: length)
    var causes: [DroppedRows.Cause] = []
    for column in columns {
      guard column.values.count == length else {
        throw StatisticsError.differentLengths(column: column.name, have: column.values.count, expected: length)
      }
      let missing = try Self.mark(column, in: &complete)
      if missing > 0 { causes.append(DroppedRows.Cause(column: column.name, rows: missing)) }
    }
    dropped = DroppedRows(causes: causes)
    count = length - dropped.total
    indices = causes.isEmpty ? nil : (0..<length).filter { complete[$0] }
  }

  /// Clears the rows that `column` lacks and says how many were still set.
  private static func mark(_ column: NamedColumn, in complete: inout [Bool]) throws -> Int {
    guard !BLAS.seemsFinite(column.values) else { return 0 }
    var missing = 0
    for (row, value) in column.values.enumerated() where !value.isFinite {
      guard value.isNaN else { throw StatisticsError.infiniteValue(column: column.name, row: row) }
      if complete[row] { missing += 1 }
      complete[row] = false
    }
    return missing
  }

  func gather(_ values: [Double]) -> [Double] {
    guard let indices else { return values }
    return indices.map { values[$0] }
  }

  /// The columns side by side, a column of ones first when `intercept`.
  func design(_ columns: [NamedColumn], intercept: Bool) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(count * (columns.count + 1))
    if intercept { elements.append(contentsOf: repeatElement(1, count: count)) }
    for column in columns { elements.append(contentsOf: gather(column.values)) }
    return Matrix(rows: count, columns: columns.count + (intercept ? 1 : 0), elements: elements)
  }
}
