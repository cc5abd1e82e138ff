import Market
import TestSupport
import Testing
import Views

@Suite("Large trades")
struct LargeTradesTests {
  // An hour of 1,000 dollars that are all large, among hours of 100 of which ten are.
  @Test("the share of a day is of what the day traded, and that of the history the mean of its hours")
  func share() throws {
    let descriptor = SeriesDescriptor(
      instrument: ViewMarkets.binance, kind: .takerFlow, cadence: .hour,
      columns: ["bought_value", "sold_value", "large_bought_value", "large_sold_value"].map { .init($0, .quote) })
    let hours = 0..<240
    let isBig = { (hour: Int) in hour == 230 }
    let flow = Series(
      descriptor: descriptor, stamps: hours.map { (newYear + .hour * $0).milliseconds },
      columns: [
        hours.map { isBig($0) ? 600 : 60 }, hours.map { isBig($0) ? 400 : 40 }, hours.map { isBig($0) ? 600 : 6 },
        hours.map { isBig($0) ? 400 : 4 },
      ])
    let folder = try ScratchFolder()
    let dataset = try folder.dataset(
      "flow", [ViewMarkets.klines(of: ViewMarkets.binance, hours: 240) { _ in 100 }, flow])
    let view = try FlowView(
      ViewMarkets.moment(dataset, [.klines]), history: .days(2), test: StateTest(studies: false))
    let reference = try view.reference.get()
    let share: Double = (1000 + 23.0 * 10) / (1000 + 23 * 100)
    #expect(abs(try #require(reference.largeShare1d) - share) < 1e-12)
    #expect(reference.largeShare.count == 48)
    let mean: Double = (1 + 47 * 0.1) / 48
    #expect(abs(try #require(reference.meanLargeShare) - mean) < 1e-12)
  }
}
