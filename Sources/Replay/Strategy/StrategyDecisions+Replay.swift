import Market

/// Any form of rules through the machine. Here the compiler knows which decisions it replays and makes a machine for
/// each of them; a caller in another room that is generic over decisions gets one that asks at every step.
extension StrategyDecisions {
  /// Replays them and writes everything down.
  public func run(on tape: PreparedMarket, costs: Costs, initialEquity: Double) throws(Problem) -> Run {
    var run = try recorded(on: tape, costs: costs, initialEquity: initialEquity)
    // The replay of one instrument is not stopped where nothing is entered; what it has not counted is counted afterwards.
    let (quantity, first) = (run.quantity, tape.rows.lowerBound)
    run.orders.unknownSizes += rules?.unsized(in: tape.rows) { quantity[$0 - first] == 0 } ?? 0
    return run
  }

  /// The rules that one instrument is traded by; nil of all others.
  private var rules: RuleDecisions? {
    switch self {
    case .rules(let rules): return rules
    case .orders(let orders): if case .sides(let rules) = orders.rules { return rules }
    case .weights, .legs, .portfolio: break
    }
    return nil
  }

  private func recorded(on tape: PreparedMarket, costs: Costs, initialEquity: Double) throws(Problem) -> Run {
    switch self {
    case .rules(let rules): try Run(tape, decisions: rules, costs: costs, initialEquity: initialEquity)
    case .weights(let weights): try Run(tape, decisions: weights, costs: costs, initialEquity: initialEquity)
    case .orders(let orders): try Run(tape, orders: orders, costs: costs, initialEquity: initialEquity)
    case .legs(let legs): try Run(tape, legs: legs, initialEquity: initialEquity)
    case .portfolio(let portfolio): try Run(tape, portfolio: portfolio, initialEquity: initialEquity)
    }
  }

  /// The figures alone: what `run` gives, bit for bit, without its records.
  public func figures(on tape: PreparedMarket, costs: Costs, initialEquity: Double) throws(Problem) -> Figures {
    switch self {
    case .rules(let rules): try Figures(tape, decisions: rules, costs: costs, initialEquity: initialEquity)
    case .weights(let weights): try Figures(tape, decisions: weights, costs: costs, initialEquity: initialEquity)
    case .orders(let orders): try Figures(tape, orders: orders, costs: costs, initialEquity: initialEquity)
    case .legs(let legs): try Figures(tape, legs: legs, initialEquity: initialEquity)
    case .portfolio(let portfolio): try Figures(tape, portfolio: portfolio, initialEquity: initialEquity)
    }
  }

  /// The figures and the UTC-daily returns behind them.
  public func dailyReturns(on tape: PreparedMarket, costs: Costs, initialEquity: Double) throws(Problem) -> DailyReturns
  {
    switch self {
    case .rules(let rules): try DailyReturns(tape, decisions: rules, costs: costs, initialEquity: initialEquity)
    case .weights(let weights): try DailyReturns(tape, decisions: weights, costs: costs, initialEquity: initialEquity)
    case .orders(let orders): try DailyReturns(tape, orders: orders, costs: costs, initialEquity: initialEquity)
    case .legs(let legs): try DailyReturns(tape, legs: legs, initialEquity: initialEquity)
    case .portfolio(let portfolio): try DailyReturns(tape, portfolio: portfolio, initialEquity: initialEquity)
    }
  }

  /// The same of a stretch that must end flat: nothing is decided from `close` on, and what is still held is left there.
  ///
  /// - Returns: nil for a portfolio that cannot be held on these rows.
  package func dailyReturns(
    closingAt close: Int, on tape: PreparedMarket, costs: Costs, initialEquity: Double
  ) throws(Problem) -> DailyReturns? {
    switch self {
    case .rules(let rules):
      try DailyReturns(
        tape, decisions: ClosingDecisions(source: rules, close: close), costs: costs, initialEquity: initialEquity)
    case .weights(let weights):
      try DailyReturns(
        tape, decisions: ClosingDecisions(source: weights, close: close), costs: costs, initialEquity: initialEquity)
    case .orders(let orders):
      try DailyReturns(
        tape, orders: ClosingOrders(orders, at: close), costs: costs, initialEquity: initialEquity)
    case .legs(let legs):
      try DailyReturns(
        tape, legs: legs.decided(by: ClosingDecisions(source: legs, close: close)), initialEquity: initialEquity)
    case .portfolio(let portfolio):
      try PortfolioDecisions([(portfolio, tape.rows, close)]).map { held throws(Problem) in
        try DailyReturns(tape, portfolio: held, initialEquity: initialEquity)
      }
    }
  }
}

/// Another source's decisions on a stretch that must end flat.
private struct ClosingDecisions<Source: DecisionSource>: DecisionSource {
  let source: Source
  let close: Int

  func next(from row: Int, holding weight: Double) -> Decision? {
    if let decision = source.next(from: row, holding: weight), decision.row < close { return decision }
    return weight != 0 && row <= close ? Decision(row: close, weight: 0) : nil
  }

  func leaves(at row: Int, holding weight: Double) -> Bool { source.leaves(at: row, holding: weight) }
}
