import Market
import TestSupport
import Testing
import Views

/// A contract that is settled in its coin is of dollars: whoever counts its coins sees the price.
@Suite("Open interest changes in what contracts are of")
struct NativeInterestTests {
  private static let deribit = Instrument(venue: "deribit", symbol: "BTC-PERPETUAL")

  /// 50,000 until the last day and 40,000 in it.
  private static func price(_ hour: Int) -> Double { hour > 940 ? 40_000 : 50_000 }

  /// By the hour, in one column.
  private func interest(
    of instrument: Instrument, _ column: String, _ unit: Unit, _ amount: (Int) -> Double
  ) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: instrument, kind: .openInterest, cadence: .hour, columns: [.init(column, unit)])
    return Series(
      descriptor: descriptor, stamps: (0...960).map { (newYear + .hour * $0).milliseconds },
      columns: [(0...960).map(amount)])
  }

  private func view(_ series: [Series]) throws -> InterestView {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("btc", series)
    return try InterestView(
      ViewMarkets.moment(dataset, [.openInterest]), history: .days(3), test: StateTest(studies: false))
  }

  @Test("dollars that nobody touched have not changed where the price fell, and are in no quadrant")
  func inverse() throws {
    let view = try view([
      ViewMarkets.klines(of: Self.deribit, Self.price),
      interest(of: Self.deribit, "open_interest_value", .quote) { _ in 3e8 },
    ])
    let venue = try #require(view.venues.first)
    #expect(venue.interest.native == .dollars && venue.nativeChange1d == 0)
    #expect(venue.coins == 7500)
    let day = try #require(view.quadrants.first { $0.length == .day })
    #expect(day.interestChange == 0 && day.kind == nil && day.unit == .dollars)
    #expect(view.states.allSatisfy { $0.holds == false && $0.expression.contains("change(open_interest_value, 1d)") })
    // All of it entered before the hours begin, at their first close.
    #expect(try view.leverage.get().entry == 50_000)
  }

  @Test("what enters a contract of dollars enters at the mean of coins in a dollar")
  func entry() throws {
    let view = try view([
      ViewMarkets.klines(of: Self.deribit, Self.price),
      interest(of: Self.deribit, "open_interest_value", .quote) { $0 > 945 ? 4e8 : 2e8 },
    ])
    let entry = try view.leverage.get().entry
    #expect(abs(entry - 2 / (1 / 50_000.0 + 1 / 40_000)) < 1e-6)
    #expect(try #require(view.venues.first).nativeChange1d == 1)
  }

  @Test("in a mix each venue's own change counts by its dollars before")
  func mixed() throws {
    let view = try view([
      ViewMarkets.klines(of: ViewMarkets.binance, Self.price),
      interest(of: ViewMarkets.binance, "open_interest", .base) { $0 > 940 ? 1100 : 1000 },
      ViewMarkets.klines(of: Self.deribit, Self.price),
      interest(of: Self.deribit, "open_interest_value", .quote) { _ in 5e7 },
    ])
    let total = try view.total.get()
    #expect(total.nativeUnit == .mixed)
    // 1,000 coins were worth as much as the dollars beside them: half of a tenth.
    #expect(abs(try #require(total.nativeChange1d) - 0.05) < 1e-12)
    let day = try #require(view.quadrants.first { $0.length == .day })
    #expect(abs(day.interestChange - 0.05) < 1e-12 && day.unit == .mixed && day.kind == .newShorts)
  }

  /// Closes of five minutes that rise by one in each, from 1,000 on.
  private static func rising(_ bar: Int) -> Double { 1000 + Double(bar) }

  /// Ten days of them, and what an amount by the hour is worth at each hour's price, or what its dollars are of.
  private func hourly(of instrument: Instrument, _ column: String, _ unit: Unit, _ amount: (Double) -> Double) throws
    -> InterestView
  {
    let hours = 24...240
    let descriptor = SeriesDescriptor(
      instrument: instrument, kind: .openInterest, cadence: .hour, columns: [.init(column, unit)])
    // The last close that is known at an hour is of the bar that ends with it.
    let rows = Series(
      descriptor: descriptor, stamps: hours.map { (newYear + .hour * $0).milliseconds },
      columns: [hours.map { amount(Self.rising($0 * 12 - 1)) }])
    let bars = ViewMarkets.bars(of: instrument, every: .minutes(5), count: 2884, Self.rising)
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("hourly", [bars, rows])
    // Twenty minutes after the last row, and four bars.
    return try InterestView(
      ViewMarkets.moment(dataset, [.openInterest], at: newYear + .hour * 240 + .minutes(20)), history: .days(3),
      test: StateTest(studies: false))
  }

  @Test(
    "coins of a row in dollars are at the price of the row, so that coins nobody touched are no change and no quadrant")
  func atTheRow() throws {
    let view = try hourly(of: ViewMarkets.binance, "open_interest_value", .quote) { 7 * $0 }
    let venue = try #require(view.venues.first)
    #expect(abs(try #require(venue.coins) - 7) < 1e-12)
    // As it was published, at the price of bar 2,879.
    #expect(abs(try #require(venue.dollars) - 7 * 3879) < 1e-9)
    #expect(abs(try #require(venue.nativeChange1d)) < 1e-12)
    #expect(abs(try #require(venue.nativeChange7d)) < 1e-12)
    #expect(view.quadrants.map(\.length) == [.hours(4), .day, .days(7)])
    #expect(view.quadrants.allSatisfy { $0.kind == nil && abs($0.interestChange) < 1e-12 })
    #expect(!view.states.isEmpty && view.states.allSatisfy { $0.expression.contains("1e-9") })
  }

  @Test("dollars of a row in coins are at the price of the row where its contracts are of dollars")
  func inverseAtTheRow() throws {
    let view = try hourly(of: Self.deribit, "open_interest", .base) { 38_790 / $0 }
    let venue = try #require(view.venues.first)
    #expect(abs(try #require(venue.dollars) - 38_790) < 1e-8)
    #expect(abs(try #require(venue.coins) - 10) < 1e-12)
    #expect(abs(try #require(venue.nativeChange1d)) < 1e-12)
    #expect(!view.quadrants.isEmpty && view.quadrants.allSatisfy { $0.kind == nil })
  }

  @Test("dollars of coins are at the price of the instant that is asked about")
  func valued() throws {
    let view = try hourly(of: ViewMarkets.binance, "open_interest", .base) { _ in 7 }
    let venue = try #require(view.venues.first)
    #expect(venue.coins == 7 && venue.dollars == 7 * 3883)
  }
}
