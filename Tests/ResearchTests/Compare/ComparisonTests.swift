import Market
import Numerics
import Replay
import Research
import Signals
import Statistics
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
      return Comparison.Contender(name: "s\(index)", days: try strategy.run(Evaluator(frame), on: tape).daily)
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

  private static func made(_ name: String, _ returns: [Double], from day: Int = 0) -> Comparison.Contender {
    Comparison.Contender(
      name: name,
      days: returns.enumerated().map { index, value in
        DailyMark(day: Instant(year: 2025, month: 1, day: 1) + .days(day + index), equity: 1, dailyReturn: value)
      })
  }

  private static func noise(_ seed: UInt64, _ count: Int = 200, deviation: Double = 0.01) -> [Double] {
    var random = CounterRandom(seed: seed)
    return (0..<count).map { _ in 0.0005 + deviation * random.normal() }
  }

  @Test("of a handful of days nothing is told apart, whatever resamples of them come to", arguments: [2, 5, 29, 30])
  func fewDays(days: Int) throws {
    let both = [Self.made("a", Self.noise(1, days)), Self.made("b", Self.noise(2, days))]
    let pair = try #require(Comparison(both, seed: 1, replicates: 400).pairs.first)
    #expect((pair.decisiveP == nil) == (days < MinimumSample.days) && (pair.low == nil) == (days < MinimumSample.days))
    #expect((pair.sharpeDifference == nil) == (days < LeastLength.days), "as the ratios themselves")
  }

  @Test("returns that are one and the same have no ratio to differ")
  func steady() throws {
    let both = [Self.made("a", (0..<60).map { _ in 0.01 * (1 + 1e-13) }), Self.made("b", Self.noise(2, 60))]
    #expect(try Comparison(both, seed: 1, replicates: 400).pairs.first?.sharpeDifference == nil)
  }

  @Test("permuting the strategies changes nothing but the order")
  func permuted() throws {
    let all = (0..<4).map { Self.made("s\($0)", Self.noise(UInt64($0) + 1)) }
    let order = [2, 0, 3, 1]
    let one = try Comparison(all, seed: 1, replicates: 200)
    let other = try Comparison(order.map { all[$0] }, seed: 1, replicates: 200)
    for pair in one.pairs {
      let twin = try #require(other.pairs.first { Set([$0.a, $0.b]) == Set([pair.a, pair.b]) })
      let sign = twin.a == pair.a ? 1.0 : -1.0
      #expect(twin.sharpeDifference == pair.sharpeDifference.map { sign * $0 })
      #expect(twin.p == pair.p && twin.meanBlock == pair.meanBlock)
      #expect(twin.low == (sign > 0 ? pair.low : pair.high.map { -$0 }))
      #expect(twin.ledoitWolf?.p == pair.ledoitWolf?.p)
      #expect(twin.ledoitWolf?.standardError == pair.ledoitWolf?.standardError)
    }
    for (row, a) in order.enumerated() {
      for (column, b) in order.enumerated() {
        #expect(abs((other.correlation[row][column] ?? 2) - (one.correlation[a][b] ?? -2)) < 1e-14)
        #expect(abs((other.drawdownCorrelation[row][column] ?? 2) - (one.drawdownCorrelation[a][b] ?? -2)) < 1e-14)
      }
    }
    let (mix, mixed) = (try one.mix.get(), try other.mix.get())
    #expect(zip(order, mixed.weights).allSatisfy { abs(mix.weights[$0].weight - $1.weight) < 1e-15 })
    #expect(abs(mix.totalReturn - mixed.totalReturn) < 1e-12)
  }

  @Test("a mix gives each the same risk, weights that add up to one, and nothing to what never traded")
  func mix() throws {
    let parts = [
      Self.made("calm", Self.noise(1, deviation: 0.005)), Self.made("wild", Self.noise(2, deviation: 0.02)),
      Self.made("idle", [Double](repeating: 0, count: 200)),
    ]
    let comparison = try Comparison(parts, seed: 1, replicates: 100)
    let mix = try comparison.mix.get()
    #expect(abs(mix.weights.reduce(0) { $0 + $1.weight } - 1) < 1e-12 && mix.weights[2].weight == 0)
    let risks = zip(parts, mix.weights).prefix(2).map { part, weight in
      weight.weight * Moments(part.days.map(\.dailyReturn)).standardDeviation(ddof: 1)
    }
    #expect(abs(risks[0] - risks[1]) < 1e-15)
    let day =
      mix.weights[0].weight * parts[0].days[7].dailyReturn + mix.weights[1].weight * parts[1].days[7].dailyReturn
    #expect(abs(mix.returns[7] - day) < 1e-15)
    #expect((mix.diversification ?? 0) > 1 && mix.maxDrawdown < 0 && mix.equity.count == 200)
    let alone = try Comparison([parts[0], parts[2]], seed: 1, replicates: 100)
    #expect(throws: Unavailable.self) { try alone.mix.get() }
  }

  @Test("two that are under water together have drawdowns that move as one, whatever their size")
  func drawdowns() throws {
    let returns = Self.noise(5)
    let comparison = try Comparison(
      [Self.made("a", returns), Self.made("b", returns.map { $0 / 2 })], seed: 1, replicates: 100)
    #expect((comparison.drawdownCorrelation[0][1] ?? 0) > 0.98)
    #expect(abs((comparison.drawdownCorrelation[0][0] ?? 0) - 1) < 1e-12)
  }

  @Test("over several markets returns are the mean of the days that all have")
  func pooled() throws {
    let one = [Self.made("s", [0.01, 0.02, 0.03, 0.04])]
    let other = [Self.made("s", [0.10, 0.20, 0.30, 0.40], from: 2)]
    let pooled = Comparison.pooled([one, other])
    #expect(pooled[0].days.map(\.day) == [2, 3].map { Instant(year: 2025, month: 1, day: 1) + .days($0) })
    #expect(zip(pooled[0].days.map(\.dailyReturn), [0.065, 0.12]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(Comparison.pooled([one])[0].days == one[0].days)
  }

  @Test("what totals are held against is pooled as they are: half of every market is half of all, and nothing is left")
  func pooledBenchmark() throws {
    let markets = [Self.made("hold", Self.noise(1)), Self.made("hold", Self.noise(2), from: 3)]
    let halves = markets.enumerated().map { index, market in
      [Self.made("half", market.days.map { $0.dailyReturn / 2 }, from: 3 * index)]
    }
    let hold = Benchmark("hold", marks: Comparison.pooled(markets.map(\.days)))
    let against = try BenchmarkComparison(hold, strategy: Comparison.pooled(halves)[0].days, replicates: 100)
    #expect(against.days == 197)
    #expect(abs(against.beta.value - 0.5) < 1e-12 && abs(against.alphaAnnual.value) < 1e-12)
    // Against one market alone most of the other is left.
    let one = try BenchmarkComparison(
      Benchmark("hold", marks: markets[0].days), strategy: Comparison.pooled(halves)[0].days, replicates: 100)
    #expect(one.days == 197 && one.beta.error > 0.01)
  }

  @Test("a strategy that never trades says what its rules asked for")
  func idleReason() throws {
    let closes = (0..<480).map { 100 + Double($0 % 7) }
    let frame = Frame.flat(closes, every: .hour)
    func reason(_ text: String) throws -> String? {
      try StrategyFile.parse(text, file: "s.yaml").bound().idleReason(Evaluator(frame), .none)
    }
    #expect(try reason("long: { enter: close > 1000 }\n") == "long.enter held on 0 of 480 bars")
    #expect(
      try reason("short: { enter: \"mean(close, 400) > 1000\" }\n") == "short.enter held on 0 of 480 bars, known on 81")
    #expect(try reason("position: 0 * close / open\n") == "position was not zero on 0 of 480 bars")
    #expect(
      try reason("long: { enter: close > 103, exit: close > 102 }\n")
        == "long.enter held on 204 of 480 bars; its exit held as well on 204 of these")
    #expect(
      try reason("long: { enter: close > 103 }\nshort: { enter: close > 103, exit: close > 105 }\n")
        == "long.enter held on 204 of 480 bars; short.enter held on 204 of 480 bars; its exit held as well on 68 of these; both sides were wanted on 136, and then neither is entered"
    )
    #expect(
      try reason("position: 1\nrebalance: 5\n")
        == "position was not zero on 480 of 480 bars; an order waits until the weight is more than 5.0 from the last one ordered ('rebalance')"
    )
  }
}
