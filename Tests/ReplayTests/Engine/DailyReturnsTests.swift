import Market
import Replay
import Testing

@Suite("Daily returns without a record")
struct DailyReturnsTests {
  private let costs = Costs(taker: 0.0005, slippage: 0.0001)

  /// The recorded run reads them off its equity curve, at the last bar of each UTC day.
  @Test("are those of the recorded run, bit for bit", arguments: Array(1...8) as [UInt64], [1.0, 12])
  func equalTheRun(seed: UInt64, leverage: Double) throws {
    let tape = try PreparedMarket(Candles.random(bars: 4000, seed: seed))
    let decisions = ScriptedDecisions(Candles.randomDecisions(bars: 4000, seed: seed, leverage: leverage))
    let run = try Run(tape, decisions: decisions, costs: costs, initialEquity: 10_000)
    let daily = try DailyReturns(tape, decisions: decisions, costs: costs, initialEquity: 10_000)
    #expect(daily.returns == run.daily.map(\.dailyReturn))
    #expect(daily.figures == run.figures)
  }

  @Test("are 0 on the days without a position, in between and at both ends")
  func flatDays() throws {
    let bars = 288 * 9
    let tape = try PreparedMarket(Candles.random(bars: bars, seed: 5))
    // Held for an hour in the third day and in the sixth.
    let decisions = ScriptedDecisions([288 * 2 + 100: 1, 288 * 2 + 112: 0, 288 * 5 + 100: -1, 288 * 5 + 112: 0])
    let daily = try DailyReturns(tape, decisions: decisions, costs: costs, initialEquity: 10_000)
    #expect(daily.returns.count == tape.days)
    #expect(daily.returns.indices.filter { daily.returns[$0] != 0 } == [2, 5])
    #expect(
      try Run(tape, decisions: decisions, costs: costs, initialEquity: 10_000).daily.map(\.dailyReturn) == daily.returns
    )
  }

  @Test("are 0 throughout for a strategy that never trades")
  func never() throws {
    let tape = try PreparedMarket(Candles.random(bars: 1000, seed: 6))
    let daily = try DailyReturns(tape, decisions: ScriptedDecisions([:]), costs: costs, initialEquity: 10_000)
    #expect(daily.returns == [Double](repeating: 0, count: tape.days))
    #expect(daily.figures.sharpeAnnual == nil)
  }
}
