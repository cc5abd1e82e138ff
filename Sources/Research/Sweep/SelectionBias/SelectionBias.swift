import Replay
import Signals
import Statistics

/// What the best of many trials is worth, given that it is the best of many.
///
/// Each part says what it finds or why it cannot say anything; none of them needs to be asked for.
public struct SelectionBias: Sendable {
  /// All trials of the sweep.
  public let field: SharpeField
  /// Trials ever run on these data with whatever strategy, those of the sweep among them.
  public let everRun: Int
  /// How the trials whose daily returns were looked at were chosen.
  public let sampled: String
  public let best: Result<BestTrial, Unavailable>
  public let effective: Result<EffectiveTrials, Unavailable>
  /// With the effective number of trials.
  public let deflated: Result<DeflatedSharpe, Unavailable>
  /// With every trial ever run on these data counted as independent, which errs on the strict side.
  public let deflatedByAll: Result<DeflatedSharpe, Unavailable>
  public let overfitting: Result<BacktestOverfitting, Unavailable>
  public let joint: Result<JointTrials, Unavailable>
  public let stability: Result<ParameterStability, Unavailable>
  /// Of the best trials, best first.
  public let plateaus: [Plateau]
  /// Name of the figure that the best trial is best by, among a trial's figures.
  public let ranked: String

  /// - Parameters:
  ///   - rank: the figure the best trial is best by; of one against a benchmark, a figure of a run that ranks the same way.
  ///   - ranked: the name of that one; nil for `rank` itself.
  ///   - best: its number and figures; nil when no trial has the figure.
  ///   - sample: the trials whose daily returns are at hand, the best among them.
  ///   - space: the parameters that are swept, how trials lie to one another, and the ranked figure of each.
  ///   - seed: of the resamples behind the joint tests.
  public init(
    rank: FigureKey, ranked: String? = nil, best: (point: Int, figures: Figures)?, field: SharpeField, everRun: Int,
    sample: TrialSample,
    space: SelectionSpace, seed: UInt64
  ) {
    let ranked = ranked ?? rank.rawValue
    self.ranked = ranked
    self.field = field
    self.everRun = max(everRun, field.trials)
    sampled = sample.words
    let own = best.flatMap { best in sample.points.firstIndex(of: best.point).map { sample.returns[$0] } }
    let judged = Result { () throws(Unavailable) in
      guard let best else { throw Unavailable("no trial has a \(ranked)") }
      return try BestTrial(point: best.point, figures: best.figures, returns: own)
    }
    let returns = Self.comparable(sample)
    let effective = returns.answering { try EffectiveTrials($0) }
    self.best = judged
    self.effective = effective
    deflated = Self.deflated(judged, by: effective.map(\.count), field)
    deflatedByAll = Self.deflated(judged, by: .success(Double(self.everRun)), field)
    overfitting = returns.answering { try BacktestOverfitting($0) }
    let tested = sample.losing(onAtLeast: SweepVerdict.leastLosingDays)
    joint = returns.flatMap { _ in
      guard tested.points.count > 1 else {
        return .failure(
          Unavailable(
            "\(tested.points.isEmpty ? "no trial" : "only one trial") lost on \(SweepVerdict.leastLosingDays) days or more, without which trials are not tested"
          ))
      }
      return Self.comparable(tested)
    }.answering {
      try JointTrials($0, of: tested, best: best?.point, seed: seed)
    }
    stability = returns.answering {
      try ParameterStability($0, points: sample.points, axes: space.axes, parameters: space.parameters)
    }
    plateaus = space.top.compactMap { point in
      Plateau(point, figure: rank, neighbours: space.neighbours(point), value: space.value)
    }
  }

  private static func deflated(
    _ best: Result<BestTrial, Unavailable>, by count: Result<Double, Unavailable>, _ field: SharpeField
  ) -> Result<DeflatedSharpe, Unavailable> {
    best.flatMap { best in
      count.flatMap { count in
        guard let variance = field.variance, variance > 0 else {
          return .failure(
            Unavailable(
              field.rated < 2
                ? "\(field.rated == 0 ? "no trial has" : "only one trial has") a Sharpe ratio, so there was nothing to choose from"
                : "all trials have one Sharpe ratio, so there was nothing to choose from"))
        }
        return .success(DeflatedSharpe(best, count: count, variance: variance))
      }
    }
  }

  /// The returns of the sample when there are trials to compare in it and days to compare them on.
  static func comparable(_ sample: TrialSample) -> Result<TrialReturns, Unavailable> {
    let days = sample.returns.first?.count ?? 0
    guard sample.points.count > 1 else {
      return .failure(Unavailable("\(sample.points.count == 1 ? "one trial" : "no trial") is no choice among trials"))
    }
    guard days >= MinimumSample.days else {
      return .failure(
        Unavailable(
          "\(days) day\(days == 1 ? "" : "s") are too few to compare trials on; \(MinimumSample.days) are asked for"))
    }
    return Result { try TrialReturns(sample.returns) }.mapError { Unavailable("\($0)") }.flatMap { returns in
      guard returns.count > 1 else {
        return .failure(
          Unavailable(
            returns.count == 0
              ? "no trial ever traded" : "only one of \(sample.points.count) trials ever traded"))
      }
      guard !returns.areAllEqual else {
        return .failure(Unavailable("all trials earned the same every day, so there was nothing to choose from"))
      }
      return .success(returns)
    }
  }
}

extension MinimumSample {
  /// UTC days of returns before trials are compared by them.
  public static let days = 30
}

extension Result where Failure == Unavailable {
  /// What `body` makes of the answer, or why it could not.
  func answering<Value>(_ body: (Success) throws -> Value) -> Result<Value, Unavailable> {
    flatMap { answer in Result<Value, any Error> { try body(answer) }.mapError { Unavailable("\($0)") } }
  }
}

/// What the selection bias figures ask of a sweep's space and of the figures of its trials.
public struct SelectionSpace {
  /// Parameters that take more than one value.
  public let axes: [String]
  /// The best trials by the ranked figure, best first, whose surroundings are looked at.
  public let top: [Int]
  /// All parameters of a trial.
  public let parameters: (Int) -> [String: ParameterValue]
  /// Trials one step away on one axis.
  public let neighbours: (Int) -> [Int]
  /// The ranked figure of a trial; nil or NaN where it has none or was not run.
  public let value: (Int) -> Double?

  public init(
    axes: [String], top: [Int], parameters: @escaping (Int) -> [String: ParameterValue],
    neighbours: @escaping (Int) -> [Int], value: @escaping (Int) -> Double?
  ) {
    self.axes = axes
    self.top = top
    self.parameters = parameters
    self.neighbours = neighbours
    self.value = value
  }
}
