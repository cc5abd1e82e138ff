import Statistics

/// How a signal, a number at each bar, and what follows go together at one horizon.
public struct SignalHorizon: Sendable {
  /// The correlation of values; its t and p are those of the slope.
  public let pearson: Double
  /// Of ranks over the whole sample: descriptive, since ranks know the future; what could be traded are the quantiles.
  public let spearman: Double
  public let observations: Int
  /// What judges the rank coefficient: the regression of rank(y) on rank(x).
  public let estimates: [EstimatorResult]
  /// Of the estimators in `calibrated`; empty when calibration was not asked for.
  public let rejections: [NullRejection]
  public let throughTime: Result<SignalThroughTime, Unavailable>
  public let quantiles: Result<SignalQuantiles, Unavailable>

  /// The estimators of a rank coefficient. The others of the battery say the same of ranks as of values.
  static let battery: [any ForwardEstimator] = [
    NeweyWestEstimator.overlap, NeweyWestEstimator.twiceHorizon, HansenHodrickEstimator(), Hodrick1BEstimator(),
    CircularShiftEstimator(),
  ]

  /// The ones whose size is looked at: what is usually done and what should be believed. That of the slope shows all.
  static let calibrated: [any ForwardEstimator] = [NeweyWestEstimator.overlap, Hodrick1BEstimator()]

  /// - Throws: why there is no coefficient: a regime has none, a signal of one value neither.
  init(_ horizon: HorizonSample, plan: StudyPlan) throws(Unavailable) {
    guard case .signal(let signal) = horizon.subject.values else {
      throw Unavailable("a regime is not a number, so it has no information coefficient")
    }
    guard plan.depth == .everything else { throw Unavailable("only a judgement was asked for") }
    let next = HorizonSample.nextReturns(horizon.subject.frame.values("close"))
    do {
      pearson = Correlation.pearson(signal, horizon.returns).coefficient
      let ranks = try InformationCoefficient(
        .spearman, signal: signal, y: horizon.returns, nextReturns: next, horizon: horizon.bars)
      spearman = ranks.coefficient
      observations = ranks.observations
      let estimates = MinimumSample.withoutErrors(
        ofRanks: ranks.sample.estimates(Self.battery), ranks.sample, beside: horizon.sample)
      self.estimates = estimates
      rejections =
        plan.calibration > 0 && estimates.hasErrors
        ? (try? NullRejection.estimate(
          ranks.sample, battery: Self.calibrated, replicates: plan.calibration, seed: plan.seed)) ?? [] : []
    } catch {
      throw Unavailable(error, horizon.subject)
    }
    throughTime = Result { () throws(Unavailable) in try SignalThroughTime(horizon, signal: signal) }
    quantiles = Result { () throws(Unavailable) in try SignalQuantiles(horizon, signal: signal) }
  }
}
