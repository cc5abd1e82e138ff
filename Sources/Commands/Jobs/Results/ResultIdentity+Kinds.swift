import Digest
import Market
import Replay
import Research
import Results

extension ResultIdentity {
  /// SHA-256 of the text, 64 hexadecimal digits.
  var hash: String { SHA256.digest(of: text).hex }

  /// What a strategy does on a market.
  static func replay(_ strategy: BoundStrategy, on frame: Frame) -> ResultIdentity {
    ResultIdentity(.replay, on: [frame], asked: [("strategy", strategy.identity)])
  }

  /// Strategies on the same bars, in the order they are named, market by market.
  ///
  /// - Parameter benchmarks: what is held against them, one a market; none where nothing was named.
  static func comparison(
    _ runs: [RunSummary], markets: Int = 1, seed: UInt64, replicates: Int, benchmarks: [String] = []
  ) -> ResultIdentity {
    // All see one frame, but for those that hold legs.
    let frames = runs.map(\.frame).reduce(into: [Frame]()) { frames, frame in
      if !frames.contains(where: { $0.fingerprint == frame.fingerprint }) { frames.append(frame) }
    }
    return ResultIdentity(
      .comparison, on: frames,
      asked: runs.map { ("strategy", $0.strategy.identity) } + (markets > 1 ? [("markets", "\(markets)")] : []) + [
        ("replicates", "\(replicates)"), ("seed", "\(seed)"),
      ] + benchmarks.map { ("benchmark", $0) })
  }

  /// A regime or a signal on one market. The strategy's other windows are asked about too, and so they count.
  static func study(_ study: Study) -> ResultIdentity {
    let plan = study.plan
    let variants = plan.variants.map { variant -> Term in
      let expression: String =
        switch variant.subject {
        case .success(let subject): subject.expression
        case .failure(let reason): "none, \(reason.why)"
        }
      return ("window", "\(variant.parameter) \(variant.value) \(expression)")
    }
    return ResultIdentity(
      study.subject.isRegime ? .study : .signalStudy, on: [study.subject.frame],
      asked: [("signal", study.subject.expression)] + asked(plan) + [
        ("effects", plan.effects.map { "\($0)" }.joined(separator: ",")), ("placebos", "\(plan.placebos)"),
        ("given", plan.given?.expression ?? "nothing"),
      ] + variants)
  }

  /// A regime or a signal on several markets.
  static func panel(_ study: PanelStudy) -> ResultIdentity {
    ResultIdentity(
      .panel, on: study.subject.markets.map(\.frame),
      asked: [("signal", study.subject.expression)] + asked(study.plan))
  }

  private static func asked(_ plan: StudyPlan) -> [Term] {
    [
      ("forward", plan.horizons.map { "\($0)" }.joined(separator: ",")), ("moves", "\(plan.calibration)"),
      ("seed", "\(plan.seed)"),
    ]
  }

  /// Hypotheses and how they are corrected for their number.
  ///
  /// - Parameter frames: of its markets, in order of first mention.
  static func family(_ study: FamilyStudy, on frames: [Frame]) -> ResultIdentity {
    let plan = study.plan
    let hypotheses = study.members.map { member -> Term in
      let asked = member.test.hypothesis
      let data = frames.firstIndex { $0.market == asked.market } ?? 0
      return ("hypothesis", "data \(data + 1) forward \(asked.forward) \(asked.direction.rawValue) \(asked.expression)")
    }
    return ResultIdentity(
      .family, on: frames,
      asked: hypotheses + [
        ("correction", plan.correction.rawValue), ("alpha", "\(plan.alpha)"), ("replicates", "\(plan.replicates)"),
        ("seed", "\(plan.seed)"),
      ])
  }

  /// A formula, with what its names mean.
  ///
  /// - Parameter meanings: canonical expressions of both sides, in order.
  static func regression(_ regression: Regression, meanings: [String]) -> ResultIdentity {
    let choice = regression.choice
    let lags = choice.isAutomatic ? "automatic" : choice.lags.map { "\($0)" } ?? "none"
    return ResultIdentity(
      .regression, on: [regression.design.frame],
      asked: [("formula", regression.design.formula.text), ("outcome", regression.design.outcome.name)]
        + meanings.map { ("expression", $0) } + [
          ("covariance", "\(choice.kind.rawValue) lags \(lags) small sample \(choice.smallSample)"),
          ("distribution", choice.distribution.rawValue),
        ] + regression.moving.map { ("moving", "\($0.scheme.kind.rawValue) \($0.bars) bars") })
  }

  /// The trials of a sweep: what they are kept under, and what a sweep that ranks them begins with.
  ///
  /// - Parameter question: the strategy's text, and the signal where one is studied.
  static func trials(of question: String, space: String, figures: [String], on frame: Frame) -> ResultIdentity {
    ResultIdentity(.sweep, on: [frame], asked: trialTerms(question, space, figures))
  }

  /// The trials, ranked and judged.
  static func sweep(
    of question: String, space: String, figures: [String], rank: String, seed: UInt64, on frame: Frame
  ) -> ResultIdentity {
    ResultIdentity(
      .sweep, on: [frame], asked: trialTerms(question, space, figures) + [("rank", rank), ("seed", "\(seed)")])
  }

  private static func trialTerms(_ question: String, _ space: String, _ figures: [String]) -> [Term] {
    [("trials", question), ("space", space), ("figures", figures.joined(separator: ","))]
  }

  static func validation(
    of strategy: Strategy, _ candidates: Candidates, _ plan: ValidationPlan, on frame: Frame
  ) -> ResultIdentity {
    ResultIdentity(
      .validation, on: [frame],
      asked: [("strategy", strategy.definition), ("sets", candidates.text), ("plan", plan.text)])
  }
}
