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
    let against = try BenchmarkComparison(Benchmark("hold", marks: Self.marks(market)), strategy: Self.marks(own))
    #expect(abs(against.alphaAnnual.value - 0.365) < 3 * against.alphaAnnual.error)
    #expect(abs(against.beta.value - 0.4) < 3 * against.beta.error)
    #expect(against.alphaAnnual.p ?? 1 < 0.001 && against.days == 1000)
  }

  @Test("half the benchmark captures half of it, up and down, and has no alpha")
  func half() throws {
    let market = Self.noise(200, seed: 5, deviation: 0.02)
    let against = try BenchmarkComparison(
      Benchmark("hold", marks: Self.marks(market)), strategy: Self.marks(market.map { $0 / 2 }))
    let (up, down) = (try #require(against.upCapture), try #require(against.downCapture))
    #expect(abs(up - 0.5) < 1e-12 && abs(down - 0.5) < 1e-12)
    #expect(abs(against.beta.value - 0.5) < 1e-12 && abs(against.alphaAnnual.value) < 1e-12)
    #expect(abs((against.correlation ?? 0) - 1) < 1e-12)
  }

  @Test("a benchmark against itself differs in nothing")
  func itself() throws {
    let market = Self.marks(Self.noise(100, seed: 6, deviation: 0.02))
    let against = try BenchmarkComparison(Benchmark("hold", marks: market), strategy: market)
    #expect(against.trackingErrorAnnual == nil && against.informationRatio == nil)
    #expect(against.strategyReturn == against.benchmarkReturn && against.differenceAnnual.value == 0)
    #expect(against.alphaAnnual.value == 0 && against.alphaAnnual.error == 0 && against.alphaAnnual.p == nil)
    #expect(against.beta.value == 1 && against.beta.error == 0 && against.differenceAnnual.p == nil)
    #expect(against.sharpe.sharpeDifference == 0 && against.sharpe.p == 1 && against.sharpe.ledoitWolf?.p == 1)
  }

  @Test("cash against a benchmark has no alpha, no beta, and no p that rounding made")
  func cash() throws {
    let market = Self.marks(Self.noise(100, seed: 8, deviation: 0.02))
    let against = try BenchmarkComparison(
      Benchmark("hold", marks: market), strategy: Self.marks([Double](repeating: 0, count: 100)))
    #expect(against.alphaAnnual.value == 0 && against.alphaAnnual.p == nil && against.beta.value == 0)
    #expect(against.sharpe.sharpeDifference == nil && against.correlation == nil)
  }

  @Test("alpha and beta are those of numpy's lstsq, the information ratio that of the differences")
  func golden() throws {
    let own = (0..<40).map { (day: Int) -> Double in 0.001 * Double(day * 7 % 11) - 0.004 }
    let its = (0..<40).map { (day: Int) -> Double in 0.001 * Double(day * 5 % 13) - 0.005 }
    let fit = try BenchmarkDays(Benchmark("b", marks: Self.marks(its)), on: Self.marks(own).map(\.day)).fit(own)
    // python3 -c "import numpy as np; ..." with the two lists above; numpy 2.4.6.
    #expect(abs(fit.alpha - 0.0009325417311994494) < 1e-15)
    #expect(abs(fit.beta - 0.13818619858888315) < 1e-12)
    #expect(abs((fit.informationRatio ?? .nan) - 0.8260790032768304) < 1e-10)
  }

  @Test(
    "returns of another currency are refused with what would do; dollars of two kinds are taken as equal, and that is said"
  )
  func currency() throws {
    let coins = Benchmark("hold", currency: "BTC", marks: [])
    let problem = #expect(throws: Problem.self) { try coins.check(currency: "USDT") }
    #expect(problem?.remedy?.contains("a benchmark in USDT") == true)
    let dollars = Benchmark("hold", currency: "USDC", marks: [])
    try dollars.check(currency: "USDT")
    #expect(dollars.note("USDT")?.contains("taken as equal") == true && dollars.note("USDC") == nil)
    try Benchmark("hold", marks: []).check(currency: "USDT")
  }

  /// Daily bars of a contract in coin, from a price of 100.
  private static func coinFrame(_ closes: [Double]) -> Frame {
    let opens = [100] + closes.dropLast()
    var contract = Instrument(venue: "test", symbol: "BTCUSD").contract
    contract.form = .inverse
    (contract.base, contract.quote, contract.settlement) = ("BTC", "USD", "BTC")
    return Frame(
      market: "coin", instrument: Instrument(venue: "test", symbol: "BTCUSD"), contract: contract,
      grid: Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .day, count: closes.count),
      columns: [
        Column("open", .price, opens), Column("high", .price, zip(opens, closes).map { max($0, $1) }),
        Column("low", .price, zip(opens, closes).map { min($0, $1) }), Column("close", .price, closes),
      ])
  }

  @Test("an account in coin is held against a dollar's benchmark for what its coins were worth")
  func coins() throws {
    var price = 100.0
    let closes = Self.noise(60, seed: 9, deviation: 0.02).map { move in
      price *= 1 + move
      return price
    }
    let frame = Self.coinFrame(closes)
    #expect(frame.returnCurrency == "BTC")
    let hold = try Benchmark("hold", currency: "USD", marks: frame.holding).held(against: frame)
    #expect(hold.coin?.currency == "USD" && hold.note("BTC")?.contains("what BTC itself gained") == true)
    // Who holds coins and nothing else is the benchmark.
    let idle = try BenchmarkComparison(hold, strategy: Self.marks([Double](repeating: 0, count: 60)))
    #expect(idle.beta.value == 1 && idle.alphaAnnual.value == 0 && idle.currency == "USD")
    #expect(abs(idle.strategyReturn - (closes[59] / 100 - 1)) < 1e-12)
    // Who is short one dollar for each of them, anew each day, holds dollars: as many coins more as their price is lower.
    let hedged = zip([100] + closes.dropLast(), closes).map { $0 / $1 - 1 }
    let dollars = try BenchmarkComparison(hold, strategy: Self.marks(hedged))
    #expect(abs(dollars.beta.value) < 1e-12 && abs(dollars.strategyReturn) < 1e-12)
    #expect(hold.counting(Self.marks(hedged)).allSatisfy { abs($0.dailyReturn) < 1e-12 })
  }

  @Test("a benchmark in the coin needs no price of it, and one in something else is refused")
  func coinsAlike() throws {
    let frame = Self.coinFrame([101, 102, 103])
    #expect(try Benchmark("other", currency: "BTC", marks: []).held(against: frame).coin == nil)
    #expect(throws: Problem.self) { try Benchmark("other", currency: "ETH", marks: []).held(against: frame) }
  }

  @Test("one that lies elsewhere in time says where it and the run are")
  func elsewhere() {
    let market = Self.marks(Self.noise(100, seed: 7, deviation: 0.02))
    let problem = #expect(throws: Problem.self) {
      try BenchmarkDays(Benchmark("old", marks: Array(market[..<20])), on: market[40...].map(\.day))
    }
    #expect(problem?.what.contains("0 days in common") == true && problem?.what.contains("2025-01-20") == true)
  }

  @Test("too few days in common, and a benchmark that never moves, are refused")
  func refused() {
    let market = Self.marks(Self.noise(100, seed: 7, deviation: 0.02))
    #expect(throws: Problem.self) {
      try BenchmarkComparison(Benchmark("hold", marks: Array(market[40...])), strategy: Array(market[..<60]))
    }
    #expect(throws: Problem.self) {
      try BenchmarkComparison(
        Benchmark("cash", marks: Self.marks([Double](repeating: 0, count: 100))), strategy: market)
    }
  }

  @Test("holding is worth the last close a day over the first open, through bars that were not printed")
  func holding() {
    var closes = (0..<72).map { 100 + Double($0) }
    for row in 20..<30 { closes[row] = .nan }
    let frame = Frame.flat(closes, every: .hour)
    let returns = frame.holding.map(\.dailyReturn)
    #expect(returns.count == 3)
    let growth: Double = returns.reduce(1) { worth, day in worth * (1 + day) }
    #expect(abs(growth - 1.71) < 1e-12)
    let first: Double = 119 / 100 - 1
    #expect(returns[0] == first)
  }
}
