import Market
import Replay
import Signals

/// The figures of a replay of each point, and where there is a benchmark those against it.
public struct ReplayMeasure: TrialMeasure {
  public let plan: StrategyPlan
  public let tape: PreparedMarket
  /// Bytes of evaluated rules that each thread may keep; nil for `ColumnMemory.budget`.
  public let budget: Int?
  /// On the days of the tape.
  public let benchmark: BenchmarkDays?

  public init(_ plan: StrategyPlan, tape: PreparedMarket, budget: Int? = nil, benchmark: BenchmarkDays? = nil) {
    self.plan = plan
    self.tape = tape
    self.budget = budget
    self.benchmark = benchmark
  }

  public var figures: [String] {
    FigureKey.allCases.map(\.rawValue) + (benchmark == nil ? [] : BenchmarkFigure.allCases.map(\.rawValue))
  }

  public func prepare() {
    // Where the first point cannot be bound its trial says so.
    guard let bound = try? plan.strategy.bound(to: plan.points.parameters(of: 0)) else { return }
    plan.evaluator.prepare(bound.nodes)
  }

  public var tally: EvaluationTally { plan.evaluator.tally }

  public func trialEvaluator() -> any TrialEvaluator {
    PointEvaluator(runner: TrialRunner(plan, budget: budget), tape: tape.forThread(), benchmark: benchmark)
  }

  public func proof(of point: Int) throws(Problem) -> [Double] {
    let bound = try plan.strategy.bound(to: plan.points.parameters(of: point))
    let run = try bound.run(Evaluator(plan.evaluator.frame), on: tape)
    let figures = run.figures.values.map { $0 ?? .nan }
    guard let benchmark else { return figures }
    let fit = benchmark.fit(run.daily.map(\.dailyReturn))
    return figures + BenchmarkFigure.allCases.map { $0.value(fit) }
  }

  private struct PointEvaluator: TrialEvaluator {
    let runner: TrialRunner
    let tape: PreparedMarket
    let benchmark: BenchmarkDays?

    func measure(_ point: Int, into values: UnsafeMutableBufferPointer<Double>) throws(Problem) {
      guard let benchmark else {
        write(try runner.figures(of: point, on: tape), into: values)
        return
      }
      let daily = try runner.dailyReturns(of: point, on: tape)
      write(daily.figures, into: values)
      let fit = benchmark.fit(daily.returns)
      for (index, figure) in BenchmarkFigure.allCases.enumerated() {
        values[FigureKey.allCases.count + index] = figure.value(fit)
      }
    }

    private func write(_ figures: Figures, into values: UnsafeMutableBufferPointer<Double>) {
      for (index, value) in figures.values.enumerated() { values[index] = value ?? .nan }
    }
  }
}
