/// A dense matrix of doubles, column after column as LAPACK wants it.
public struct Matrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) is `elements[i + j * rows]`.
  public internal(set) var elements: [Double]

  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "one element for each place")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  public subscript(row: Int, column: Int) -> Double {
    get { elements[row + column * rows] }
    set { elements[row + column * rows] = newValue }
  }

  public func column(_ index: Int) -> ArraySlice<Double> {
    elements[index * rows..<(index + 1) * rows]
  }

  /// Scales column j by `factors[j]`.
  func scalingColumns(by factors: [Double]) -> Matrix {
    var scaled = self
    for j in 0..<columns {
      for i in 0..<rows { scaled[i, j] *= factors[j] }
    }
    return scaled
  }

  /// Scales row i by `factors[i]`.
  func scalingRows(by factors: [Double]) -> Matrix {
    var scaled = self
    for j in 0..<columns {
      for i in 0..<rows { scaled[i, j] *= factors[i] }
    }
    return scaled
  }
}
