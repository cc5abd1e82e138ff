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

/// Rows left out of a regression because a value was missing, by the column that was missing it.
public struct DroppedRows: Hashable, Sendable {
  public struct Cause: Hashable, Sendable {
    public let column: String
    public let rows: Int
  }

  /// In order of the columns, the explained one first; columns without a missing value are left out. A row that lacks
  /// several values counts once, under the first, so the rows add up to `total`.
  public let causes: [Cause]

  public var total: Int { causes.reduce(0) { $0 + $1.rows } }
}

/// Values with the name a table or an error calls them by. NaN is a missing value.
public struct NamedColumn: Sendable {
  public let name: String
  public let values: [Double]

  public init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}

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
