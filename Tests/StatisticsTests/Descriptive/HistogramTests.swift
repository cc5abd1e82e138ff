import Statistics
import Testing

@Suite("Histograms")
struct HistogramTests {
  @Test("shares add up to one with everything beyond in the outermost bins")
  func shares() {
    let sample = (0..<1000).map(Double.init) + [1e9, -1e9, .nan]
    let bins = Histogram(covering: [sample])
    let shares = bins.shares(of: sample)
    #expect((shares.reduce(0, +) - 1).magnitude < 1e-12)
    #expect(bins.start > -1e6 && bins.start + bins.width * Double(bins.count) < 1e6)
  }

  @Test("the smallest sample decides how fine the bins are", arguments: [(10, 12), (1000, 29), (100_000, 60)])
  func binCount(size: Int, bins: Int) {
    let small = (0..<size).map(Double.init)
    let large = (0..<200_000).map(Double.init)
    #expect(Histogram(covering: [small, large]).count == bins)
  }

  @Test("a constant sample gets a bar that can be seen")
  func constant() {
    let bins = Histogram(covering: [[2, 2, 2]])
    #expect(bins.width > 0)
    #expect(bins.shares(of: [2, 2, 2]).contains(1))
  }

  @Test("an empty sample has zeros", arguments: [[], [Double.nan]])
  func empty(sample: [Double]) {
    let bins = Histogram(covering: [sample])
    #expect(bins.shares(of: sample).allSatisfy { $0 == 0 })
  }

  @Test("a value on the inner edge belongs to the upper bin, and every value is counted once")
  func edges() {
    let bins = Histogram(covering: [(0...24).map(Double.init)], trim: 0)
    #expect(bins.count == 12)
    #expect(bins.centres.first == 1)
    #expect(bins.shares(of: [0, 1.999, 2, 24]).prefix(2) == [0.5, 0.25])
    #expect(bins.shares(of: [24]).last == 1)
  }
}
