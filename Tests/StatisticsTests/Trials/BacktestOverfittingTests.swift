import Statistics
import Testing

/// Golden numbers by plain numpy 2 and scipy 1.17.1, a dozen lines written from the paper and not from this code, on
/// `TrialSamples.mixed()`:
///
///     for J in itertools.combinations(range(S), S//2):
///         # rows of J, less the last h of a block whose successor is not in J; Jc likewise
///         a, b = sharpe(M[rows(J)]), sharpe(M[rows(Jc)])      # mean / std(ddof=1), 0 where a column stands still
///         picked = b[isclose(a, a.max(), rtol=1e-12)].mean()
///         b = where(isclose(b, picked, rtol=1e-12), picked, b)
///         w = (rankdata(b)[b == picked][0] if (b == picked).any() else (b < picked).sum() + .5)/(N + 1)
///         lam.append(log(w/(1 - w)))
///     (lam <= 0).mean(), (oos < 0).mean(), np.polyfit(ins, oos, 1), np.corrcoef(ins, oos)[0, 1]**2, lam.sum()
@Suite("Does picking the best of many trials work")
struct BacktestOverfittingTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    let blocks: Int
    let purge: Int
    let splits: Int
    let probability: Double
    let loss: Double
    let slope: Double
    let intercept: Double
    let rSquared: Double
    let logits: Double

    var testDescription: String { "\(blocks) blocks, purge \(purge)" }
  }

  static let golden = [
    Golden(
      blocks: 16, purge: 0, splits: 12_870, probability: 0.12843822843822844, loss: 0.08982128982128983,
      slope: -0.3748251793143782, intercept: 0.3860180314945094, rSquared: 0.04114451435613208,
      logits: 24382.783660454217),
    Golden(
      blocks: 8, purge: 0, splits: 70, probability: 0.04285714285714286, loss: 0.014285714285714285,
      slope: -0.5459553134609236, intercept: 0.479422937056522, rSquared: 0.16866148615428345,
      logits: 158.89488885573456),
    Golden(
      blocks: 8, purge: 2, splits: 70, probability: 0.14285714285714285, loss: 0.1, slope: -0.41516848821433683,
      intercept: 0.32862625924982897, rSquared: 0.08383691598342019, logits: 120.5492487938853),
    Golden(
      blocks: 10, purge: 1, splits: 252, probability: 0.06349206349206349, loss: 0.05952380952380952,
      slope: -0.22635948105925088, intercept: 0.3452420278386844, rSquared: 0.013382273043418795,
      logits: 527.8271482791952),
  ]

  @Test("split by split as a plain loop over rows has it", arguments: golden)
  func numpy(golden: Golden) throws {
    let returns = try TrialReturns(TrialSamples.mixed())
    let result = try BacktestOverfitting(returns, blocks: golden.blocks, purge: golden.purge)
    #expect(result.points.count == golden.splits && result.plan.splits == golden.splits)
    #expect(result.plan.dropped == 130 % golden.blocks)
    #expect(agree(result.probability, golden.probability, to: 1e-12))
    #expect(agree(result.probabilityOfLoss, golden.loss, to: 1e-12))
    #expect(agree(result.degradation.slope, golden.slope, to: 1e-9))
    #expect(agree(result.degradation.intercept, golden.intercept, to: 1e-9))
    #expect(agree(result.degradation.rSquared, golden.rSquared, to: 1e-9))
    // A slope's t is √(R²(n - 2)/(1 - R²)), here of as many splits as blocks.
    let t = (golden.rSquared * Double(golden.blocks - 2) / (1 - golden.rSquared)).squareRoot()
    #expect(agree(abs(golden.slope) / t, result.degradation.standardError, to: 1e-9))
    #expect(result.degradation.isWithinError == (t <= 1))
    #expect(agree(result.logits.reduce(0, +), golden.logits, to: 1e-9))
  }

  @Test("in pure noise the pick is as often in the lower half as in the upper")
  func noise() throws {
    // Splits of one sample hang together, so that one PBO is nearly anything; the mean of many is what the law is about.
    let probabilities = try (0..<40).map { seed in
      try BacktestOverfitting(TrialReturns(TrialSamples.noise(trials: 30, days: 120, seed: seed)), blocks: 8)
        .probability
    }
    let mean = probabilities.reduce(0, +) / 40
    let deviation = (probabilities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39).squareRoot()
    #expect(abs(mean - 0.5) < 3 * deviation / 40.0.squareRoot() && deviation > 0.02, "\(mean) ± \(deviation)")
  }

  @Test("one trial with skill among noise is found again and beats a random pick for everybody")
  func skill() throws {
    var trials = TrialSamples.noise(trials: 40, days: 400, seed: 5)
    trials[17] = trials[17].map { $0 + 0.006 }
    let result = try BacktestOverfitting(TrialReturns(trials))
    #expect(result.probability == 0)
    #expect(result.probabilityOfLoss == 0)
    #expect(result.dominance.firstOrder && result.dominance.secondOrder)
    #expect(result.logits.allSatisfy { $0 == result.logits[0] })
  }

  @Test("trials that are good in one half of the sample and bad in the other are found out")
  func overfitted() throws {
    // Each earns in some blocks what it loses in others: the better it looks on one half, the worse it is on the other.
    let noise = TrialSamples.noise(trials: 40, days: 160, seed: 6)
    let trials = noise.enumerated().map { trial, returns in
      returns.enumerated().map { day, value in
        value * 0.05 + ((trial + 1) >> (day / 10 % 6) & 1 == 0 ? 0.01 : -0.01)
      }
    }
    let centred = trials.map { returns in
      let mean = returns.reduce(0, +) / 160
      return returns.map { $0 - mean }
    }
    let result = try BacktestOverfitting(TrialReturns(centred))
    #expect(result.probability > 0.95 && result.probabilityOfLoss > 0.95 && result.degradation.slope < 0)
    #expect(!result.dominance.firstOrder && !result.dominance.secondOrder)
  }

  @Test("the order of the trials does not matter, copies of all neither help nor harm the pick")
  func order() throws {
    let trials = TrialSamples.mixed()
    let straight = try BacktestOverfitting(TrialReturns(trials), blocks: 8)
    let reversed = try BacktestOverfitting(TrialReturns(trials.reversed()), blocks: 8)
    #expect(straight.logits == reversed.logits && straight.points == reversed.points)
    let twice = try BacktestOverfitting(TrialReturns(trials + trials), blocks: 8)
    #expect(twice.points == straight.points)
    #expect(twice.probability == straight.probability)
  }

  @Test("trials that are all one are in the middle of one another: every logit is zero")
  func equal() throws {
    let one = TrialSamples.noise(trials: 1, days: 64, seed: 1)[0]
    let result = try BacktestOverfitting(TrialReturns([one, one, one]))
    #expect(result.logits.allSatisfy { $0 == 0 } && result.probability == 1)
  }

  @Test("a trial that stands still has a ratio of zero there, and is left out when it never moves")
  func still() throws {
    var trials = TrialSamples.noise(trials: 4, days: 64, seed: 2).map { $0.map { $0 - 0.05 } }
    trials.append([Double](repeating: 0, count: 32) + trials[0].suffix(32))
    trials.append([Double](repeating: 0, count: 64))
    let returns = try TrialReturns(trials)
    #expect(returns.neverTraded == 1 && returns.kept == [0, 1, 2, 3, 4])
    let result = try BacktestOverfitting(returns, blocks: 4)
    // In the split that holds the first half of the days, the best did nothing.
    #expect(result.points.contains { $0.inSample == 0 && $0.outOfSample < 0 })
  }

  @Test("the sample decides how many blocks there are, and how few are none")
  func plans() throws {
    #expect(try SplitPlan(rows: 365).blocks == 16 && SplitPlan(rows: 365).dropped == 13)
    #expect(try SplitPlan(rows: 365).splits == 12_870)
    #expect(try SplitPlan(rows: 63).blocks == 14)
    #expect(try SplitPlan(rows: 24).blocks == 6)
    #expect(try SplitPlan(rows: 365, purge: 20).blocks == 14)
    #expect(throws: StatisticsError.tooFewObservations(have: 23, need: 24)) { try SplitPlan(rows: 23) }
    #expect(throws: StatisticsError.self) { try SplitPlan(rows: 365, blocks: 7) }
    #expect(throws: StatisticsError.self) { try SplitPlan(rows: 365, blocks: 22) }
    #expect(throws: StatisticsError.self) { try SplitPlan(rows: 30, blocks: 16) }
    #expect(throws: StatisticsError.self) { try SplitPlan(rows: 30, purge: -1) }
    let one = try TrialReturns(TrialSamples.noise(trials: 1, days: 64, seed: 1))
    #expect(throws: StatisticsError.tooFewObservations(have: 1, need: 2)) { try BacktestOverfitting(one) }
  }
}
