import Market
import Replay
import Research
import Signals
import TestSupport
import Testing

@Suite("Strategies side by side")
struct ComparisonTests {
  private func contenders(_ weights: [Double]) throws -> [Comparison.Contender] {
    var random = KnuthRandom(seed: 7)
    var price = 100.0
    let closes = (0..<24 * 60).map { _ -> Double in
      price *= 1 + (random.unit() - 0.49) * 0.01
      return price
    }
    let frame = Frame.flat(closes, every: .hour)
    let tape = try PreparedMarket(frame)
    return try weights.enumerated().map { index, weight in
      let strategy = try StrategyFile.parse("position: \(weight)\n", file: "s\(index).yaml").bound()
      return Comparison.Contender(
        name: "s\(index)", strategy: strategy, run: try strategy.run(Evaluator(frame), on: tape))
    }
  }

  @Test("a strategy and its double have one Sharpe ratio and move as one")
  func doubled() throws {
    let comparison = try Comparison(try contenders([0.001, 0.002]), seed: 1, replicates: 400)
    let pair = try #require(comparison.pairs.first)
    #expect(abs(try #require(pair.sharpeDifference)) < 0.02)
    #expect(try #require(comparison.correlation[0][1]) > 0.9999)
    #expect(try #require(pair.p) > 0.05 || abs(try #require(pair.sharpeDifference)) < 0.02)
  }

  @Test("a strategy and its opposite move against each other, and the difference is told apart with its interval")
  func opposite() throws {
    let comparison = try Comparison(try contenders([1, -1]), seed: 1, replicates: 400)
    #expect(try #require(comparison.correlation[0][1]) < -0.99)
    let pair = try #require(comparison.pairs.first)
    let (low, high) = (try #require(pair.low), try #require(pair.high))
    #expect(low < high)
    #expect((low...high).contains(try #require(pair.sharpeDifference)))
  }

  @Test("one that never trades has nothing to be compared by")
  func idle() throws {
    let comparison = try Comparison(try contenders([1, 0]), seed: 1, replicates: 400)
    #expect(comparison.pairs.first?.sharpeDifference == nil)
    #expect(comparison.correlation[0][1] == nil)
  }

  @Test("the same seed gives the same test")
  func seeded() throws {
    let runs = try contenders([1, -0.5])
    #expect(
      try Comparison(runs, seed: 5, replicates: 300).pairs == Comparison(runs, seed: 5, replicates: 300).pairs)
    #expect(
      try Comparison(runs, seed: 5, replicates: 300).pairs != Comparison(runs, seed: 6, replicates: 300).pairs)
  }
}
