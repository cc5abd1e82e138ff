import Market
import Signals

extension BoundStrategy {
  /// Replays the strategy and writes everything down.
  public func run(_ evaluator: Evaluator, on tape: PreparedMarket) throws(Problem) -> Run {
    try decisions(evaluator, on: tape).run(on: tape, costs: costs, initialEquity: strategy.initialEquity)
  }

  /// The figures alone: what `run` gives, bit for bit, without its records.
  public func figures(_ evaluator: Evaluator, on tape: PreparedMarket) throws(Problem) -> Figures {
    try decisions(evaluator, on: tape).figures(on: tape, costs: costs, initialEquity: strategy.initialEquity)
  }

  /// The figures and the UTC-daily returns behind them.
  public func dailyReturns(_ evaluator: Evaluator, on tape: PreparedMarket) throws(Problem) -> DailyReturns {
    try decisions(evaluator, on: tape).dailyReturns(on: tape, costs: costs, initialEquity: strategy.initialEquity)
  }
}
