import Market
import Numerics
import Replay
import Research
import TestSupport
import Testing

@Suite("A run against a benchmark")
struct BenchmarkComparisonTests {
  private static func marks(_ returns: [Double]) -> [DailyMark] {
    returns.enumerated().map { day, value in
      DailyMark(day: Instant(year: 2025, month: 1, day: 1) + .days(day), equity: 1, dailyReturn: value)
    }
  }

  private static func noise(_ count: Int, seed: UInt64, deviation: Double) -> [Double] {
    var random = CounterRandom(seed: seed)
    return (0..<count).map { _ in deviation * random.normal() }
  }

  @Test("alpha and beta are those that were put in, within their errors")
  func planted() throws {
    let market = Self.noise(1000, seed: 3, deviation: 0.03)
    let own = zip(market, Self.noise(1000, seed: 4, deviation: 0.005)).map { 0.001 + 0.4 * $0 + $1 }
    let against = try BenchmarkComparison("hold", strategy: Self.marks(own), benchmark: Self.marks(market))
    #expect(abs(against.alphaAnnual.value - 0.365) < 3 * against.alphaAnnual.error)
    #expect(abs(against.beta.value - 0.4) < 3 * against.beta.error)
    #expect(against.alphaAnnual.p ?? 1 < 0.001 && against.days == 1000)
  }

  @Test("half the benchmark captures half of it, up and down, and has no alpha")
  func half() throws {
    let market = Self.noise(200, seed: 5, deviation: 0.02)
    let against = try BenchmarkComparison(
      "hold", strategy: Self.marks(market.map { $0 / 2 }), benchmark: Self.marks(market))
    let (up, down) = (try #require(against.upCapture), try #require(against.downCapture))
    #expect(abs(up - 0.5) < 1e-12 && abs(down - 0.5) < 1e-12)
    #expect(abs(against.beta.value - 0.5) < 1e-12 && abs(against.alphaAnnual.value) < 1e-12)
    #expect(abs((against.correlation ?? 0) - 1) < 1e-12)
  }

  @Test("a benchmark against itself differs in nothing")
  func itself() throws {
    let market = Self.marks(Self.noise(100, seed: 6, deviation: 0.02))
    let against = try BenchmarkComparison("hold", strategy: market, benchmark: market)
    #expect(against.trackingErrorAnnual == nil && against.informationRatio == nil)
    #expect(against.strategyReturn == against.benchmarkReturn && against.differenceAnnual.value == 0)
  }

  @Test("too few days in common, and a benchmark that never moves, are refused")
  func refused() {
    let market = Self.marks(Self.noise(100, seed: 7, deviation: 0.02))
    #expect(throws: Problem.self) {
      try BenchmarkComparison("hold", strategy: Array(market[..<60]), benchmark: Array(market[40...]))
    }
    #expect(throws: Problem.self) {
      try BenchmarkComparison("cash", strategy: market, benchmark: Self.marks([Double](repeating: 0, count: 100)))
    }
  }

  @Test("holding is worth the last close a day over the first open, through bars that were not printed")
  func holding() {
    var closes = (0..<72).map { 100 + Double($0) }
    for row in 20..<30 { closes[row] = .nan }
    let frame = Frame.flat(closes, every: .hour)
    let returns = frame.holding.map(\.dailyReturn)
    #expect(returns.count == 3)
    #expect(abs(returns.reduce(1) { $0 * (1 + $1) } - 171.0 / 100) < 1e-12)
    #expect(returns[0] == 119.0 / 100 - 1)
  }
}
