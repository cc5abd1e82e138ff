import Market
import Testing

@Suite("Events on bars")
struct EventSumTests {
  private let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .minutes(5), count: 6)

  private func events(_ rows: [(second: Int, amount: Double)]) -> Series {
    Series(
      descriptor: SeriesDescriptor(
        instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .liquidationEvents, cadence: nil),
      stamps: rows.map { (grid.start + .seconds($0.second)).milliseconds },
      columns: [rows.map { 100 + $0.amount }, rows.map(\.amount), rows.map { _ in 0 }])
  }

  @Test("a bar has the sum of what became known in it, its close included and its open not")
  func sums() {
    // 300 s is the close of bar 0; two events of one stamp are two events.
    let series = events([(10, 1), (300, 2), (300, 4), (301, 8), (900, 16)])
    let (values, counts) = series.sums(grid, column: 1)
    #expect(values.prefix(3) == [7, 8, 16])
    #expect(counts.filled == 3)
  }

  @Test("a bar in which nothing happened is zero between the events, and unknown outside them")
  func outside() {
    let (values, counts) = events([(310, 1), (1210, 2)]).sums(grid, column: 1)
    #expect(values[0].isNaN)
    #expect(values[1...4] == [1, 0, 0, 2])
    #expect(values[5].isNaN)
    #expect(counts.beforeFirst == 1)
    #expect(counts.stale == 1)
  }

  @Test("the last of several prices of one stamp counts, and never grows stale")
  func last() {
    let (values, counts) = events([(10, 1), (10, 2)]).asOf(grid, column: 0)
    #expect(values == [102, 102, 102, 102, 102, 102])
    #expect(counts.stale == 0)
  }

  @Test("the sums of narrow bars add up to the sum of the wide one")
  func widths() {
    let series = events([(1, 1), (299, 2), (301, 4), (599, 8), (600, 16), (1799, 32), (1800, 64)])
    let wide = Grid(start: grid.start, interval: .minutes(30), count: 1)
    #expect(series.sums(grid, column: 1).values.reduce(0, +) == series.sums(wide, column: 1).values[0])
  }
}
