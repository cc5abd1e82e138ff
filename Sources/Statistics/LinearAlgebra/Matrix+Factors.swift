import COpenBLAS

extension Matrix {
  /// The upper triangle R with R'R equal to this symmetric matrix, or nil when it is not positive definite.
  func choleskyFactor() -> Matrix? {
    precondition(rows == columns, "a square matrix")
    BLAS.start()
    var factor = self
    var order = Int32(rows)
    var info: Int32 = 0
    dpotrf_("U", &order, &factor.elements, &order, &info)
    guard info == 0 else { return nil }
    for j in 0..<columns {
      for i in j + 1..<max(j + 1, rows) { factor[i, j] = 0 }
    }
    return factor
  }

  /// The inverse of an upper triangle without zeros on its diagonal.
  func upperTriangleInverse() -> Matrix {
    precondition(rows == columns, "a square matrix")
    BLAS.start()
    var inverse = self
    var order = Int32(rows)
    var info: Int32 = 0
    dtrtri_("U", "N", &order, &inverse.elements, &order, &info)
    precondition(info == 0, "a triangle of full rank")
    return inverse
  }

  /// Eigenvalues of the symmetric matrix whose upper triangle this one holds, smallest first.
  func eigenvalues() throws -> [Double] {
    precondition(rows == columns, "a square matrix")
    BLAS.start()
    var copy = elements
    var order = Int32(rows)
    var values = [Double](repeating: 0, count: rows)
    // Room for the blocked reduction to tridiagonal form, which wants some dozens of columns.
    var length = Int32(max(1, 66 * rows))
    var work = [Double](repeating: 0, count: Int(length))
    var info: Int32 = 0
    dsyev_("N", "U", &order, &copy, &order, &values, &work, &length, &info)
    guard info == 0 else { throw StatisticsError.notConverged(routine: "dsyev") }
    return values
  }

  /// Largest first.
  func singularValues() throws -> [Double] {
    BLAS.start()
    var copy = elements
    var m = Int32(rows)
    var n = Int32(columns)
    var values = [Double](repeating: 0, count: min(rows, columns))
    // Neither set of singular vectors is asked for; LAPACK still wants an address for each.
    var left = 0.0
    var right = 0.0
    var one: Int32 = 1
    var length = Int32(max(1, 5 * max(rows, columns) + 64))
    var work = [Double](repeating: 0, count: Int(length))
    var info: Int32 = 0
    dgesvd_("N", "N", &m, &n, &copy, &m, &values, &left, &one, &right, &one, &work, &length, &info)
    guard info == 0 else { throw StatisticsError.notConverged(routine: "dgesvd") }
    return values
  }

  /// The ratio of the largest to the smallest singular value; infinite when the smallest is zero.
  func conditionNumber() throws -> Double {
    let values = try singularValues()
    guard let largest = values.first, let smallest = values.last else { return 1 }
    return smallest > 0 ? largest / smallest : .infinity
  }
}
