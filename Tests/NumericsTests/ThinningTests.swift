import Numerics
import Testing

@Suite("Thinning of long series")
struct ThinningTests {
  @Test("short series are drawn whole")
  func short() {
    #expect(Thinning.rows(of: [3, 1, 2], limit: 4) == [0, 1, 2])
    #expect(Thinning.rows(of: [], limit: 4) == [])
  }

  @Test("at most the limit is kept, in order, with both ends", arguments: [4001, 5000, 105_120, 1_000_000])
  func limit(count: Int) {
    var draws = SplitMix64(seed: UInt64(count))
    let rows = Thinning.rows(of: (0..<count).map { _ in draws.fraction() })
    #expect(rows.count <= Thinning.limit)
    #expect(rows.count > Thinning.limit / 2)
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
    #expect(rows.first == 0)
    #expect(rows.last == count - 1)
  }

  @Test("a spike of one bar survives, wherever it is", arguments: [1, 777, 52_560, 105_118], [-1.0, 1.0])
  func spike(row: Int, direction: Double) {
    var values = [Double](repeating: 0.5, count: 105_120)
    values[row] += direction
    #expect(Thinning.rows(of: values).contains(row))
  }

  @Test("every stretch keeps its lowest and highest value")
  func extremes() {
    var draws = SplitMix64(seed: 9)
    let values = (0..<60_000).map { _ in draws.fraction() }
    let rows = Set(Thinning.rows(of: values))
    let stretches = Thinning.limit / 4
    let width = values.count / stretches
    for stretch in 0..<stretches {
      let part = stretch * width..<(stretch + 1) * width
      let kept = part.filter(rows.contains).map { values[$0] }
      #expect(kept.min() == values[part].min())
      #expect(kept.max() == values[part].max())
    }
  }

  @Test("a long gap shows and missing values beside others do not hide them")
  func gaps() {
    var values = [Double](repeating: 1, count: 40_000)
    for row in 10_000..<20_000 { values[row] = .nan }
    for row in stride(from: 0, to: 40_000, by: 7) { values[row] = .nan }
    let rows = Thinning.rows(of: values)
    #expect(rows.contains { (10_000..<20_000).contains($0) && values[$0].isNaN })
    #expect(rows.filter { $0 < 10_000 }.allSatisfy { !values[$0].isNaN })
  }

  @Test("a step keeps both sides of each change and nothing between")
  func changes() {
    #expect(Thinning.changes(of: [0, 0, 0, 1, 1, 1, 1, 0, 0]) == [0, 2, 3, 6, 7, 8])
    #expect(Thinning.changes(of: [5]) == [0])
    #expect(Thinning.changes(of: []) == [])
  }
}
