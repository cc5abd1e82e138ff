import Market
import Replay
import Testing

@Suite("A slice of a tape")
struct PreparedMarketSliceTests {
  private let costs = Costs(taker: 0.0005, slippage: 0.0001)

  @Test(
    "replays as the tape of a frame whose evaluation it is, bit for bit",
    arguments: [1, 2, 3] as [UInt64], [0..<3000, 0..<700, 701..<2_950, 2_999..<3000, 1_000..<1_289])
  func equalsOwnFrame(seed: UInt64, rows: Range<Int>) throws {
    let frame = Candles.random(bars: 3000, seed: seed)
    let own = try PreparedMarket(Candles.evaluating(rows, of: frame))
    let slice = try PreparedMarket(frame).slice(rows)
    #expect(slice.rows == own.rows)
    #expect(slice.decidable == own.decidable)
    #expect(slice.days == own.days)
    for leverage in [1.0, 12] {
      let decisions = ScriptedDecisions(Candles.randomDecisions(bars: 3000, seed: seed, leverage: leverage))
      let a = try Run(slice, decisions: decisions, costs: costs, initialEquity: 10_000)
      let b = try Run(own, decisions: decisions, costs: costs, initialEquity: 10_000)
      #expect(a.figures == b.figures)
      #expect(a.ledger == b.ledger)
      #expect(a.equity == b.equity)
    }
  }

  @Test("of a slice may reach beyond it")
  func sliceOfSlice() throws {
    let frame = Candles.random(bars: 500, seed: 4)
    let decisions = ScriptedDecisions(Candles.randomDecisions(bars: 500, seed: 4))
    let narrow = try PreparedMarket(frame).slice(100..<200)
    let wide = try narrow.slice(50..<450)
    let own = try PreparedMarket(frame).slice(50..<450)
    #expect(
      try Figures(wide, decisions: decisions, costs: costs, initialEquity: 1000)
        == Figures(own, decisions: decisions, costs: costs, initialEquity: 1000))
  }

  @Test("in which the market printed nothing is refused")
  func emptySlice() throws {
    let tape = try PreparedMarket(Candles.frame("1 1 1 1\n-\n-\n1 1 1 1"))
    #expect(throws: Problem.self) { try tape.slice(1..<3) }
    #expect(throws: Problem.self) { try tape.slice(2..<2) }
  }
}
