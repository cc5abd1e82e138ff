import Numerics
import Statistics
import Testing

@Suite("How many tests look good by chance")
struct ChanceCountTests {
  private func noise(_ seed: UInt64, rows: Int = 300) -> [Double] {
    var random = CounterRandom(seed: seed)
    return (0..<rows).map { _ in random.normal() }
  }

  private func count(_ series: [[Double]], observed: Int) throws -> ChanceCount {
    ChanceCount(
      try ContributionFamily(series, alternatives: series.map { _ in .either }, meanBlock: 1, replicates: 999, seed: 1),
      observed: observed, level: 0.05)
  }

  @Test("of a hundred independent tests five look good on their own and seldom more than nine")
  func independent() throws {
    let found = try count((0..<100).map { noise($0) }, observed: 9)
    #expect(found.expected == 5 && (8...11).contains(found.usual))
    #expect(found.p > 0.02 && found.p < 0.2)
  }

  @Test("of a hundred copies all look good or none: a hundred at once are not unusual in one case of twenty")
  func copies() throws {
    let one = noise(7)
    let found = try count([[Double]](repeating: one, count: 100), observed: 100)
    #expect(found.expected == 5)
    #expect(found.usual == 0 || found.usual == 100)
    #expect((0.03...0.08).contains(found.p))
  }
}

@Suite("Series that say the same")
struct CorrelationClustersTests {
  @Test("the first of the order represents what correlates with it, signs aside, and chains do not grow")
  func clusters() {
    // b lies between a and c, which share nothing.
    let a: [Double] = [1, -1, 1, -1, 1, -1, 1, -1]
    let c: [Double] = [1, 1, -1, -1, 1, 1, -1, -1]
    let b = zip(a, c).map { $0 + $1 }
    let panel = [a, b, c, a.map { -3 * $0 }, [Double](repeating: 2, count: 8)]
    let found = CorrelationClusters([panel], order: [0, 1, 2, 3, 4], threshold: 0.7).clusters
    #expect(found.map(\.members) == [[0, 1, 3], [2], [4]])
    #expect(found[0].correlations.map { ($0 * 1000).rounded() / 1000 } == [1, 0.707, -1])
    // Asked for first, the one in the middle takes both sides.
    let other = CorrelationClusters([panel], order: [1, 0, 2, 3, 4], threshold: 0.7).clusters
    #expect(other.map(\.members) == [[1, 0, 2, 3], [4]])
  }

  @Test("an unknown value counts as the mean, and two markets as the mean of their correlations")
  func markets() {
    let a: [Double] = [1, 2, 3, 4, .nan]
    let alike = [[a, a.map { 2 * $0 }], [a, a.map { -$0 }]]
    #expect(CorrelationClusters(alike, order: [0, 1], threshold: 0.5).clusters.count == 2)
    #expect(CorrelationClusters([alike[0]], order: [0, 1], threshold: 1).clusters.count == 1)
  }
}
