import Market
import TestSupport
import Testing
import Views

@Suite("Liquidations")
struct LiquidationViewTests {
  /// A coin of longs at 100 dollars each hour, and sixty in the last but one.
  private func view(_ options: LiquidationView.Options = .init()) throws -> LiquidationView {
    let folder = try ScratchFolder()
    let rows = series(
      .liquidations, of: ViewMarkets.binance, every: .hour,
      at: (0..<240).map { (newYear + .hour * $0, [$0 == 238 ? 60 : 1, 0]) })
    let dataset = try folder.dataset(
      "btc", [ViewMarkets.klines(of: ViewMarkets.binance, hours: 240) { _ in 100 }, rows])
    return try LiquidationView(
      ViewMarkets.moment(dataset, [.liquidations]), history: .days(2), options: options, test: StateTest(studies: false)
    )
  }

  @Test("a bar is held against the mean of the week before it, itself left out")
  func bursts() throws {
    let view = try view()
    #expect(view.bars.count == 48)
    let burst = try #require(view.bursts.first)
    #expect(view.bursts.count == 1)
    #expect(burst.open == newYear + .hour * 238)
    #expect(burst.total == 6000)
    #expect(try abs(#require(burst.times) - 60) < 1e-12)
    let last = try #require(view.bars.last?.times)
    #expect(abs(last - 1 / ((167 + 60) / 168.0)) < 1e-12)
    #expect(abs(try #require(view.longs1d) - 8300) < 1e-9, "of a day, however short the history")
    #expect(view.shorts1d == 0)
  }

  @Test("the largest are those of a least size")
  func largest() throws {
    let large = try view(LiquidationView.Options(minimumSize: 1000)).largest
    #expect(large.map(\.dollars) == [6000])
    #expect(large.first?.isLong == true)
    #expect(try view(LiquidationView.Options(count: 3)).largest.count == 3)
  }

  @Test("the latest are listed from the last back, and whose price makes dollars of coins is said")
  func latest() throws {
    let view = try view(LiquidationView.Options(count: 2))
    #expect(view.latest.map(\.at) == [239, 238].map { newYear + .hour * $0 })
    #expect(view.head.notes.contains { $0.contains("at the last trade of binance:BTCUSDT when each row was known") })
  }
}
