import Market
import TestSupport
import Testing

@Suite("Volumes that change what they count, or are none of their rows")
struct VolumeLevelsTests {
  private static func hour(_ row: Int) -> Instant { TradedBars.start + .hours(row) }

  @Test(
    "a volume that becomes the money of it, thousands or contracts from one row on is said with the row",
    arguments: [(0.0, 500), (1000, 77), (1 / 1000.0, 923), (250, 500)])
  func steps(factor: Double, row: Int) throws {
    let series = TradedBars(count: 1000).with { at, bar in
      if at >= row { bar.volume *= factor == 0 ? bar.close : factor }
    }.series
    let finding = try #require(series.volumeDoubts.first)
    #expect(series.volumeDoubts.count == 1)
    #expect(finding.what.contains("and stays there, while prices move as before"))
    #expect(finding.first == Self.hour(row))
    #expect(series.madeBars.isEmpty && series.strayOpens.isEmpty)
  }

  @Test("the factor is the price of a coin where it is a small one")
  func byPrice() {
    func doubts(_ factor: Double) -> Int {
      TradedBars(count: 600).with { row, bar in
        for price in [\TradedBars.Bar.open, \.high, \.low, \.close] { bar[keyPath: price] /= 25 }
        if row >= 300 { bar.volume *= factor }
      }.series.volumeDoubts.count
    }
    #expect(doubts(40) == 1)
    #expect(doubts(5) == 0)
  }

  @Test("a running total is said, and one that begins again every day", arguments: [0, 24])
  func running(reset: Int) {
    var total = 0.0
    let series = TradedBars(count: 500).with { row, bar in
      total = (reset > 0 && row % reset == 0 ? 0 : total) + bar.volume
      bar.volume = total
    }.series
    #expect(
      series.volumeDoubts.map(\.what) == [
        "volume hardly ever falls from one row to the next: a running total, and not what each bar traded"
      ])
  }
}
