import Market
import TestSupport
import Testing

@Suite("Bars that no market printed")
struct MadeBarsTests {
  private static func hour(_ row: Int) -> Instant { TradedBars.start + .hours(row) }

  @Test("opens in the middle of the bar before are Heikin-Ashi's, of all rows or of some", arguments: [0, 400])
  func averaged(start: Int) throws {
    let bars = TradedBars(count: 1000)
    let smooth = bars.heikinAshi
    let mixed = bars.with { row, bar in if row >= start { bar = smooth.bars[row] } }
    let finding = try #require(mixed.series.madeBars.first)
    #expect(finding.what.hasPrefix("these are Heikin-Ashi bars"))
    #expect(finding.weight == .wrong)
    #expect(finding.first <= Self.hour(start + 1) && finding.first >= Self.hour(start))
    #expect(finding.count > 900 - start)
  }

  @Test("bars that are carried to narrower ones say their width", arguments: [2, 4, 24])
  func carried(rows: Int) throws {
    let finding = try #require(TradedBars(count: 960).carried(rows).series.madeBars.first)
    #expect(finding.what.hasSuffix("as where bars of \(Interval.hours(rows)) are carried to every 1h"))
    #expect(finding.count == 960 - 960 / rows)
    #expect(finding.first == Self.hour(1))
  }

  @Test("where only a part is carried it is a doubt, and a row that a feed repeats is none")
  func partlyCarried() throws {
    let bars = TradedBars(count: 1000)
    let wide = bars.carried(4)
    let part = bars.with { row, bar in if row >= 900 { bar = wide.bars[row] } }.series
    #expect(part.madeBars.isEmpty)
    let finding = try #require(part.barDoubts.first)
    #expect(part.barDoubts.count == 1)
    #expect((finding.count, finding.first, finding.weight) == (75, Self.hour(901), .note))
    let once = bars.with { row, bar in if row == 500 { bar = bars.bars[499]; bar.hour = 500 } }
    #expect(once.series.madeBars.isEmpty && once.series.barDoubts.isEmpty)
  }

  /// What ends when so much was traded comes when it comes.
  private static func counted(_ change: (inout TradedBars.Bar) -> Void) -> Series {
    var bars = TradedBars(count: 600).with { _, bar in change(&bar) }
    bars.bars.removeAll { $0.hour * 7919 % 100 < 20 }
    return bars.series
  }

  @Test("one amount, one height or one step in nearly every row, and rows missing between them, is no bar of time")
  func counted() {
    func first(_ series: Series) -> String? { series.madeBars.first?.what }
    #expect(first(Self.counted { $0.volume = 100 + Double($0.hour % 7) })?.contains("these are volume bars") == true)
    #expect(
      first(
        Self.counted { bar in
          bar.low = bar.high - 20
          bar.open = min(max(bar.open, bar.low), bar.high)
          bar.close = bar.low
        })?.contains("these are range bars") == true)
    #expect(
      first(
        Self.counted { bar in
          bar.close = bar.open + (bar.close > bar.open ? 10 : -10)
          bar.high = max(bar.open, bar.close) + Double(bar.hour % 5)
          bar.low = min(bar.open, bar.close) - Double(bar.hour % 3)
        })?.contains("these are Renko bars") == true)
  }

  @Test("one volume in every row of a file without gaps is a place that was held, and said")
  func placeheld() {
    let series = TradedBars(count: 300).with { $1.volume = 1 }.series
    #expect(series.madeBars.isEmpty)
    #expect(series.barDoubts.map(\.what) == ["volume is 1.0 in every row"])
  }
}
