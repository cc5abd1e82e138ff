import Market
import TestSupport
import Testing
import Views

@Suite("Open interest by venue")
struct InterestViewTests {
  /// Price 50,000 until the last day and 40,000 in it; 1,000 coins and then 1,100.
  private func view(_ more: [Series] = []) throws -> InterestView {
    let folder = try ScratchFolder()
    let coins = series(
      .openInterest, of: ViewMarkets.binance, every: .hour,
      at: (0...960).map { (newYear + .hour * $0, [$0 > 940 ? 1100 : 1000]) })
    let dataset = try folder.dataset(
      "btc",
      [ViewMarkets.klines(of: ViewMarkets.binance) { $0 > 940 ? 40_000 : 50_000 }, coins] + more)
    return try InterestView(
      ViewMarkets.moment(dataset, [.openInterest]), history: .days(3), test: StateTest(studies: false))
  }

  @Test("dollars are coins at the price known then, and changes are said of both")
  func dollars() throws {
    let venue = try #require(try view().venues.first)
    #expect(venue.coins == 1100)
    #expect(venue.dollars == 44_000_000)
    #expect(abs(try #require(venue.coinsChange1d) - 0.1) < 1e-15)
    #expect(abs(try #require(venue.dollarsChange1d) - (44.0 / 50 - 1)) < 1e-15)
    #expect(venue.share == 1)
  }

  @Test("price down and coins up are new shorts, although dollars went down")
  func quadrant() throws {
    let day = try #require(try view().quadrants.first { $0.length == .day })
    #expect(day.kind == .newShorts)
    #expect(abs(day.priceChange + 0.2) < 1e-15)
  }

  /// Bars of Binance for `hours`, beside open interest of Bybit for forty days.
  private func mixed(_ hours: Int) throws -> InterestView {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset(
      "btc",
      [
        ViewMarkets.klines(of: ViewMarkets.binance, hours: hours) { _ in 100 },
        ViewMarkets.interest(of: ViewMarkets.bybit, dollars: 1e6),
      ])
    return try InterestView(
      ViewMarkets.moment(dataset, [.openInterest]), history: .days(3), test: StateTest(studies: false))
  }

  @Test("volume of one venue is held against no open interest of another")
  func turnover() throws {
    let leverage = try mixed(960).leverage.get()
    #expect(leverage.instrument == ViewMarkets.binance && leverage.holder == ViewMarkets.bybit)
    #expect(leverage.turnover1d == nil && leverage.liquidated7d == nil)
  }

  @Test("a model of leverage is not said after the last bar")
  func staleModel() throws {
    let view = try mixed(800)
    #expect(view.leverage.answer == nil)
    #expect(try #require(view.leverage.why).contains("last known together at"))
  }

  @Test("a sum over venues is shown beside them and not added to them")
  func aggregate() throws {
    let sum = Instrument(venue: "coinglass", symbol: "BTCUSDT")
    let view = try view([ViewMarkets.interest(of: sum, dollars: 9e9)])
    #expect(view.venues.map(\.instrument) == [sum, ViewMarkets.binance])
    #expect(view.venues.map(\.share) == [nil, 1])
    #expect(try #require(view.total.answer).dollars == 44_000_000)
  }
}
