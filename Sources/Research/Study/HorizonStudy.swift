import Market
import Statistics

/// One horizon of a study: what the estimators say, and beside it the sections that tell how far to believe them.
///
/// A section is a value with a file of its own in `Sections/`, made from a `HorizonSample`; one that cannot be answered
/// says why instead.
public struct HorizonStudy: Sendable {
  public let forward: Interval
  public let bars: Int
  /// Bars on which both the signal and the forward return are known.
  public let observations: Int
  /// Nil for a signal.
  public let contrast: RegimeContrast?
  /// Of its two means, each by itself; nil for a signal.
  public let meanErrors: MeanErrors?
  public let meanAll: Double
  /// The slope: difference of means for a regime, return per unit for a signal. Without errors when there are too few
  /// episodes to have any.
  public let estimates: [EstimatorResult]
  /// By estimator, in order of `estimates`; empty when calibration was not asked for.
  public let rejections: [NullRejection]
  public let shift: CircularShift?
  /// Information coefficients and quantiles of a signal.
  public let signal: Result<SignalHorizon, Unavailable>
  public let verdict: Verdict
  /// Forward returns inside and outside the regime, for pictures.
  public let inside: [Double]
  public let outside: [Double]

  public let power: Result<Power, Unavailable>
  /// Nil unless the plan asks for everything.
  public let depth: HorizonDepth?

  init(_ horizon: HorizonSample, plan: StudyPlan, partitions: PartitionsOnDemand?) {
    forward = horizon.forward
    bars = horizon.bars
    let sample = horizon.sample
    observations = sample.observations
    contrast = RegimeContrast(sample)
    meanErrors = contrast.map { MeanErrors($0, sample) }
    meanAll = sample.mean
    let estimates = sample.estimates(ForwardBattery.standard(seed: plan.seed))
    self.estimates = MinimumSample.withoutErrors(estimates, episodes: contrast?.episodes)
    rejections =
      plan.calibration > 0
      ? (try? NullRejection.estimate(sample, replicates: plan.calibration, seed: plan.seed)) ?? [] : []
    shift = try? CircularShift(sample)
    sample.forget()
    (inside, outside) = horizon.sides
    signal = Result { () throws(Unavailable) in try SignalHorizon(horizon, plan: plan) }
    power = Result { () throws(Unavailable) in try Power(horizon, estimates: estimates, effects: plan.effects) }
    verdict = Verdict(
      estimates, rejections: rejections, episodes: contrast?.episodes, detectable: power.answer?.minimumDetectable)
    depth = partitions.map { HorizonDepth(horizon, plan: plan, partitions: $0.made()) }
  }

  /// A horizon at which there is nothing to estimate.
  init(impossible error: any Error, _ subject: StudySubject, forward: Interval, bars: Int) {
    self.forward = forward
    self.bars = bars
    let reason = Unavailable(error, subject)
    verdict = Verdict(reason)
    let returns = zip(HorizonSample.returns(subject.frame.values("close"), bars: bars), subject.known)
    outside = returns.compactMap { $1 && !$0.isNaN ? $0 : nil }
    inside = []
    observations = outside.count
    meanAll = outside.isEmpty ? .nan : outside.reduce(0, +) / Double(outside.count)
    contrast = nil
    meanErrors = nil
    estimates = []
    rejections = []
    shift = nil
    signal = .failure(reason)
    power = .failure(reason)
    depth = nil
  }

  /// The smallest true difference that would be found in four of five samples like this one; nil without an error.
  public var minimumDetectable: Double? { power.answer?.minimumDetectable }
}
