import Foundation
import Market
import Numerics
import Replay
import Research
import TestSupport
import Testing
import Views

@Suite("Liquidation levels, as a model has them")
struct LiquidationLevelsTests {
  /// Price stands at 100 but for what `low` says; open interest is a thousand coins, ten more from hour 100 on.
  private func levels(
    mix: [(leverage: Double, share: Double)] = [(10, 1)], after: @escaping (Int) -> Double = { _ in 1010 },
    price: @escaping (Int) -> Double = { _ in 100 }
  ) throws -> LiquidationLevels {
    let folder = try ScratchFolder()
    let coins = series(
      .openInterest, of: ViewMarkets.binance, every: .hour,
      at: (0...240).map { (newYear + .hour * $0, [$0 < 100 ? 1000 : after($0)]) })
    let forced = series(
      .liquidations, of: ViewMarkets.binance, every: .hour, at: (0..<240).map { (newYear + .hour * $0, [1, 0]) })
    let dataset = try folder.dataset(
      "btc", [ViewMarkets.klines(of: ViewMarkets.binance, hours: 240, price), coins, forced])
    let options = LiquidationView.Options(levels: .init(mix: mix, tiers: LevelTiers(.flat(0), source: "none")))
    let view = try LiquidationView(
      ViewMarkets.moment(dataset, [.liquidations]), history: .days(2), options: options, test: StateTest(studies: false)
    )
    return try view.levels.get()
  }

  @Test("ten new coins at ten times are closed a tenth below as longs and a tenth above as shorts")
  func entry() throws {
    let levels = try levels()
    #expect(levels.levels.count == 2)
    let longs = try #require(levels.levels.first { $0.isLong })
    let shorts = try #require(levels.levels.first { !$0.isLong })
    #expect(abs(log(longs.price / 90)) < 0.006 && abs(log(shorts.price / 110)) < 0.006)
    #expect(abs(longs.dollars - 1000) < 1e-6 && abs(shorts.dollars - 1000) < 1e-6, "ten coins at a hundred dollars")
    #expect(longs.share == 1 && longs.distance < 0)
    #expect(levels.test == nil, "nobody asked for a test")
  }

  @Test("leverage is shared out by the mix, and what is beyond a fifth is not shown")
  func mix() throws {
    let levels = try levels(mix: [(2, 1), (10, 2), (20, 1)])
    let longs = levels.levels.filter(\.isLong)
    #expect(longs.map { ($0.dollars).rounded() } == [500, 250], "a quarter at twice is closed at half the price")
  }

  @Test("where open interest leaves all that is open shrinks alike, and what price has crossed is closed")
  func leaving() throws {
    let half = try levels(after: { $0 < 150 ? 1010 : 505 })
    #expect(half.levels.allSatisfy { abs($0.dollars - 500) < 1e-6 })
    let crossed = try levels(price: { $0 == 200 ? 89 : 100 })
    #expect(crossed.levels.map(\.isLong) == [false])
  }

  @Test("leverage that is closed where it is entered is at no level, and is said; of that alone there are no levels")
  func closedAtOnce() throws {
    let some = try levels(mix: [(10, 1), (2000, 1)])
    #expect(some.amended?.contains("At 2000x a position is closed within 0.1% of its entry") == true)
    #expect(some.amended?.contains("Shares of leverage add up to 2") == true)
    #expect(throws: Unavailable.self) { try levels(mix: [(2000, 1)]) }
    #expect(try levels().amended == nil)
  }

  /// Hours whose one level lies anywhere within a tenth, and moves that reach anywhere within it.
  private func hours(_ seed: UInt64, hits: Bool) -> [LevelTest.Hour] {
    var random = CounterRandom(seed: seed)
    return (0..<1500).map { _ in
      let level = random.below(100)
      let below = (0...200).map { Float($0 >= level ? 1 : 0) }
      let fall = Double(random.below(100)) / 1000 + 0.0005
      let isHit = hits ? fall >= Double(level) / 1000 : random.uniform() < 0.5
      return LevelTest.Hour(longs: isHit ? 100 : 1, shorts: 0, fall: fall, rise: 0, below: below, above: below)
    }
  }

  @Test("levels that liquidations come from are hit more than those of other hours at the same distances")
  func hit() throws {
    let test = try LevelTest(hours(3, hits: true))
    #expect(test.lift > 1.2 && test.p < 0.01)
    #expect(test.shifts == 1500 - 2 * 168 + 1)
  }

  @Test("levels that have nothing to do with liquidations are hit as much as others")
  func nothing() throws {
    let tests = try (0..<20).map { try LevelTest(hours(100 + UInt64($0), hits: false)) }
    #expect(tests.count { $0.p <= 0.05 } <= 4)
    #expect(tests.allSatisfy { abs($0.lift - 1) < 0.2 })
  }

  @Test("few hours are said to be few")
  func few() {
    #expect(throws: (any Error).self) { try LevelTest(Array(hours(1, hits: true).prefix(300))) }
  }
}

@Suite("Leverage implied by a model")
struct LeverageEstimateTests {
  @Test("the mean entry follows what is added, and a fall that closes longs says how thin their margin was")
  func entry() throws {
    let folder = try ScratchFolder()
    // A hundred coins at 100, a hundred more at 120: mean entry 110; then a fall to 99 closes longs.
    let price = { (hour: Int) -> Double in hour < 100 ? 100 : hour < 200 ? 120 : 99 }
    let coins = series(
      .openInterest, of: ViewMarkets.binance, every: .hour,
      at: (0...240).map { (newYear + .hour * $0, [$0 < 110 ? 100 : 200]) })
    let forced = series(
      .liquidations, of: ViewMarkets.binance, every: .hour,
      at: (0..<240).map { (newYear + .hour * $0, [$0 >= 200 ? 5 : 0, 0]) })
    let dataset = try folder.dataset(
      "btc", [ViewMarkets.klines(of: ViewMarkets.binance, hours: 240, price), coins, forced])
    let view = try InterestView(
      ViewMarkets.moment(dataset, [.openInterest]), history: .days(2), test: StateTest(studies: false))
    let leverage = try view.leverage.get()
    #expect(abs(leverage.entry - 110) < 1e-9)
    #expect(abs(leverage.distance - (99.0 / 110 - 1)) < 1e-12)
    // By the first tier of the table of Binance: 1 - 99/110 · 0.996 = 0.1036
    #expect(abs(try #require(leverage.longs) - 1 / 0.1036) < 1e-9)
    #expect(leverage.shorts == nil)
    #expect(abs(try #require(leverage.turnover1d) - 240 / 200) < 1e-12, "ten coins an hour")
    #expect(abs(try #require(leverage.liquidated7d) - 1) < 1e-12)
  }
}

@Suite("The last Friday of a quarter")
struct QuarterlyTests {
  @Test("is told from other Fridays and other months")
  func fridays() {
    #expect(Instant(year: 2025, month: 3, day: 28, hour: 8).isQuarterly)
    #expect(Instant(year: 2025, month: 6, day: 27, hour: 8).isQuarterly)
    #expect(!Instant(year: 2025, month: 3, day: 21, hour: 8).isQuarterly)
    #expect(!Instant(year: 2025, month: 2, day: 28, hour: 8).isQuarterly)
    #expect(!Instant(year: 2025, month: 3, day: 27, hour: 8).isQuarterly)
  }
}
