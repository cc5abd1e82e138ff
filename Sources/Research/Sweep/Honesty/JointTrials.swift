import Statistics

/// Whether the trials, taken together, earn more than chance: White's reality check, Hansen's test of superior predictive
/// ability and Romano & Wolf's StepM on their daily returns against zero, all on the same resamples.
public struct JointTrials: Sendable, Hashable {
  public let realityCheck: RealityCheck
  public let ability: SuperiorPredictiveAbility
  /// Trials that StepM calls better than zero at 5 %, by their numbers in the space.
  public let survivors: [Int]
  /// Trials that were tested.
  public let trials: Int
  /// Days, on average, that a block of the resamples runs.
  public let meanBlock: Double
  public let replicates: Int
  public let seed: UInt64

  init(_ returns: TrialReturns, points: [Int], seed: UInt64) throws {
    let family = try ContributionFamily(returns, seed: seed)
    realityCheck = RealityCheck(family)
    ability = SuperiorPredictiveAbility(family)
    survivors = try zip(returns.kept, StepM(family).isRejected).filter(\.1).map { points[$0.0] }
    trials = returns.count
    meanBlock = family.meanBlock
    replicates = family.replicates
    self.seed = seed
  }
}
