import Replay
import Signals
import Statistics

/// What the best of many trials is worth, given that it is the best of many.
///
/// Each part says what it finds or why it cannot say anything; none of them needs to be asked for.
public struct SweepHonesty: Sendable {
  /// All trials of the sweep.
  public let field: SharpeField
  /// Trials ever run on these data with whatever strategy, those of the sweep among them.
  public let everRun: Int
  /// How the trials whose daily returns were looked at were chosen.
  public let sampled: String
  public let best: Result<BestTrial, CannotSay>
  public let effective: Result<EffectiveTrials, CannotSay>
  /// With the effective number of trials.
  public let deflated: Result<DeflatedSharpe, CannotSay>
  /// With every trial ever run on these data counted as independent, which errs on the strict side.
  public let deflatedByAll: Result<DeflatedSharpe, CannotSay>
  public let overfitting: Result<BacktestOverfitting, CannotSay>
  public let joint: Result<JointTrials, CannotSay>
  public let stability: Result<ParameterStability, CannotSay>
  /// Of the best trials, best first.
  public let plateaus: [Plateau]
  public let rank: FigureKey

  /// - Parameters:
  ///   - rank: the figure the best trial is best by.
  ///   - best: its number and figures; nil when no trial has the figure.
  ///   - sample: the trials whose daily returns are at hand, the best among them.
  ///   - space: the parameters that are swept, how trials lie to one another, and the ranked figure of each.
  ///   - seed: of the resamples behind the joint tests.
  public init(
    rank: FigureKey, best: (point: Int, figures: Figures)?, field: SharpeField, everRun: Int, sample: TrialSample,
    space: HonestySpace, seed: UInt64
  ) {
    self.rank = rank
    self.field = field
    self.everRun = max(everRun, field.trials)
    sampled = sample.words
    let own = best.flatMap { best in sample.points.firstIndex(of: best.point).map { sample.returns[$0] } }
    let judged = Result { () throws(CannotSay) in
      guard let best else { throw CannotSay("no trial has a \(rank.rawValue)") }
      return try BestTrial(point: best.point, figures: best.figures, returns: own)
    }
    let returns = Self.comparable(sample)
    let effective = returns.answering { try EffectiveTrials($0) }
    self.best = judged
    self.effective = effective
    deflated = Self.deflated(judged, by: effective.map(\.count), field)
    deflatedByAll = Self.deflated(judged, by: .success(Double(self.everRun)), field)
    overfitting = returns.answering { try BacktestOverfitting($0) }
    joint = returns.answering {
      try JointTrials($0, points: sample.points, of: sample.finished, best: best?.point, seed: seed)
    }
    stability = returns.answering {
      try ParameterStability($0, points: sample.points, axes: space.axes, parameters: space.parameters)
    }
    plateaus = space.top.compactMap { point in
      Plateau(point, figure: rank, neighbours: space.neighbours(point), value: space.value)
    }
  }

  private static func deflated(
    _ best: Result<BestTrial, CannotSay>, by count: Result<Double, CannotSay>, _ field: SharpeField
  ) -> Result<DeflatedSharpe, CannotSay> {
    best.flatMap { best in
      count.flatMap { count in
        guard let variance = field.variance, variance > 0 else {
          return .failure(
            CannotSay(
              field.rated < 2
                ? "\(field.rated == 0 ? "no trial has" : "only one trial has") a Sharpe ratio, so there was nothing to choose from"
                : "all trials have one Sharpe ratio, so there was nothing to choose from"))
        }
        return .success(DeflatedSharpe(best, count: count, variance: variance))
      }
    }
  }

  /// The returns of the sample when there are trials to compare in it and days to compare them on.
  private static func comparable(_ sample: TrialSample) -> Result<TrialReturns, CannotSay> {
    let days = sample.returns.first?.count ?? 0
    guard sample.points.count > 1 else {
      return .failure(CannotSay("\(sample.points.count == 1 ? "one trial" : "no trial") is no choice among trials"))
    }
    guard days >= LeastSample.days else {
      return .failure(
        CannotSay(
          "\(days) day\(days == 1 ? "" : "s") are too few to compare trials on; \(LeastSample.days) are asked for"))
    }
    return Result { try TrialReturns(sample.returns) }.mapError { CannotSay("\($0)") }.flatMap { returns in
      guard returns.count > 1 else {
        return .failure(
          CannotSay(
            returns.count == 0
              ? "no trial ever traded" : "only one of \(sample.points.count) trials ever traded"))
      }
      guard !returns.areAllEqual else {
        return .failure(CannotSay("all trials earned the same every day, so there was nothing to choose from"))
      }
      return .success(returns)
    }
  }
}

extension LeastSample {
  /// UTC days of returns before trials are compared by them.
  public static let days = 30
}

extension Result where Failure == CannotSay {
  /// What `body` makes of the answer, or why it could not.
  fileprivate func answering<Value>(_ body: (Success) throws -> Value) -> Result<Value, CannotSay> {
    flatMap { answer in Result<Value, any Error> { try body(answer) }.mapError { CannotSay("\($0)") } }
  }
}
