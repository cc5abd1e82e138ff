import Market
import Numerics
import Replay
import Research
import Signals
import TestSupport
import Testing

@Suite("How sure a run is")
struct SamplingErrorTests {
  private static func run(_ rule: String, days: Int) throws -> Run {
    var random = CounterRandom(seed: 4)
    var price = 100.0
    let closes = (0..<24 * days).map { _ -> Double in
      price *= 1 + 0.002 * random.normal() + 0.0001
      return price
    }
    let frame = Frame.flat(closes, every: .hour)
    return try StrategyFile.parse(rule, file: "walk.yaml").bound().run(Evaluator(frame), on: PreparedMarket(frame))
  }

  @Test("the interval holds the ratio in its middle, and is no narrower than independent days would make it")
  func interval() throws {
    let run = try Self.run("position: 0.5\ncosts: { taker: 0bps, slippage: 0bps }\n", days: 120)
    let found = try SamplingError(run)
    let sharpe = try #require(run.figures.sharpeAnnual)
    #expect(found.days == 120 && found.sharpeAnnual == sharpe)
    #expect(abs((found.interval.lowerBound + found.interval.upperBound) / 2 - sharpe) < 1e-9)
    // The error of a ratio of normal days is about √(365/120) a year.
    #expect(found.interval.upperBound - sharpe > 1.9 * (365.0 / 120).squareRoot())
    #expect((found.probability > 0.975) == (found.interval.lowerBound > 0))
  }

  @Test("a run without a ratio, or of a few days, says why there is none")
  func none() throws {
    #expect(throws: Unavailable.self) {
      try SamplingError(Self.run("long: { enter: close < 0, exit: close > 0 }\n", days: 30))
    }
    #expect(throws: Unavailable.self) { try SamplingError(Self.run("position: 0.5\n", days: 3)) }
  }
}
