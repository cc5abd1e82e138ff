import Market
import Signals
import Statistics

/// What a study of one signal at one horizon finds, at each point of a sweep: the figures of `hindcast study`, without the
/// calibration and the sections that take their time.
public struct StudyMeasure: TrialMeasure {
  public let book: SignalBook
  public let points: any ParameterPoints
  public let evaluator: Evaluator
  public let name: String
  public let expression: Expression
  public let forward: Interval
  private let bars: Int

  /// - Parameter name: what the signal is called.
  /// - Throws: a `Problem` for a horizon that is no whole number of bars or longer than the data.
  public init(
    _ book: SignalBook, points: any ParameterPoints, evaluator: Evaluator, name: String, expression: Expression,
    forward: Interval
  ) throws(Problem) {
    self.book = book
    self.points = points
    self.evaluator = evaluator
    self.name = name
    self.expression = expression
    self.forward = forward
    let frame = evaluator.frame
    bars = try forward.horizon(in: frame.evaluation.count, barsOf: frame.grid.interval)
  }

  /// Names of the parameters that a trial depends on.
  public var parametersRead: Set<String> { book.parameters(behind: [expression]) }

  /// Whether it is a condition; nil where that cannot be said, since nothing could be evaluated.
  public var isRegime: Bool? { (try? subject(at: 0))?.isRegime }

  public var figures: [String] { StudyFigure.allCases.map(\.rawValue) }

  public var tally: EvaluationTally { evaluator.tally }

  public func trialEvaluator() -> any TrialEvaluator { PointEvaluator(measure: self) }

  /// By the way of `hindcast study`: the estimator among its fellows, on signals evaluated afresh.
  public func proof(of point: Int) throws(Problem) -> [Double] {
    let horizon = try horizon(at: point, Evaluator(evaluator.frame))
    let study = HorizonStudy(horizon, plan: StudyPlan(horizons: [forward], calibration: 0), partitions: nil)
    guard let hodrick = study.estimates.hodrick1B else { return [] }
    let judged = MinimumSample.judged(hodrick, horizon.sample, study.contrast)
    return figures(horizon, study.contrast, judged)
  }

  /// Trials are ranked by t and judged by p, so that both are less what a signal that returns move has for nothing; its slope
  /// is as it is.
  private func figures(
    _ horizon: HorizonSample, _ contrast: RegimeContrast?, _ hodrick: EstimatorResult
  ) -> [Double] {
    let less = horizon.materialBias.map { horizon.sample.less($0, from: [hodrick])[0] } ?? hodrick
    return StudyFigure.allCases.map { figure in
      switch figure {
      case .barsIn: contrast.map { Double($0.barsIn) } ?? .nan
      case .episodes: contrast.map { Double($0.episodes) } ?? .nan
      case .observations: Double(horizon.sample.observations)
      case .meanIn: contrast.map { $0.meanIn * 1e4 } ?? .nan
      case .meanAll: horizon.sample.mean * 1e4
      case .difference: hodrick.estimate * 1e4
      case .hitRateIn: contrast?.hitRateIn ?? .nan
      case .t: less.t ?? .nan
      case .strength: less.t.map(abs) ?? .nan
      case .p: less.p ?? .nan
      }
    }
  }

  private struct PointEvaluator: TrialEvaluator {
    let measure: StudyMeasure

    func measure(_ point: Int, into values: UnsafeMutableBufferPointer<Double>) throws(Problem) {
      let horizon = try measure.horizon(at: point, measure.evaluator)
      let contrast = RegimeContrast(horizon.sample)
      let estimates = horizon.sample.estimates([Hodrick1BEstimator()])
      let hodrick = MinimumSample.judged(estimates[0], horizon.sample, contrast)
      _ = values.update(fromContentsOf: measure.figures(horizon, contrast, hodrick))
    }
  }

  /// The signal and what came after it, as a study has it.
  private func horizon(at point: Int, _ evaluator: Evaluator) throws(Problem) -> HorizonSample {
    let subject = try subject(at: point, evaluator)
    do {
      return try HorizonSample(subject, forward: forward, bars: bars)
    } catch {
      throw Problem("nothing to estimate: \(Unavailable(error, subject, horizon: bars).why)")
    }
  }

  private func subject(at point: Int, _ evaluator: Evaluator) throws(Problem) -> StudySubject {
    let node = try book.bound(to: points.parameters(of: point)).resolve(expression)
    return try StudySubject(name: name, node: node, evaluator: evaluator)
  }

  /// What is studied at a point.
  public func subject(at point: Int) throws(Problem) -> StudySubject { try subject(at: point, evaluator) }
}
