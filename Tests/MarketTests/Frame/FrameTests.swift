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

  @Test("whatever is made of a frame says as of when it was read, and what was found in its rows")
  func saidOfParts() {
    let instrument = Instrument(venue: "binance", symbol: "BTCUSDT")
    let close = Column("close", .price, [1, 2, 3])
    let member = FrameMember(
      instrument: instrument, contract: instrument.contract,
      bars: Bars(open: close.values, high: close.values, low: close.values, close: close.values), columns: [close])
    var frame = Frame(
      market: "btc", members: [member], isUniverse: true, grid: grid, columns: [close], findings: ["missing rows"])
    frame.knownAsOf = grid.start
    frame.accountSaid = "USDT"
    for made in [frame.with(columns: [close]), frame.lagged(["close"]), frame.seen(by: member)] {
      #expect(made.knownAsOf == grid.start && made.findings == ["missing rows"] && made.accountSaid == "USDT")
    }
    #expect(!frame.seen(by: member).isUniverse)
  }
}
