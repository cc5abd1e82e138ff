import Market
import Results
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
    let (coins, dollars) = (try #require(venue.nativeChange1d), try #require(venue.dollarsChange1d))
    #expect(abs(coins - 0.1) < 1e-15)
    #expect(abs(dollars - (44.0 / 50 - 1)) < 1e-15)
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

  private static let sum = Instrument(venue: "coinglass", symbol: "BTCUSDT")

  /// A vendor's sum every four hours, its spot once a day and three dollars more each day.
  private func daily(at instant: Instant) throws -> InterestView {
    let folder = try ScratchFolder()
    let descriptor = SeriesDescriptor(
      instrument: Self.sum, kind: .openInterest, cadence: .hours(4), columns: [.init("open_interest_value", .quote)])
    let stamps = (0...240).map { (newYear + .hours(4) * $0).milliseconds }
    let dollars = Series(
      descriptor: descriptor, stamps: stamps, columns: [stamps.indices.map { 1e6 + 1000 * Double($0) }])
    let spot = Instrument(venue: "coinglass", symbol: "BTCUSDT", type: .spot)
    let dataset = try folder.dataset(
      "daily", [dollars, ViewMarkets.bars(of: spot, every: .day, count: 40) { 300 + 3 * Double($0) }])
    return try InterestView(
      ViewMarkets.moment(dataset, [.openInterest], at: instant), history: .days(3), test: StateTest(studies: false))
  }

  @Test("of a price that is known once a day nothing is said over four hours, and over a day up to its last close")
  func dailyPrice() throws {
    let view = try daily(at: newYear + .days(20) + .hours(6))
    #expect(view.quadrants.map(\.length) == [.day, .days(7)])
    let day = try #require(view.quadrants.first)
    #expect(day.to == newYear + .days(20))
    let (now, before) = (300.0 + 3 * 19, 300.0 + 3 * 18)
    #expect(abs(day.priceChange - (now / before - 1)) < 1e-12)
    #expect(abs(day.interestChange - (1_120_000 / now / (1_114_000 / before) - 1)) < 1e-12)
    #expect(view.head.notes.contains { $0.hasPrefix("Over 4h nothing is said") && $0.contains("more than 30m old") })
    #expect(view.head.notes.contains { $0.hasPrefix("Coins of coinglass:BTCUSDT are at the price of") })
  }

  @Test("a sum over venues alone is none of stable margin, and no count of venues")
  func sumAlone() throws {
    let total = try daily(at: newYear + .days(20)).total.get()
    #expect(total.dollars == 1_120_000)
    #expect(total.venues == nil && total.stableMargined == nil && total.coinMargined == nil)
    let view = try daily(at: newYear + .days(20))
    #expect(view.venues.map(\.margin) == ["all"])
    #expect(view.answer[0].contains("by coinglass:BTCUSDT, a sum over venues"))
  }

  @Test("a fresh venue whose coins have no dollars is named among what is left out")
  func withoutDollars() throws {
    let folder = try ScratchFolder()
    let coins = series(
      .openInterest, of: ViewMarkets.gate, every: .hour, at: (0...960).map { (newYear + .hour * $0, [1000]) })
    let dataset = try folder.dataset(
      "late",
      [
        ViewMarkets.klines(of: ViewMarkets.binance, hours: 957) { _ in 100 }, coins,
        ViewMarkets.interest(of: ViewMarkets.bybit, dollars: 1e6),
      ])
    let view = try InterestView(
      ViewMarkets.moment(dataset, [.openInterest]), history: .days(3), test: StateTest(studies: false))
    #expect(view.answer[0].contains("on 1 of 2 venues"))
    #expect(
      view.head.notes.contains {
        $0.hasPrefix("gate:BTC_USDT is left out of totals") && $0.contains("the price of binance:BTCUSDT is 3h old")
      }, "\(view.head.notes)")
  }
}
