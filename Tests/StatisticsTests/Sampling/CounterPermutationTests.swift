import Statistics
import Testing

@Suite("A shuffled order that is computed")
struct CounterPermutationTests {
  @Test("everyone has one place", arguments: [1, 2, 3, 5, 16, 17, 1000, 4097])
  func permutation(count: Int) {
    let order = CounterPermutation(count: count, seed: 9)
    #expect((0..<count).map { order[$0] }.sorted() == Array(0..<count))
  }

  @Test("it is a function of count, seed and stream")
  func repeatable() {
    let order = (0..<100).map { CounterPermutation(count: 100, seed: 1, stream: 2)[$0] }
    #expect(order == (0..<100).map { CounterPermutation(count: 100, seed: 1, stream: 2)[$0] })
    #expect(order != (0..<100).map { CounterPermutation(count: 100, seed: 1, stream: 3)[$0] })
    #expect(order != (0..<100).map { CounterPermutation(count: 100, seed: 2, stream: 2)[$0] })
  }

  @Test("over seeds each place is taken by each about equally often, small counts too", arguments: [3, 6, 10])
  func even(count: Int) {
    let seeds = 6000
    var taken = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for seed in 0..<seeds {
      let order = CounterPermutation(count: count, seed: UInt64(seed))
      for place in 0..<count { taken[place][order[place]] += 1 }
    }
    let expected = Double(seeds) / Double(count)
    // Chi-squared over each row, count - 1 degrees of freedom: five standard deviations above its mean.
    for row in taken {
      let distance = row.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
      let freedom = Double(count - 1)
      #expect(distance < freedom + 5 * (2 * freedom).squareRoot(), "\(row)")
    }
  }

  @Test("neighbouring places are not taken by neighbours")
  func scattered() {
    let count = 10_000
    let order = CounterPermutation(count: count, seed: 3)
    var sum = 0.0
    for place in 0..<count - 1 {
      sum += (Double(order[place]) / Double(count) - 0.5) * (Double(order[place + 1]) / Double(count) - 0.5)
    }
    // The covariance of independent uniforms has a standard error of 1 / (12·√n).
    #expect(abs(sum / Double(count)) < 5 / (12 * Double(count).squareRoot()))
  }
}
