import Market
import Replay

/// What a parameter set wants on every row of a market: its signals are worked out once for all stretches that it is replayed
/// on, and each replay asks for those of its own rows.
struct DecidedSet {
  let decisions: StrategyDecisions
  let tape: PreparedMarket
  let costs: Costs
  let initialEquity: Double

  /// UTC-daily returns on each of `stretches`, one for each day a stretch touches.
  func returns(on stretches: [Segment]) throws(Problem) -> [[Double]] {
    try stretches.map { stretch throws(Problem) in
      guard let tape = stretch.tape else { return stretch.flat }
      return try decisions.dailyReturns(on: tape, costs: costs, initialEquity: initialEquity).returns
    }
  }

  /// The same where each of `stretches` ends flat, as those of a record out of sample do: what is still held is closed at the
  /// open of its last bar and pays for it.
  func closedReturns(on stretches: [Segment]) throws(Problem) -> [[Double]] {
    let present =
      switch decisions {
      case .legs(let legs): legs.decidable
      case .portfolio: tape.presentAnywhere
      case .rules, .weights, .orders: tape.present
      }
    return try stretches.map { stretch throws(Problem) in
      guard let tape = stretch.tape, let close = DecisionList.lastDecision(in: tape.rows, present),
        close > tape.rows.lowerBound,
        let days = try decisions.dailyReturns(closingAt: close, on: tape, costs: costs, initialEquity: initialEquity)
      else { return stretch.flat }
      return days.returns
    }
  }
}
