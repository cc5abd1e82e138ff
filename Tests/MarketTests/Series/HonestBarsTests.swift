import Market
import TestSupport
import Testing

@Suite("Bars of markets are taken for what they are, however thin or coarse these are")
struct HonestBarsTests {
  private func said(_ series: Series) -> [String] { (series.madeBars + series.barDoubts).map(\.what) }

  @Test("nothing is said of them", arguments: TradedBars.Market.allCases, [1, 2, 3])
  func silent(market: TradedBars.Market, seed: Int) {
    #expect(said(TradedBars(market, count: 1500, seed: UInt64(seed)).series) == [])
  }

  @Test("wider bars of them are bars as well, and so are those of a market with holes")
  func derived() {
    let hours = TradedBars(count: 3000)
    let days = TradedBars(count: 125).with { row, bar in
      bar = hours.carried(24).bars[row * 24]; bar.hour = row
    }
    #expect(said(days.series) == [])
    var holes = hours
    holes.bars.removeAll { $0.hour % 7 == 3 || (500..<900).contains($0.hour) }
    #expect(said(holes.series) == [])
  }

  @Test("a crash, an hour without prices that move and a volume of a day's news are a market's")
  func eventful() {
    let bars = TradedBars(count: 1000).with { row, bar in
      if row >= 500 {
        bar.open *= row == 500 ? 1 : 0.7
        bar.close *= 0.7
        bar.low *= 0.7
        bar.high = max(bar.open, bar.high * 0.7)
        bar.volume *= row < 520 ? 150 : 2
      }
    }
    #expect(said(bars.series) == [])
  }

  @Test(
    "marks, indices and premiums are not bars of trades, and a few bars say nothing", arguments: ["mark", "premium"])
  func others(kind: String) throws {
    let series = TradedBars(count: 300).window(24).series
    let named = try #require(SeriesKind.named(kind))
    let other = Series(
      descriptor: SeriesDescriptor(
        instrument: series.descriptor.instrument, kind: named, cadence: .hour, columns: series.descriptor.columns),
      stamps: series.stamps, columns: series.columns)
    #expect(said(other) == [])
    #expect(said(TradedBars(count: 40).window(24).series) == [])
    #expect(said(TradedBars(count: 0).series) == [])
  }
}
