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
  /// What t is on average where nothing is predicted, where that is enough to matter: of a signal that returns move.
  public let bias: BiasOfT?
  /// The estimates less that: what the verdict is of.
  public let unbiased: [EstimatorResult]
  /// By estimator, in order of `estimates`; empty when calibration was not asked for, and where no error is given.
  public let rejections: [NullRejection]
  public let shift: CircularShift?
  /// Information coefficients and quantiles of a signal.
  public let signal: Result<SignalHorizon, Unavailable>
  public let verdict: Verdict
  /// Forward returns inside and outside the regime, for pictures.
  public let inside: [Double]
  public let outside: [Double]

  /// What it shows, as far as it takes to ask whether any market has given that; nil where there is nothing to estimate.
  public let claim: ForwardClaim?
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
    let judged = MinimumSample.withoutErrors(estimates, sample, contrast)
    self.estimates = judged
    let bias = horizon.materialBias
    self.bias = bias
    // Before the shifts are forgotten, which are counted again.
    let less = bias.map { sample.less($0, from: estimates) } ?? estimates
    unbiased = bias == nil ? judged : MinimumSample.withoutErrors(less, sample, contrast)
    rejections =
      plan.calibration > 0 && judged.hasErrors
      ? (try? NullRejection.estimate(sample, replicates: plan.calibration, seed: plan.seed)) ?? [] : []
    shift = try? CircularShift(sample)
    claim = ForwardClaim(sample, t: estimates.hodrick1B?.t, of: horizon.subject)
    let few = MinimumSample.cannotJudge(sample, contrast)
    sample.forget()
    (inside, outside) = horizon.sides
    signal = Result { () throws(Unavailable) in try SignalHorizon(horizon, plan: plan) }
    power = Result { () throws(Unavailable) in try Power(horizon, estimates: judged, effects: plan.effects) }
    verdict =
      few.map { Verdict(Unavailable($0)) }
      ?? Verdict(
        less, rejections: rejections, episodes: contrast?.episodes,
        detectable: power.answer?.minimumDetectable, bias: bias)
    depth = partitions.map { HorizonDepth(horizon, plan: plan, partitions: $0.made()) }
  }

  /// A horizon at which there is nothing to estimate.
  init(impossible error: any Error, _ subject: StudySubject, forward: Interval, bars: Int) {
    self.forward = forward
    self.bars = bars
    let reason = Unavailable(error, subject, horizon: bars)
    verdict = Verdict(reason)
    let returns = zip(HorizonSample.returns(subject.frame.values("close"), bars: bars), subject.known)
    outside = returns.compactMap { $1 && !$0.isNaN ? $0 : nil }
    inside = []
    observations = outside.count
    meanAll = outside.isEmpty ? .nan : outside.reduce(0, +) / Double(outside.count)
    contrast = nil
    meanErrors = nil
    estimates = []
    bias = nil
    unbiased = []
    rejections = []
    shift = nil
    claim = nil
    signal = .failure(reason)
    power = .failure(reason)
    depth = nil
  }

  /// The smallest true difference that would be found in four of five samples like this one; nil without an error.
  public var minimumDetectable: Double? { power.answer?.minimumDetectable }
}

extension HorizonStudy {
  /// What a reader of the verdict should know before acting on it, a sentence each; empty when nothing speaks up.
  public var cautions: [String] {
    guard let depth, let slope = estimates.first?.estimate else {
      return [foresight, bias?.caution].compactMap(\.self)
    }
    return [
      foresight, bias?.caution, windows(depth, slope), periods(depth), placebos(depth), order(depth), conditions(depth),
    ].compactMap(\.self)
  }

  private var foresight: String? { claim.flatMap { BeyondReal.alarm(.forward($0), asking: "STRATEGY") } }

  private func windows(_ depth: HorizonDepth, _ slope: Double) -> String? {
    guard let sensitivity = depth.sensitivity.answer else { return nil }
    let agreement = sensitivity.agreement(with: slope)
    guard agreement.same < agreement.of else { return nil }
    let against = sensitivity.points.filter { ($0.effect.answer.map { ($0.estimate < 0) != (slope < 0) }) ?? false }
    return
      "The sign depends on the window: it is the other way round with \(against.map { "\($0.parameter)=\($0.value)" }.joined(separator: ", "))."
  }

  private func periods(_ depth: HorizonDepth) -> String? {
    // Without a finding parts differ because noise does.
    guard verdict.finding == .predicts, let stability = depth.stability.answer,
      let division = stability.divisions.last(where: { $0.judged >= 2 && $0.sameSign < $0.judged })
    else { return nil }
    return
      "The effect has the same sign in \(division.sameSign) of \(division.judged) parts that can be judged (\(division.parts.name))."
  }

  private func placebos(_ depth: HorizonDepth) -> String? {
    guard let placebo = depth.placebo.answer, verdict.finding == .predicts, placebo.pOfT >= 0.05 else { return nil }
    return
      "\(Int((placebo.pOfT * 100).rounded())) of 100 placebo regimes that come as often and last as long do as well by chance."
  }

  private func order(_ depth: HorizonDepth) -> String? {
    guard depth.leadLag.answer?.returnsComeFirst == true else { return nil }
    return "Shifting the signal earlier raises the estimate: it reacts to past returns rather than leading them."
  }

  private func conditions(_ depth: HorizonDepth) -> String? {
    let partitions = depth.conditioning.partitions
    let unequal = partitions.filter { ($0.equality.answer?.p ?? 1) < 0.05 / Double(partitions.count) }
    guard !unequal.isEmpty else { return nil }
    return
      "The effect is not the same in all cells of \(unequal.map(\.name).joined(separator: ", ")) (Wald, 5% shared among \(partitions.count) partitions)."
  }
}
