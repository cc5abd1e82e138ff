import Market
import Numerics
import Replay
import Testing

@Suite("Drawdown by extremes")
struct DrawdownTests {
  /// Equities of a few whole units on purpose: ties and new peaks in most stretches. And of the largest size, where
  /// rounding is coarsest.
  @Test("is that of every bar in turn, bit for bit", arguments: [3.0, 50, 1e4, 0x1p49], [0, 1, 2, 3] as [UInt64])
  func equalsSequential(spread: Double, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let start = spread + random.uniform(1...spread).rounded()
      var whole = Drawdown(from: start)
      var sequential = whole
      var settled = 0
      for _ in 0..<12 {
        let stretch = (0..<8).map { _ in start + random.uniform(-spread...spread / 4).rounded() }
        for equity in stretch { sequential.see(equity) }
        if whole.see(highest: stretch.max() ?? start, lowest: stretch.min() ?? start) {
          settled += 1
        } else {
          for equity in stretch { whole.see(equity) }
        }
        #expect(whole == sequential)
      }
      #expect(settled > 0)
    }
  }

  @Test("says so when the order matters, and then has seen nothing")
  func orderMatters() {
    var drawdown = Drawdown(from: 100)
    drawdown.see(90)
    let before = drawdown
    // 120 then 100 falls by a sixth, 100 then 120 not at all.
    let unclear = drawdown.see(highest: 120, lowest: 100)
    #expect(!unclear)
    #expect(drawdown == before)
    let clear = drawdown.see(highest: 120, lowest: 110)
    #expect(clear)
    #expect(drawdown.peak == 120)
    #expect(drawdown.depth == 0.9)
  }
}
