import Foundation
import Statistics
import Testing

/// Golden numbers by numpy 2 on `TrialSamples.mixed()`:
///
///     l = np.linalg.eigvalsh(np.corrcoef(M, rowvar=False)); p = l[l > 1e-15]/l.sum()
///     np.exp(-(p*np.log(p)).sum()), l.sum()**2/(l**2).sum()
@Suite("How many independent trials a sweep amounts to")
struct EffectiveTrialsTests {
  @Test("exponential of the entropy, and participation ratio")
  func numpy() throws {
    let trials = try EffectiveTrials(TrialReturns(TrialSamples.mixed()))
    #expect(agree(trials.count, 12.552072110797734, to: 1e-12))
    #expect(agree(trials.participation, 11.443249875099562, to: 1e-12))
  }

  @Test("with more trials than days, products of days give the same eigenvalues")
  func wide() throws {
    // M[-10:]
    let trials = try EffectiveTrials(TrialReturns(TrialSamples.mixed().map { Array($0.suffix(10)) }))
    #expect(agree(trials.count, 6.495737809343692, to: 1e-12))
    #expect(agree(trials.participation, 5.45252837030846, to: 1e-12))
    #expect(trials.bound == 9)
  }

  @Test("equal copies are one trial, also with their sign turned or scaled")
  func copies() throws {
    let one = TrialSamples.noise(trials: 1, days: 60, seed: 3)[0]
    let copies = [one, one, one.map { -$0 }, one.map { 3 * $0 + 0.001 }]
    let trials = try EffectiveTrials(TrialReturns(copies))
    #expect(abs(trials.count - 1) < 1e-6 && abs(trials.participation - 1) < 1e-6)
  }

  @Test("uncorrelated trials count in full, up to one less than the days")
  func orthogonal() throws {
    // Whole waves over 64 days have no correlation whatever.
    let waves = (1...20).map { wave in
      (0..<64).map { day in cos(2 * Double.pi * Double(wave * day) / 64) }
    }
    let few = try EffectiveTrials(TrialReturns(waves))
    #expect(agree(few.count, 20, to: 1e-9) && agree(few.participation, 20, to: 1e-9))
    let many = try EffectiveTrials(TrialReturns(TrialSamples.noise(trials: 500, days: 21, seed: 1)))
    #expect(many.bound == 20 && many.count <= 20 && many.count > 18)
  }

  @Test("copies of every trial change nothing, and neither does their order")
  func doubled() throws {
    let sample = TrialSamples.mixed()
    let once = try EffectiveTrials(TrialReturns(sample))
    let twice = try EffectiveTrials(TrialReturns(sample + sample.reversed()))
    #expect(agree(once.count, twice.count, to: 1e-9))
    #expect(agree(once.participation, twice.participation, to: 1e-9))
  }

  @Test("trials that never traded are counted and not in it")
  func neverTraded() throws {
    let flat = [Double](repeating: 0, count: 130)
    let sample = TrialSamples.mixed()
    let trials = try EffectiveTrials(TrialReturns([flat] + sample + [flat]))
    #expect(trials.neverTraded == 2 && trials.trials == 15)
    #expect(agree(trials.count, 12.552072110797734, to: 1e-12))
    #expect(throws: StatisticsError.self) { try EffectiveTrials(TrialReturns([flat, flat])) }
  }

  @Test("returns must be whole and of one length")
  func refused() {
    #expect(throws: StatisticsError.differentLengths(column: "trial 2", have: 2, expected: 3)) {
      try TrialReturns([[1, 2, 3], [1, 2]])
    }
    #expect(throws: StatisticsError.missingValue(column: "trial 1", row: 1)) { try TrialReturns([[1, .nan, 3]]) }
    #expect(throws: StatisticsError.self) { try TrialReturns([]) }
    #expect(throws: StatisticsError.self) { try TrialReturns([[1]]) }
  }
}
