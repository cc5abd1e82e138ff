import Market
import Replay
import Signals

/// The figures of a replay of each point.
public struct ReplayMeasure: TrialMeasure {
  public let plan: StrategyPlan
  public let tape: PreparedMarket
  /// Bytes of evaluated rules that each thread may keep; nil for `ColumnMemory.budget`.
  public let budget: Int?

  public init(_ plan: StrategyPlan, tape: PreparedMarket, budget: Int? = nil) {
    self.plan = plan
    self.tape = tape
    self.budget = budget
  }

  public var figures: [String] { FigureKey.allCases.map(\.rawValue) }

  public func prepare() {
    // Where the first point cannot be bound its trial says so.
    guard let bound = try? plan.strategy.bound(to: plan.points.parameters(of: 0)) else { return }
    plan.evaluator.prepare(bound.nodes)
  }

  public func trialEvaluator() -> any TrialEvaluator {
    PointEvaluator(runner: TrialRunner(plan, budget: budget), tape: tape.forThread())
  }

  public func proof(of point: Int) throws(Problem) -> [Double] {
    let bound = try plan.strategy.bound(to: plan.points.parameters(of: point))
    let run = try bound.run(Evaluator(plan.evaluator.frame), on: tape)
    return run.figures.values.map { $0 ?? .nan }
  }

  private struct PointEvaluator: TrialEvaluator {
    let runner: TrialRunner
    let tape: PreparedMarket

    func measure(_ point: Int, into values: UnsafeMutableBufferPointer<Double>) throws(Problem) {
      let figures = try runner.figures(of: point, on: tape)
      for (index, value) in figures.values.enumerated() { values[index] = value ?? .nan }
    }
  }
}
