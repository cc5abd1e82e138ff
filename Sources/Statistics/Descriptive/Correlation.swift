/// How two columns move together, over the rows on which both are known.
public struct Correlation: Hashable, Sendable {
  /// -1 to 1; NaN when a column does not vary or fewer than two rows are known.
  public let coefficient: Double
  public let observations: Int

  /// Pearson's product-moment correlation.
  public static func pearson(_ a: [Double], _ b: [Double]) -> Correlation {
    let (a, b) = pairs(a, b)
    let deviationsA = deviations(a)
    let deviationsB = deviations(b)
    let scale = (Sums.squares(deviationsA) * Sums.squares(deviationsB)).squareRoot()
    let coefficient = scale > 0 ? Sums.products(deviationsA, deviationsB) / scale : .nan
    return Correlation(coefficient: min(max(coefficient, -1), 1), observations: a.count)
  }

  /// Spearman's rank correlation: Pearson's of average ranks, taken over the rows on which both are known. With forward
  /// returns on one side this is the information coefficient; its t needs overlap-robust errors like any other.
  public static func spearman(_ a: [Double], _ b: [Double]) -> Correlation {
    let (a, b) = pairs(a, b)
    return pearson(averageRanks(a), averageRanks(b))
  }

  private static func pairs(_ a: [Double], _ b: [Double]) -> ([Double], [Double]) {
    precondition(a.count == b.count, "columns of one length")
    let known = a.indices.filter { !a[$0].isNaN && !b[$0].isNaN }
    return known.count == a.count ? (a, b) : (known.map { a[$0] }, known.map { b[$0] })
  }

  private static func deviations(_ values: [Double]) -> [Double] {
    let mean = Sums.sum(values) / Double(values.count)
    return values.map { $0 - mean }
  }
}
