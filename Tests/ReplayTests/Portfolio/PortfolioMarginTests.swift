import Market
import Replay
import Signals
import Testing

@Suite("What an account of many instruments can carry")
struct PortfolioMarginTests {
  private func market(_ symbols: [String], _ rows: [[Double]]) -> UniverseMarket {
    UniverseMarket(symbols.map { UniverseMarket.Member(symbol: $0, rows: rows) })
  }

  @Test("an order whose maintenance by tiers would be all of it is not placed, and each close that asks for it counts")
  func beyond() throws {
    let market = market(["AUSDT", "BUSDT"], [[Double]](repeating: [100, 100, 100, 100], count: 6))
    func run(_ gross: Int) throws -> Run {
      try market.run(
        """
        universe: all
        weight: if(hour() < 4, \(gross) / 2, 0)
        gross: \(gross)
        margin: { tiers: [{ from: 0, maintenance: 1% }, { from: 20000, maintenance: 50% }] }
        costs: { taker: 0, slippage: 0 }
        """)
    }
    // 40,000 in each of two: 1% of 20,000 and half of the rest, twice, is 20,400 of 10,000.
    let refused = try run(8)
    #expect(refused.orders.beyondMargin == 4 && refused.trades.isEmpty)
    let held = try run(4)
    #expect(held.orders.beyondMargin == 0)
    #expect(held.portfolio?.members.map(\.leg.quantity) == [[0, 200, 200, 200, 200, 0], [0, 200, 200, 200, 200, 0]])
  }

  @Test("beside orders that it cannot carry, what is left or made smaller is")
  func leaves() throws {
    func steady(_ price: Double) -> [[Double]] { [[Double]](repeating: [price, price, price, price], count: 5) }
    let market = UniverseMarket([
      UniverseMarket.Member(symbol: "AUSDT", rows: steady(100)),
      UniverseMarket.Member(symbol: "BUSDT", rows: steady(50)),
    ])
    // From 02:00 on nothing of the one is wanted, and of the other so much that 60,000 of it need half.
    let run = try market.run(
      """
      universe: all
      weight: if(close > 75, if(hour() < 2, 1, 0), if(hour() < 2, 0, 8))
      gross: 8
      margin: { tiers: [{ from: 0, maintenance: 1% }, { from: 20000, maintenance: 50% }] }
      costs: { taker: 0, slippage: 0 }
      """)
    #expect(run.portfolio?.members.map(\.leg.quantity) == [[0, 100, 100, 0, 0], [0, 0, 0, 0, 0]])
    #expect(run.orders.beyondMargin == 3)
  }
}
