/// Series that say the same: each stands behind the first in a given order that it is closely correlated with.
///
/// The first of the order represents a cluster; whatever correlates with it by at least the threshold, in size, joins
/// it; the next one that is left represents the next. A signal and its negation say the same. Every member is so close to
/// its representative, which chains of neighbours (single linkage) would not promise, and the strongest of a cluster
/// stands for it. Genetics calls it clumping.
public struct CorrelationClusters: Hashable, Sendable {
  public struct Cluster: Hashable, Sendable {
    /// Places of the series; the representative first, then in order.
    public let members: [Int]
    /// Of each with the representative.
    public let correlations: [Double]

    public var representative: Int { members[0] }
  }

  /// In the order in which their representatives come.
  public let clusters: [Cluster]

  /// - Parameters:
  ///   - panels: by market, one list a series over the same rows, NaN where unknown. Correlations are the mean over
  ///     markets; an unknown value counts as its series' mean.
  ///   - order: every series once, the strongest first.
  ///   - threshold: of |ρ|, above 0; at 1 only copies are alike, but for rounding.
  /// - Complexity: O(markets × rows × series²) at the speed of BLAS.
  public init(_ panels: [[[Double]]], order: [Int], threshold: Double) {
    let count = order.count
    var sums: [Double] = []
    for panel in panels {
      let rows = panel.first?.count ?? 0
      let unit = concurrentMap(panel.count) { Self.unit(panel[$0]) }
      let gram = Matrix(rows: rows, columns: count, elements: unit.flatMap { $0 }).gram()
      if sums.isEmpty {
        sums = gram.elements
      } else {
        for index in sums.indices { sums[index] += gram.elements[index] }
      }
    }
    if sums.isEmpty { sums = [Double](repeating: 0, count: count * count) }
    let markets = Double(max(1, panels.count))
    var isTaken = [Bool](repeating: false, count: count)
    var clusters: [Cluster] = []
    for representative in order where !isTaken[representative] {
      isTaken[representative] = true
      var members = [representative]
      var correlations = [1.0]
      for other in order where !isTaken[other] {
        let correlation = sums[representative * count + other] / markets
        guard abs(correlation) >= threshold - 1e-9 else { continue }
        isTaken[other] = true
        members.append(other)
        correlations.append(correlation)
      }
      clusters.append(Cluster(members: members, correlations: correlations))
    }
    self.clusters = clusters
  }

  /// Deviations of length one; zeros for a series that does not vary.
  private static func unit(_ values: [Double]) -> [Double] {
    let known = values.filter { !$0.isNaN }
    guard known.count > 1 else { return [Double](repeating: 0, count: values.count) }
    let mean = Sums.sum(known) / Double(known.count)
    let deviations = values.map { $0.isNaN ? 0 : $0 - mean }
    let length = Sums.squares(deviations).squareRoot()
    guard length > 1e-12 * abs(mean) * Double(known.count).squareRoot(), length > 0 else {
      return [Double](repeating: 0, count: values.count)
    }
    return deviations.map { $0 / length }
  }
}
