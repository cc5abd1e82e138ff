import Market
import Signals

extension BoundStrategy {
  /// Replays the strategy and writes everything down.
  public func run(_ evaluator: Evaluator, on tape: Tape) throws(Problem) -> Run {
    switch try decisions(evaluator, on: tape) {
    case .rules(let decisions): try run(decisions, on: tape)
    case .weights(let decisions): try run(decisions, on: tape)
    }
  }

  /// The figures alone: what `run` gives, bit for bit, without its records.
  public func figures(_ evaluator: Evaluator, on tape: Tape) throws(Problem) -> Figures {
    switch try decisions(evaluator, on: tape) {
    case .rules(let decisions):
      try Figures(tape, decisions: decisions, costs: costs, initialEquity: strategy.initialEquity)
    case .weights(let decisions):
      try Figures(tape, decisions: decisions, costs: costs, initialEquity: strategy.initialEquity)
    }
  }

  /// The figures and the UTC-daily returns behind them.
  public func dailyReturns(_ evaluator: Evaluator, on tape: Tape) throws(Problem) -> DailyReturns {
    switch try decisions(evaluator, on: tape) {
    case .rules(let decisions):
      try DailyReturns(tape, decisions: decisions, costs: costs, initialEquity: strategy.initialEquity)
    case .weights(let decisions):
      try DailyReturns(tape, decisions: decisions, costs: costs, initialEquity: strategy.initialEquity)
    }
  }

  private func run(_ decisions: some DecisionSource, on tape: Tape) throws(Problem) -> Run {
    try Run(tape, decisions: decisions, costs: costs, initialEquity: strategy.initialEquity)
  }
}
