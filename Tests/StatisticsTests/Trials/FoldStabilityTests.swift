import Statistics
import Testing

/// Golden numbers by numpy 2 and scipy 1.17.1 on `TrialSamples.mixed()`:
///
///     R = np.array([sharpe(f) for f in np.array_split(M, 5)])
///     R.argmax(axis=1), R.max(axis=1)
///     np.mean([spearmanr(R[a], R[b]).statistic for a in range(5) for b in range(a)])
///     [spearmanr(R[a], R.sum(axis=0) - R[a]).statistic for a in range(5)]
@Suite("Are the same trials good at different times")
struct FoldStabilityTests {
  @Test("best of each fold and rank correlations")
  func numpy() throws {
    let stability = try FoldStability(TrialReturns(TrialSamples.mixed()))
    #expect(stability.folds.map(\.best) == [2, 8, 3, 5, 3])
    let best = [0.31314516, 0.42636465, 0.52067567, 0.51677517, 0.69977072]
    #expect(zip(stability.folds, best).allSatisfy { abs($0.bestSharpe - $1) < 1e-8 })
    #expect(agree(stability.meanRankCorrelation, 0.03577817531305904, to: 1e-9))
    #expect(
      agree(
        stability.folds.map(\.rankCorrelation),
        [
          -0.36672629695885506, -0.030411449016100177, 0.10912343470483005, 0.23076923076923078, 0.20930232558139533,
        ], to: 1e-9))
  }

  @Test("folds cover all days once, the first of them a day longer")
  func cut() throws {
    let stability = try FoldStability(TrialReturns(TrialSamples.noise(trials: 3, days: 23, seed: 1)), folds: 5)
    #expect(stability.folds.map(\.rows) == [0..<5, 5..<10, 10..<15, 15..<19, 19..<23])
    #expect(throws: StatisticsError.self) {
      try FoldStability(TrialReturns(TrialSamples.noise(trials: 3, days: 19, seed: 1)), folds: 5)
    }
    #expect(throws: StatisticsError.self) {
      try FoldStability(TrialReturns(TrialSamples.noise(trials: 1, days: 50, seed: 1)))
    }
  }

  @Test("where trials differ in skill the folds agree, in noise they do not")
  func agreement() throws {
    let noise = TrialSamples.noise(trials: 60, days: 400, seed: 9)
    let skilled = noise.enumerated().map { trial, returns in returns.map { $0 + 0.0002 * Double(trial) } }
    #expect(try FoldStability(TrialReturns(skilled)).meanRankCorrelation > 0.7)
    #expect(try abs(FoldStability(TrialReturns(noise)).meanRankCorrelation) < 0.15)
  }
}
