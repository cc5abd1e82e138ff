import COpenBLAS

/// Least squares by Householder QR with column pivoting (LAPACK's dgeqp3), columns scaled to length one.
struct PivotedQR {
  let coefficients: [Double]
  let inverseFactor: Matrix
  let condition: Double

  init(_ design: Matrix, _ y: [Double], names: [String]) throws {
    BLAS.start()
    let count = design.columns
    let norms = (0..<count).map { j in
      design.elements.withUnsafeBufferPointer { elements in
        cblas_dnrm2(Int32(design.rows), elements.baseAddress.map { $0 + j * design.rows }, 1)
      }
    }
    // Scaling first makes the rank a property of directions, not of units: a column in dollars beside one in basis
    // points must not look dependent because it is small.
    let scales = norms.map { $0 > 0 ? 1 / $0 : 1 }
    var (packed, pivots, reflectors) = try Self.factor(design.scalingColumns(by: scales))
    let triangle = Self.triangle(of: packed)

    let tolerance = Double(max(design.rows, count)) * Double.ulpOfOne
    let leading = abs(triangle[0, 0])
    let rank = (0..<count).prefix { abs(triangle[$0, $0]) > tolerance * leading }.count
    let unscaled = triangle.scalingColumns(by: pivots.map { norms[$0] })
    guard rank == count else {
      let columns = Self.dependentColumns(triangle, rank: rank, pivots: pivots)
      throw StatisticsError.rankDeficient(
        columns: columns.map { names[$0] }, rank: rank, of: count, condition: try unscaled.conditionNumber())
    }

    let rotated = Self.applyTransposedQ(&packed, &reflectors, to: y)
    let inverse = triangle.upperTriangleInverse()
    let solution = inverse.times(Array(rotated.prefix(count)))
    var coefficients = [Double](repeating: 0, count: count)
    var factor = Matrix(rows: count, columns: count)
    for (position, column) in pivots.enumerated() {
      coefficients[column] = solution[position] * scales[column]
      for j in 0..<count { factor[column, j] = inverse[position, j] * scales[column] }
    }
    self.coefficients = coefficients
    inverseFactor = factor
    condition = try unscaled.conditionNumber()
  }

  /// The columns past the rank and those they are made of, in the order of the design.
  ///
  /// R = [A B; 0 ~0] gives each dependent column as A⁻¹b of the independent ones. Columns have length one, so a share
  /// under 1e-7 is rounding and not a part of the combination.
  private static func dependentColumns(_ triangle: Matrix, rank: Int, pivots: [Int]) -> [Int] {
    var involved = Set(pivots[rank...])
    guard rank > 0 else { return involved.sorted() }
    var independent = Matrix(rows: rank, columns: rank)
    for j in 0..<rank {
      for i in 0...j { independent[i, j] = triangle[i, j] }
    }
    let inverse = independent.upperTriangleInverse()
    for j in rank..<triangle.columns {
      let shares = inverse.times((0..<rank).map { triangle[$0, j] })
      for (position, share) in shares.enumerated() where abs(share) > 1e-7 { involved.insert(pivots[position]) }
    }
    return involved.sorted()
  }

  private static func factor(_ scaled: Matrix) throws -> (packed: Matrix, pivots: [Int], reflectors: [Double]) {
    var packed = scaled
    var m = Int32(scaled.rows)
    var n = Int32(scaled.columns)
    var pivots = [Int32](repeating: 0, count: scaled.columns)
    var reflectors = [Double](repeating: 0, count: scaled.columns)
    // dgeqp3 asks for 2n + (n + 1) × block; 64 covers every block size LAPACK uses.
    var length = Int32(2 * scaled.columns + (scaled.columns + 1) * 64)
    var work = [Double](repeating: 0, count: Int(length))
    var info: Int32 = 0
    dgeqp3_(&m, &n, &packed.elements, &m, &pivots, &reflectors, &work, &length, &info)
    guard info == 0 else { throw StatisticsError.notConverged(routine: "dgeqp3") }
    return (packed, pivots.map { Int($0) - 1 }, reflectors)
  }

  private static func triangle(of packed: Matrix) -> Matrix {
    var triangle = Matrix(rows: packed.columns, columns: packed.columns)
    for j in 0..<packed.columns {
      for i in 0...j { triangle[i, j] = packed[i, j] }
    }
    return triangle
  }

  private static func applyTransposedQ(
    _ packed: inout Matrix, _ reflectors: inout [Double], to y: [Double]
  ) -> [Double] {
    var rotated = y
    var m = Int32(packed.rows)
    var k = Int32(packed.columns)
    var one: Int32 = 1
    var length: Int32 = 64 * 65
    var work = [Double](repeating: 0, count: Int(length))
    var info: Int32 = 0
    dormqr_("L", "T", &m, &one, &k, packed.elements, &m, reflectors, &rotated, &m, &work, &length, &info)
    precondition(info == 0, "arguments dormqr accepts")
    return rotated
  }
}
