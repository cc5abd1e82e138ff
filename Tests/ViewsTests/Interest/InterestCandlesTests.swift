import Market
import TestSupport
import Testing
import Views

@Suite("Candles of open interest")
struct InterestCandlesTests {
  private func view(_ all: [Series], candle: Interval? = .hours(4), history: Interval = .days(1)) throws -> InterestView
  {
    let folder = try ScratchFolder()
    let bars = ViewMarkets.klines(of: ViewMarkets.binance) { _ in 100 }
    let dataset = try folder.dataset("btc", [bars] + all)
    return try InterestView(
      ViewMarkets.moment(dataset, [.openInterest], at: ViewMarkets.end - .minutes(30)), history: history,
      candle: candle, test: StateTest(studies: false))
  }

  private func snapshots(_ coins: @escaping (Int) -> Double) -> Series {
    series(
      .openInterest, of: ViewMarkets.binance, every: .hour,
      at: (0...960).map { (newYear + .hour * $0, [coins($0)]) })
  }

  @Test("are the first, highest, lowest and last snapshot of their interval, its end left out")
  func snapshotCandles() throws {
    let candles = try #require(try view([snapshots { Double($0 % 7) + 10 }]).candles.first)
    #expect(candles.instrument == ViewMarkets.binance && !candles.isInDollars)
    let last = try #require(candles.candles.last)
    // Hours 956 to 959: 956 % 7 = 4, 5, 6, 0.
    #expect(last.at == newYear + .hour * 956)
    #expect([last.open, last.high, last.low, last.close] == [14, 16, 10, 10])
    #expect(last.rows == 4 && !last.isWhole, "the moment is half an hour before its end")
    #expect(candles.candles.dropLast().allSatisfy { $0.isWhole && $0.rows == 4 })
    #expect(candles.candles.count == 6)
  }

  @Test("a vendor's own bars are put together, highs and lows and all")
  func vendorBars() throws {
    let descriptor = SeriesDescriptor(
      instrument: ViewMarkets.binance, kind: .openInterest, cadence: .hour,
      columns: [
        .init("open_interest", .base), .init("open_interest_open", .base), .init("open_interest_high", .base),
        .init("open_interest_low", .base),
      ], known: .atClose)
    let hours = Array(0..<960)
    let rows = Series(
      descriptor: descriptor, stamps: hours.map { (newYear + .hour * $0).milliseconds },
      columns: [
        hours.map { Double($0) + 1 }, hours.map { Double($0) }, hours.map { Double($0) + 5 },
        hours.map { Double($0) - 3 },
      ])
    let candles = try #require(view([rows]).candles.first)
    let whole = try #require(candles.candles.last { $0.isWhole })
    #expect(whole.at == newYear + .hour * 952)
    #expect([whole.open, whole.high, whole.low, whole.close] == [952, 960, 949, 956])
  }

  @Test("venues are added up in dollars only where all are known")
  func sums() throws {
    let other = ViewMarkets.interest(of: ViewMarkets.bybit, dollars: 500)
    let all = try view([snapshots { _ in 10 }, other]).candles
    #expect(all.map(\.instrument) == [nil, ViewMarkets.binance, ViewMarkets.bybit])
    let sum = try #require(all.first?.candles.first)
    #expect(all.first?.isInDollars == true && sum.open == 10 * 100 + 500 && sum.close == sum.open)
  }

  @Test("an interval that holds one snapshot is no candle, and it is said why")
  func narrow() throws {
    let view = try view([snapshots { _ in 10 }], candle: .hour)
    #expect(view.candles.isEmpty)
    #expect(view.head.notes.contains { $0.contains("it is known every 1h, and a candle of 1h takes two values") })
    let long = try self.view([snapshots { _ in 10 }], candle: .days(2))
    #expect(long.head.notes.contains { $0.contains("longer than the history") })
  }

  @Test("without a wish the width gives at most sixty, and is wide enough for the snapshots there are")
  func usual() throws {
    #expect(InterestCandles.usualStep(over: .days(7)) == .hours(4))
    #expect(InterestCandles.usualStep(over: .days(30)) == .day)
    let view = try view([snapshots { _ in 10 }], candle: nil, history: .hours(12))
    #expect(view.candles.first?.step == .hours(4), "a quarter of an hour and an hour hold no two")
  }
}
