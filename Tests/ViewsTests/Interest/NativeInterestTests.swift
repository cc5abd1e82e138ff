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
}
