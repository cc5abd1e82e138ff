import Market
import Testing

@Suite("Published fees")
struct FeeScheduleTests {
  @Test("every list falls from level to level, is of one venue, and says where it is from")
  func lists() {
    for (venue, schedule) in FeeSchedule.published {
      #expect(schedule.venue == venue && !schedule.market.isEmpty)
      #expect(!schedule.source.isEmpty || venue == "demo")
      for (before, after) in zip(schedule.tiers, schedule.tiers.dropFirst()) {
        #expect(after.taker <= before.taker && after.maker <= before.maker, "\(venue) \(after.name)")
        if let more = after.volume { #expect(more > before.volume ?? 0) }
      }
      #expect(Set(schedule.tiers.map(\.name)).count == schedule.tiers.count)
      #expect(schedule.byVolume.first.map { $0.volume == 0 } ?? true)
    }
  }

  @Test("a level is found by its name, whatever its case, and by its number")
  func names() throws {
    let bybit = try #require(FeeSchedule.published["bybit"])
    #expect(bybit.tier(named: "VIP3")?.taker == 0.00035)
    #expect(bybit.tier(named: "supreme vip")?.maker == 0)
    #expect(bybit.tier(named: "vip 0")?.name == "non-VIP" && bybit.tier(numbered: 0)?.name == "non-VIP")
    #expect(bybit.tier(numbered: 6) == nil && bybit.tier(named: "vip 6") == nil)
    #expect(FeeSchedule.published["dydx"]?.tier(numbered: 0) == nil)
  }

  @Test("a rate is the decimal that the venue lists in basis points: 1.7 bps is 0.00017")
  func decimals() {
    #expect(FeeSchedule.published["binance"]?.tier(numbered: 9)?.taker == 0.00017)
    for tier in FeeSchedule.published.values.flatMap(\.tiers) {
      for rate in [tier.taker, tier.maker] { #expect("\(rate)".count <= 9, "\(tier.name) \(rate)") }
    }
  }

  @Test("what is charged by silence is the first level, and a list of another market is said")
  func standard() throws {
    let binance = Instrument(venue: "binance", symbol: "BTCUSDT")
    #expect(TradingFees.standard(for: binance).source == "Binance USD-margined futures, regular user, 2026-11")
    #expect(TradingFees.standard(for: Instrument(venue: "deribit", symbol: "BTC-PERPETUAL")).maker == 0)
    #expect(TradingFees.standard(for: Instrument(venue: "mine", symbol: "X")).source.contains("nothing is known"))
    let bybit = try #require(FeeSchedule.published["bybit"])
    #expect(TradingFees.caution(bybit, on: binance)?.contains("trades at binance") == true)
    #expect(TradingFees.caution(bybit, on: Instrument(venue: "bybit", symbol: "BTCUSDT")) == nil)
    #expect(
      TradingFees.caution(bybit, on: Instrument(venue: "bybit", symbol: "BTCUSDT", type: .spot))?.contains("spot")
        == true)
  }
}
