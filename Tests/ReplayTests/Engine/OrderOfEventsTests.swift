import Market
import Replay
import Testing

@Suite("The order of events within a bar")
struct OrderOfEventsTests {
  @Test("what is decided at a close is filled at the next open")
  func nextOpen() throws {
    let run = try replay(
      Candles.frame(
        """
        100 100 100 100
        102 110 102 110
        111 111 111 111
        """), [0: 1])
    // 1000 of equity at a close of 100 buys 10, at the open of 102; the close of 110 marks it 80 higher.
    #expect(run.equityInQuote == [1000, 1080, 1090])
    #expect(run.trades.first?.entered == Instant(year: 2025, month: 1, day: 1, hour: 1))
    #expect(run.trades.first?.entryPrice == 102)
  }

  @Test("an order is for a quantity, fixed at the close that decides it")
  func quantityIsFixed() throws {
    let run = try replay(Candles.frame("100 100 100 100\n125 125 125 125\n125 125 125 125"), [0: 1])
    #expect(run.quantity == [0, 10, 10])
  }

  @Test("fees and slippage are charged on every fill, on the moved price and the open")
  func costs() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100"), [0: 1, 1: 0],
      costs: Costs(taker: 0.001, slippage: 0.01))
    // Buys 10 at 101 and sells 10 at 99: fees of 1.01 and 0.99, slippage of 10 each way.
    #expect(run.total(.fee) == -2)
    #expect(run.total(.slippage) == -20)
    #expect(run.figures.finalEquity == 978)
    #expect(run.trades.map(\.exitPrice) == [99])
  }

  @Test("funding at a bar's open is paid by who held the position before, not by who opens it there")
  func fundingBeforeFills() throws {
    let flat = String(repeating: "100 100 100 100\n", count: 5)
    let frame = Candles.frame(
      flat, funding: [Candles.funding(1, rate: 0.01, price: 100), Candles.funding(3, rate: 0.02, price: 90)])
    // Opened at 01:00 together with the first settlement, closed at 03:00 together with the second.
    let run = try replay(frame, [0: 1, 2: 0])
    #expect(run.ledger.filter { $0.kind == .funding }.map(\.amount) == [-18e6])
    #expect(run.figures.fundingPnl == -18)
    #expect(run.ledger.first { $0.kind == .funding }?.price == 90)
  }

  @Test("a short receives what a long would pay")
  func fundingSign() throws {
    let flat = String(repeating: "100 100 100 100\n", count: 4)
    let run = try replay(Candles.frame(flat, funding: [Candles.funding(2, rate: 0.01, price: 100)]), [0: -1])
    #expect(run.figures.fundingPnl == 10)
  }

  @Test("a settlement inside a bar falls on what is held after that bar's fill")
  func fundingInsideBar() throws {
    let flat = String(repeating: "100 100 100 100\n", count: 4)
    let run = try replay(
      Candles.frame(flat, funding: [Candles.funding(1, minutes: 30, rate: 0.01, price: 100)]), [0: 1])
    #expect(run.figures.fundingPnl == -10)
  }

  @Test("every settlement of a long holding is in the ledger")
  func everySettlement() throws {
    let flat = String(repeating: "100 100 100 100\n", count: 60)
    let funding = stride(from: 0, to: 60, by: 8).map { Candles.funding($0, rate: 0.0001, price: 100) }
    let run = try replay(Candles.frame(flat, funding: funding), [0: 1])
    #expect(run.ledger.filter { $0.kind == .funding }.map(\.instant) == funding.dropFirst().map(\.instant))
  }

  @Test("an order waits for the next bar the market prints, and funding inside the gap is paid")
  func gap() throws {
    let run = try replay(
      Candles.frame(
        """
        100 100 100 100
        100 100 100 100
        -
        -
        104 104 104 104
        105 105 105 105
        """, funding: [Candles.funding(3, rate: 0.01, price: 100)]), [0: 1, 1: 0])
    #expect(run.trades.map(\.left) == [Instant(year: 2025, month: 1, day: 1, hour: 4)])
    #expect(run.equityInQuote == [1000, 1000, 1000, 990, 1030, 1030])
  }

  @Test("a decision at the last bar has no bar to fill in")
  func lastBar() throws {
    let run = try replay(Candles.frame("100 100 100 100\n100 100 100 100"), [1: 1])
    #expect(run.trades.isEmpty)
    #expect(run.ledger.isEmpty)
  }

  @Test("a position held at the end is marked at the last close and says that it is open")
  func openAtEnd() throws {
    let run = try replay(Candles.frame("100 100 100 100\n100 100 100 100\n107 107 107 107"), [0: 1])
    #expect(run.trades.map(\.ending) == [.open])
    #expect(run.trades.map(\.net) == [70e6])
    #expect(run.figures.winRate == nil)
  }

  @Test("a reversal is two fills and two trades, each bearing its own costs")
  func reversal() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n110 110 110 110\n110 110 110 110"), [0: 1, 1: -1],
      costs: Costs(taker: 0.001))
    #expect(run.trades.map(\.ending) == [.reversal, .open])
    #expect(run.trades.map(\.side) == [1, -1])
    #expect(run.trades.map(\.price) == [100e6, 0])
    // The short was sized at the close of 100 with 999 of equity: 9.99 coins, sold at 110.
    #expect(run.trades.map(\.fee) == [-2.1e6, -1.0989e6])
  }

  @Test("changing a weight trades the difference")
  func resize() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100"), [0: 1, 1: 0.5],
      costs: Costs(taker: 0.001))
    #expect(run.ledger.filter { $0.kind == .fee }.map(\.amount) == [-1e6, -0.5005e6])
    #expect(run.trades.count == 1)
  }

  @Test("only rows of the evaluation are replayed")
  func warmUpRows() throws {
    let run = try replay(
      Candles.frame("100 100 100 100\n200 200 200 200\n200 200 200 200\n300 300 300 300", evaluation: 1..<4),
      [0: 1, 1: 1])
    #expect(run.grid.count == 3)
    #expect(run.equityInQuote == [1000, 1000, 1500])
  }
}
