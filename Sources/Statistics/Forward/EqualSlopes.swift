/// Wald's test that the slopes of several cells are one slope.
///
/// With V their covariance and b̄ = 1'V⁻¹b/1'V⁻¹1 the common slope that fits best, Q = (b - b̄)'V⁻¹(b - b̄) is χ² with one
/// degree of freedom fewer than there are cells, when the cells are large.
public struct EqualSlopes: Hashable, Sendable {
  public let statistic: Double
  public let degreesOfFreedom: Int
  public let p: Double
  /// b̄, where every cell counts by how surely it is known.
  public let common: Double

  /// - Parameter cells: which of the slopes to compare, those of enough episodes.
  /// - Returns: nil for fewer than two cells with a slope, or a covariance that is not positive definite.
  public init?(_ slopes: CellSlopes, cells: [Int]) {
    let cells = cells.filter { slopes.slopes[$0] != nil }
    guard cells.count >= 2 else { return nil }
    let b = cells.compactMap { slopes.slopes[$0]?.slope }
    // Scaled to correlations, so that cells of very different sizes do not look singular.
    let errors = cells.compactMap { slopes.slopes[$0]?.standardError }
    var correlation = Matrix(rows: cells.count, columns: cells.count)
    for (i, a) in cells.enumerated() {
      for (j, c) in cells.enumerated() { correlation[i, j] = slopes.covariance[a, c] / (errors[i] * errors[j]) }
    }
    guard let factor = correlation.choleskyFactor() else { return nil }
    let inverse = factor.upperTriangleInverse()
    // R'⁻¹ turns correlated errors into independent ones of variance one.
    func whitened(_ values: [Double]) -> [Double] {
      values.indices.map { j in (0...j).reduce(0) { $0 + inverse[$1, j] * values[$1] / errors[$1] } }
    }
    let ones = whitened([Double](repeating: 1, count: b.count))
    let values = whitened(b)
    common = Sums.products(ones, values) / Sums.squares(ones)
    let mean = common
    statistic = Sums.squares(zip(values, ones).map { $0 - mean * $1 })
    degreesOfFreedom = cells.count - 1
    p = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)).upperTail(statistic)
  }
}
