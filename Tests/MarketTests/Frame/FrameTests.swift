import Market
import Testing

@Suite("Frames")
struct FrameTests {
  let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: 3)

  @Test("columns are found by name, and a frame without one has no values of it")
  func columns() {
    let frame = Frame(
      market: "btc", instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), grid: grid,
      columns: [Column("close", .price, [1, 2, 3])])
    #expect(frame.values("close") == [1, 2, 3])
    #expect(frame.values("mark").isEmpty)
  }

  @Test("without an evaluation of its own a frame is evaluated on all its bars")
  func evaluation() {
    let frame = Frame(market: "btc", instrument: Instrument(venue: "a", symbol: "B"), grid: grid, columns: [])
    #expect(frame.evaluation == 0..<3)
  }
}
