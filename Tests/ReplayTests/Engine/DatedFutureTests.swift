import Market
import Replay
import Testing

@Suite("A dated future that is traded alone")
struct DatedFutureTests {
  /// Hours of 28 March 2025, the close of each 100 and its hour; the contract expires at 08:00.
  private func run(bars: Int, _ weights: [Int: Double], rows: Range<Int>? = nil) throws -> Run {
    let values = (0..<bars).map { 100 + Double($0) }
    let frame = Frame(
      market: "table", instrument: Instrument(venue: "binance", symbol: "BTCUSDT_250328"),
      grid: Grid(start: Instant(year: 2025, month: 3, day: 28), interval: .hour, count: bars), evaluation: rows,
      columns: ["open", "high", "low", "close"].map { Column($0, .price, values) })
    return try Run(
      PreparedMarket(frame), decisions: ScriptedDecisions(weights), costs: Costs(taker: 0.001), initialEquity: 1000)
  }

  @Test("is settled at its expiry, at the last price and without a fee")
  func settled() throws {
    let run = try run(bars: 8, [1: 1])
    #expect(run.trades.map(\.ending) == [.expiry])
    #expect(run.trades.first?.exitPrice == 107)
    #expect(run.trades.first?.left == Instant(year: 2025, month: 3, day: 28, hour: 8))
    #expect(run.ledger.filter { $0.kind == .fee }.count == 1)
    #expect(run.figures.finalEquity == run.equityInQuote.last)
    #expect(run.trades.first?.bars == 6)
  }

  @Test("is still held where the bars end before")
  func before() throws {
    #expect(try run(bars: 7, [1: 1]).trades.map(\.ending) == [.open])
    #expect(try run(bars: 8, [1: 1], rows: 0..<6).trades.map(\.ending) == [.open])
  }

  @Test("nothing is settled of one that is flat by then")
  func flat() throws {
    #expect(try run(bars: 8, [1: -1, 3: 0]).trades.map(\.ending) == [.exit])
    #expect(try run(bars: 8, [7: 1]).trades.isEmpty)
  }
}
