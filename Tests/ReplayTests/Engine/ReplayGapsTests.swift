import Replay
import Testing

@Suite("Bars that the market did not print, in a replay")
struct ReplayGapsTests {
  @Test("are counted: all of them, as decisions that were not made, and as bars that a position was held through")
  func counted() throws {
    let bars = "100 100 100 100\n-\n100 100 100 100\n100 100 100 100\n-\n-\n100 100 100 100\n100 100 100 100"
    let scenario = Candles.frame(bars)
    let run = try replay(scenario, [2: 1, 6: 0])
    let gaps = ReplayGaps(run, present: scenario.values("close").map { !$0.isNaN })
    #expect(gaps.missing == 3)
    #expect(gaps.decisionsSkipped == 3)
    #expect(gaps.heldThrough == 2)
  }
}
