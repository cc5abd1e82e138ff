import Numerics
import Testing

@Suite("The middle of a sequence")
struct MiddleTests {
  @Test("is what stands in the middle once they are in order", arguments: [0, 1, 2, 16, 17, 18, 100, 1001, 20_000])
  func sorted(count: Int) {
    var draws = SplitMix64(seed: UInt64(count))
    for distinct in [1, 3, count + 1, 1 << 40] {
      let values = (0..<count).map { _ in draws.number(in: 0..<distinct) }
      let ordered = values.sorted()
      let expected: Int? = count == 0 ? nil : ordered[count / 2]
      #expect(values.middle == expected)
      #expect(ordered.middle == expected)
      #expect(ordered.reversed().middle == expected)
      #expect((ordered + ordered.reversed()).middle == expected)
    }
  }

  @Test("of values that have no order is one of them, and is found")
  func unordered() {
    let values = (0..<5000).map { $0 % 3 == 0 ? Double.nan : Double($0 % 101) }
    #expect(values.middle != nil)
  }
}
