import Research
import Statistics
import Testing

/// A fast version of `make size`, which has three hundred simulations where that has two thousand, of shorter markets.
@Suite("Where there is nothing, a verdict finds something one time in twenty")
struct VerdictSizeTests {
  /// The number of finds among 300 is binomial: at 5% its share has a deviation of 1.26 points, and at 3% and 7%, the ends of
  /// the band, of 1.0 and 1.5. Three deviations beyond either end are 0 and 11.4: so only the upper one can fail for the
  /// right reason, and the lower one is held by a count above zero, which 3% would miss once in nine thousand.
  @Test(
    "under independent returns, under bursts and fat tails, in a regime and along a persistent signal",
    arguments: [
      NullDesign("iid", bars: 2500, horizon: 6, returns: .iid, regressor: .switching(share: 0.1, meanRun: 15)),
      NullDesign("GARCH", bars: 2500, horizon: 6, returns: .garch, regressor: .switching(share: 0.1, meanRun: 15)),
      NullDesign("persistent", bars: 2500, horizon: 6, returns: .garch, regressor: .autoregressive(memory: 100)),
      NullDesign(
        "wilder inside", bars: 2500, horizon: 6, returns: .garch, regressor: .switching(share: 0.1, meanRun: 15),
        volatilityInside: 2),
    ])
  func size(design: NullDesign) {
    let check = SizeCheck(design, simulations: 300, moves: 50, seed: 1)
    #expect(check.verdict.judged > 270)
    #expect(check.verdict.rejected > 0)
    #expect(check.verdict.share < 0.114, "\(check.verdict.rejected) of \(check.verdict.judged)")
    // That there is something to guard against: the usual errors reject half of the time.
    let naive = check.estimators.first { $0.name == "HC3" }
    #expect((naive?.share ?? 0) > 0.25)
  }

  @Test("the answer is a function of the seed, however the work is spread")
  func deterministic() {
    let design = NullDesign(
      "GARCH", bars: 800, horizon: 4, returns: .garch, regressor: .switching(share: 0.1, meanRun: 10))
    let first = SizeCheck(design, simulations: 20, moves: 20, seed: 5)
    let second = SizeCheck(design, simulations: 40, moves: 20, seed: 5)
    let again = SizeCheck(design, simulations: 20, moves: 20, seed: 5)
    #expect(first.estimators.map(\.rejected) == again.estimators.map(\.rejected))
    #expect(first.verdict.rejected == again.verdict.rejected)
    #expect(zip(first.estimators, second.estimators).allSatisfy { $0.rejected <= $1.rejected })
  }
}
