import Statistics
import Testing

@Suite("Returns of trials as one family of tests")
struct TrialFamilyTests {
  @Test("means of many columns are those of the rows that each resample draws")
  func products() throws {
    // 70 columns and short blocks take the way of counts; the rows themselves are the definition of either.
    let trials = TrialSamples.noise(trials: 70, days: 60, seed: 4)
    let family = try ContributionFamily(
      trials, alternatives: trials.map { _ in .greater }, meanBlock: 2, replicates: 150, scale: .sample, seed: 8)
    let bootstrap = try StationaryBootstrap(count: 60, meanBlock: 2, seed: 8)
    let means = trials.map { $0.reduce(0, +) / 60 }
    let best = means.max() ?? .nan
    let asFar = (0..<150).count { replicate in
      let rows = bootstrap.rows(replicate: replicate)
      let moves = zip(trials, means).map { trial, mean in rows.reduce(0) { $0 + trial[$1] } / 60 - mean }
      return (moves.max() ?? .nan) >= best
    }
    #expect(RealityCheck(family).p == Double(1 + asFar) / 151)
  }

  @Test("over many samples of noise the best of thirty trials is called better than cash about as often as promised")
  func size() throws {
    let rejections = try (0..<200).count { seed in
      let trials = TrialSamples.noise(trials: 30, days: 120, seed: 1000 + UInt64(seed))
      return try SuperiorPredictiveAbility(ContributionFamily(TrialReturns(trials), replicates: 199, seed: 1))
        .consistent
        <= 0.05
    }
    // Binomial with 200 and .05: 20 or more happen once in five hundred; the bootstrap of so few days adds a little.
    #expect(rejections < 24, "\(rejections) of 200")
  }

  @Test("skill among noise survives alone")
  func survivor() throws {
    var trials = TrialSamples.noise(trials: 100, days: 365, seed: 12)
    trials[41] = trials[41].map { $0 + 0.003 }
    let family = try ContributionFamily(TrialReturns(trials), seed: 1)
    #expect(SuperiorPredictiveAbility(family).consistent < 0.01)
    let rejected = try StepM(family).isRejected
    #expect(rejected[41] && rejected.count { $0 } == 1)
  }

  @Test("blocks follow the memory of the median trial, not of the luckiest")
  func blocks() throws {
    let noise = TrialSamples.noise(trials: 60, days: 365, seed: 2)
    #expect(try ContributionFamily(TrialReturns(noise), seed: 1).meanBlock < 6)
    let persistent = noise.map { returns in
      returns.reduce(into: [Double]()) { $0.append(0.8 * ($0.last ?? 0) + $1) }
    }
    #expect(try ContributionFamily(TrialReturns(persistent), seed: 1).meanBlock > 10)
  }
}
