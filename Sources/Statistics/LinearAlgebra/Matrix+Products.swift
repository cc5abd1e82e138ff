import COpenBLAS

extension Matrix {
  /// A'A, both triangles filled.
  func gram() -> Matrix {
    var product = Matrix(rows: columns, columns: columns)
    elements.withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      let block = 512
      for first in stride(from: 0, to: rows, by: block) {
        product.addGram(base + first, rows: min(block, rows - first), columns: columns, stride: rows)
      }
    }
    return product.mirroringUpperTriangle()
  }

  /// Adds B'B to the upper triangle, B a few thousand rows by `columns`, column j from `base + j * stride` on.
  ///
  /// Regressions are tall and narrow, and dsyrk spends most of its time on repacking such shapes: below two dozen columns
  /// products of a column with those before it, over stretches that lie in the cache, are several times as fast.
  mutating func addGram(_ base: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int) {
    BLAS.start()
    guard columns <= 24 else {
      cblas_dsyrk(
        CblasColMajor, CblasUpper, CblasTrans, Int32(columns), Int32(rows), 1, base, Int32(stride), 1, &elements,
        Int32(columns))
      return
    }
    let order = columns
    elements.withUnsafeMutableBufferPointer { elements in
      guard let sums = elements.baseAddress else { return }
      for j in 0..<order {
        cblas_dgemv(
          CblasColMajor, CblasTrans, Int32(rows), Int32(j + 1), 1, base, Int32(stride), base + j * stride, 1, 1,
          sums + j * order, 1)
      }
    }
  }

  /// The symmetric matrix whose upper triangle this one holds.
  func mirroringUpperTriangle() -> Matrix {
    var whole = self
    for j in 0..<columns {
      for i in 0..<j { whole[j, i] = whole[i, j] }
    }
    return whole
  }

  /// A'v.
  func transposeTimes(_ vector: [Double]) -> [Double] {
    precondition(rows == vector.count, "a number for each row")
    BLAS.start()
    var product = [Double](repeating: 0, count: columns)
    cblas_dgemv(
      CblasColMajor, CblasTrans, Int32(rows), Int32(columns), 1, elements, Int32(max(1, rows)), vector, 1, 0, &product,
      1
    )
    return product
  }

  /// v - A b.
  func residual(of vector: [Double], at coefficients: [Double]) -> [Double] {
    precondition(rows == vector.count && columns == coefficients.count, "shapes that fit")
    BLAS.start()
    var result = vector
    cblas_dgemv(
      CblasColMajor, CblasNoTrans, Int32(rows), Int32(columns), -1, elements, Int32(max(1, rows)), coefficients, 1, 1,
      &result, 1)
    return result
  }

  /// AB.
  func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows, "shapes that fit")
    BLAS.start()
    var product = Matrix(rows: rows, columns: other.columns)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(other.columns), Int32(columns), 1, elements,
      Int32(max(1, rows)), other.elements, Int32(max(1, columns)), 0, &product.elements, Int32(max(1, rows)))
    return product
  }

  /// Ab for few rows and columns, without the door to BLAS.
  func times(_ vector: [Double]) -> [Double] {
    precondition(columns == vector.count, "a number for each column")
    var product = [Double](repeating: 0, count: rows)
    for j in 0..<columns {
      for i in 0..<rows { product[i] += self[i, j] * vector[j] }
    }
    return product
  }

  /// ABA for symmetric A and B: a meat between two slices of bread.
  func sandwich(_ meat: Matrix) -> Matrix {
    times(meat).times(self)
  }

  /// AA'.
  func timesTransposeOfItself() -> Matrix {
    var transpose = Matrix(rows: columns, columns: rows)
    for j in 0..<columns {
      for i in 0..<rows { transpose[j, i] = self[i, j] }
    }
    return transpose.gram()
  }

  /// A - B.
  func less(_ other: Matrix) -> Matrix {
    precondition(rows == other.rows && columns == other.columns, "shapes that fit")
    return Matrix(rows: rows, columns: columns, elements: zip(elements, other.elements).map { $0 - $1 })
  }

  func scaled(by factor: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { $0 * factor })
  }
}
