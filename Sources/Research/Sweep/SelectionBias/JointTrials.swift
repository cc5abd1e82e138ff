import Statistics

/// Whether the trials, taken together, earn more than chance: White's reality check, Hansen's test of superior predictive
/// ability and Romano & Wolf's StepM on their daily returns against zero, all on the same resamples.
public struct JointTrials: Sendable, Hashable {
  public let realityCheck: RealityCheck
  public let ability: SuperiorPredictiveAbility
  /// Trials that StepM calls better than zero at 5 %, by their numbers in the space.
  public let survivors: [Int]
  /// Of the best trial: the least level at which StepM would name it; nil when it is not among those tested.
  public let bestP: Double?
  /// How many trials those tested stand for.
  public let population: Int
  /// Trials that were tested.
  public let trials: Int
  /// Days, on average, that a block of the resamples runs.
  public let meanBlock: Double
  public let replicates: Int
  public let seed: UInt64

  /// - Parameters:
  ///   - returns: of the trials of `tested`.
  ///   - best: the trial the verdict is about.
  init(_ returns: TrialReturns, of tested: TrialSample, best: Int?, seed: UInt64) throws {
    let points = tested.points
    let family = try ContributionFamily(returns, seed: seed)
    // As many of the others will have traded as of the sample.
    let share = Double(returns.count) / Double(points.count)
    let population = Int((share * Double(tested.finished)).rounded())
    let stepM = try StepM(family, population: population)
    realityCheck = RealityCheck(family)
    ability = SuperiorPredictiveAbility(family)
    survivors = zip(returns.kept, stepM.isRejected).filter(\.1).map { points[$0.0] }
    bestP = returns.kept.firstIndex { points[$0] == best }.map { stepM.adjusted[$0] }
    self.population = stepM.population
    trials = returns.count
    meanBlock = family.meanBlock
    replicates = family.replicates
    self.seed = seed
  }
}
