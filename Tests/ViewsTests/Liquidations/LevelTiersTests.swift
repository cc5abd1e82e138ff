import Market
import Replay
import TestSupport
import Testing
import Views

@Suite("Levels by the margin tiers of a venue")
struct LevelTiersTests {
  private func levels(_ instrument: Instrument, _ assumptions: LiquidationLevels.Assumptions) throws
    -> LiquidationLevels
  {
    let folder = try ScratchFolder()
    let coins = series(
      .openInterest, of: instrument, every: .hour,
      at: (0...240).map { (newYear + .hour * $0, [$0 < 100 ? 1000 : 1010]) })
    let forced = series(
      .liquidations, of: instrument, every: .hour, at: (0..<240).map { (newYear + .hour * $0, [1, 0]) })
    let dataset = try folder.dataset(
      "btc", [ViewMarkets.klines(of: instrument, hours: 240) { _ in 100 }, coins, forced])
    let view = try LiquidationView(
      ViewMarkets.moment(dataset, [.liquidations]), history: .days(2), options: .init(levels: assumptions),
      test: StateTest(studies: false))
    return try view.levels.get()
  }

  // Decimals: floors 0 and 50,000, rates 0.4 and 0.5%, deduction 50. A long of 10,000 at 10 times is closed at
  // 0.9 / 0.996 of its entry; one of 100,000 at (0.9 - 50 / 100,000) / 0.995.
  @Test("a position is closed by the tier of its size")
  func bySize() throws {
    let tiers = LevelTiers(MarginTiers([(0, 0.004), (50_000, 0.005)]), source: "given")
    let levels = try levels(
      ViewMarkets.binance, .init(mix: [(10, 1)], sizes: [(10_000, 3), (100_000, 1)], tiers: tiers))
    #expect(levels.positions.map(\.share) == [0.75, 0.25])
    #expect(levels.positions.map(\.maintenance) == [0.004, 0.005])
    let closes = levels.positions.compactMap(\.closesLong)
    #expect(abs(closes[0] - (0.9 / 0.996 - 1)) < 1e-12)
    #expect(abs(closes[1] - ((0.9 - 0.0005) / 0.995 - 1)) < 1e-12)
    let shorts = levels.positions.compactMap(\.closesShort)
    #expect(abs(shorts[0] - (1.1 / 1.004 - 1)) < 1e-12)
  }

  @Test("no position has more leverage than its tier allows")
  func mostLeverage() throws {
    let tiers = LevelTiers(MarginTiers([(0, 0.004), (1_000_000, 0.025)]), source: "given")
    let levels = try levels(
      ViewMarkets.binance, .init(mix: [(100, 1)], sizes: [(10_000, 1), (1_000_000, 1)], tiers: tiers))
    #expect(levels.positions.map(\.leverage) == [100, 20], "2.5% of maintenance go with 5% at first")
  }

  @Test("a venue's printed table is taken, and said to be of another time")
  func printed() throws {
    let levels = try levels(ViewMarkets.binance, .init())
    #expect(levels.tiers.hasSteps && levels.tiers.source.contains("Binance"))
    #expect(levels.caution?.contains("stand in for the rest") == true)
  }

  @Test("where nothing is known of a venue one rate is assumed, and sizes do not matter")
  func assumed() throws {
    let levels = try levels(Instrument(venue: "nowhere", symbol: "BTCUSDT"), .init())
    #expect(!levels.tiers.hasSteps && levels.tiers.source.contains("assumed"))
    #expect(levels.positions.count == 5 && levels.positions.allSatisfy { $0.size == nil && $0.maintenance == 0.005 })
    #expect(abs((levels.positions[1].closesLong ?? 0) - (0.9 / 0.995 - 1)) < 1e-12)
    #expect(levels.caution == nil)
  }

  // Of 100 USD a contract at 100 USD: a long of 10 times has margin N / 1,000 and is closed at 1.004 / 1.1 of its entry, one in
  // dollars at 0.9 / 0.996.
  @Test("a contract that is settled in its coin is closed by other prices, by tiers whose floors are coins")
  func inverse() throws {
    let levels = try levels(
      Instrument(venue: "binance", symbol: "BTCUSD_PERP"), .init(mix: [(10, 1)], sizes: [(100, 1), (1000, 1)]))
    #expect(levels.form == .inverse && levels.tiers.name == "binance-btcusd")
    let closes = levels.positions.compactMap(\.closesLong)
    #expect(abs(closes[0] - (1.004 / 1.1 - 1)) < 1e-12)
    // 10 BTC: 1% with 0.055 BTC off. At P 1,000 / P coins: 1 + 0.055 + 10 = 1,000 · 1.01 / P.
    #expect(levels.positions.map(\.maintenance) == [0.004, 0.01])
    #expect(abs(closes[1] - (10.1 / 11.055 - 1)) < 1e-12)
    let shorts = levels.positions.compactMap(\.closesShort)
    #expect(abs(shorts[0] - (0.996 / 0.9 - 1)) < 1e-12)
    #expect(levels.caution?.contains("undated") == true)
  }

  @Test("floors that are given in dollars are so many coins of an inverse contract at its price")
  func givenInDollars() throws {
    let tiers = LevelTiers(MarginTiers([(0, 0.004), (500, 0.005)]), source: "given")
    let levels = try levels(
      Instrument(venue: "bybit", symbol: "BTCUSD"), .init(mix: [(10, 1)], sizes: [(100, 1), (1000, 1)], tiers: tiers))
    #expect(levels.tiers.tiers.tiers.map(\.from) == [0, 5])
    #expect(levels.positions.map(\.maintenance) == [0.004, 0.005])
  }

  @Test(
    "each venue's own table is taken, with the leverage that it allows, and none is lent to another contract",
    arguments: [
      ("binance", "BTCUSDT", "binance-btc-2021"), ("binance", "ZECUSDT", "binance-zec"),
      ("hyperliquid", "ETH", "hyperliquid-eth"), ("bitmex", "ETHUSDT", "bitmex-eth"),
      ("binance", "BTCUSDC", nil), ("bybit", "BTCUSDT", nil), ("binance", "ETHUSDT", nil),
    ])
  func own(venue: String, symbol: String, table: String?) {
    let instrument = Instrument(venue: venue, symbol: symbol)
    #expect(DatedTiers.printed(for: instrument, instrument.contract)?.name == table)
  }

  @Test("no position has more leverage than the venue's coin allows, and entry margin is of the entry")
  func byTheVenue() throws {
    func one(_ venue: String, _ symbol: String) throws -> AssumedPosition {
      let instrument = Instrument(venue: venue, symbol: symbol)
      let tiers = try #require(DatedTiers.printed(for: instrument, instrument.contract))
      let levels = try levels(
        ViewMarkets.binance, .init(mix: [(100, 1)], tiers: LevelTiers(tiers.table, name: tiers.name)))
      return try #require(levels.positions.first)
    }
    let hyperliquid = try one("hyperliquid", "SOL")
    #expect(hyperliquid.leverage == 20 && hyperliquid.maintenance == 0.025)
    #expect(abs((hyperliquid.closesLong ?? 0) - (0.95 / 0.975 - 1)) < 1e-12)
    // Of BitMEX's example: 1 - 1/50 + 1%.
    let bitmex = try one("bitmex", "ETHUSDT")
    #expect(bitmex.leverage == 50)
    #expect(abs((bitmex.closesLong ?? 0) + 0.01) < 1e-12)
  }
}
