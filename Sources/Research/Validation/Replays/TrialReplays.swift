import Market
import Replay
import Signals

/// Replays any parameter set on any stretch of rows: the one thing that validation rests on.
///
/// A stretch is replayed for real: it starts flat with full signals at its first row and ends marked at its last. Cutting
/// one long equity curve into folds would be cheaper and wrong: a position entered in one fold would earn in the next.
public struct TrialReplays: Sendable {
  public let strategy: Strategy
  public let candidates: Candidates
  /// The rows on which results are counted, and the market they are replayed on.
  public let tape: PreparedMarket
  private let evaluator: Evaluator

  public init(_ strategy: Strategy, _ candidates: Candidates, evaluator: Evaluator, tape: PreparedMarket) {
    self.strategy = strategy
    self.candidates = candidates
    self.evaluator = evaluator
    self.tape = tape
  }

  /// - Throws: a `Problem` for a set that cannot be bound.
  public func bound(_ point: Int) throws(Problem) -> BoundStrategy {
    try strategy.bound(to: candidates.parameters(point))
  }

  func stretch(_ rows: Range<Int>) -> Segment { Segment(rows, of: tape) }

  /// What a set wants on every row.
  func decided(_ point: Int) throws(Problem) -> DecidedSet {
    let bound = try bound(point)
    return DecidedSet(
      decisions: try bound.decisions(evaluator, on: tape), tape: tape, costs: bound.costs,
      initialEquity: strategy.initialEquity)
  }

  /// UTC-daily returns of a set on each of `stretches`, one for each day a stretch touches.
  func returns(of point: Int, on stretches: [Segment]) throws(Problem) -> [[Double]] {
    try decided(point).returns(on: stretches)
  }

  /// What a set decides on a stretch of rows, beginning flat and closed at the end.
  package func decisions(of point: Int, on rows: Range<Int>) throws(Problem) -> DecisionList {
    let bound = try bound(point)
    switch try bound.decisions(evaluator, on: tape) {
    case .legs(let legs):
      try refuseOtherLegs(bound)
      return DecisionList(closing: legs, on: rows, of: tape, legs: legs.decidable)
    case .portfolio(let portfolio): return try self.decisions(portfolio, of: point, on: rows)
    case .rules(let decisions):
      return DecisionList(closing: decisions, on: rows, of: tape, maintenance: bound.costs.maintenance)
    case .weights(let decisions):
      return DecisionList(closing: decisions, on: rows, of: tape, maintenance: bound.costs.maintenance)
    case .orders(let orders):
      return try DecisionList(
        closing: orders, on: rows, of: tape, costs: bound.costs, equity: strategy.initialEquity)
    }
  }

  /// A record that is stitched of several sets has the legs of one of them.
  private func refuseOtherLegs(_ bound: BoundStrategy) throws(Problem) {
    guard try self.bound(0).legs?.hedging != bound.legs?.hedging else { return }
    throw Problem(
      "the legs of '\(strategy.name)' are held otherwise from set to set: \(bound.legs?.hedging ?? "") at one of them",
      remedy: "vary the rules and the size here, and compare ratios, hedges and drifts with a sweep")
  }

  /// Nothing held on any row.
  private func idle(on rows: Range<Int>) throws(Problem) -> DailyReturns {
    let nothing = DecisionList([])
    return try DailyReturns(
      try tape.slice(rows), decisions: nothing, costs: .free, initialEquity: strategy.initialEquity)
  }

  /// What set `point` wants of each instrument.
  func portfolio(of point: Int) throws(Problem) -> PortfolioDecisions {
    guard case .portfolio(let portfolio) = try bound(point).decisions(evaluator, on: tape) else {
      throw Problem("'\(strategy.name)' holds no universe", fault: .work)
    }
    return portfolio
  }

  /// How set `point` holds its legs; nil for a strategy of one instrument.
  func legs(of point: Int) throws(Problem) -> LegDecisions? {
    guard strategy.legs != nil, case .legs(let legs) = try bound(point).decisions(evaluator, on: tape) else {
      return nil
    }
    return legs
  }

  /// Replays a list of decisions with the costs of set `point`.
  package func replay(_ decisions: DecisionList, on rows: Range<Int>, costsOf point: Int) throws(Problem)
    -> DailyReturns
  {
    if strategy.universe != nil {
      guard !decisions.portfolios.isEmpty else { return try idle(on: rows) }
      return try replay(decisions.portfolios, on: rows)
    }
    if let legs = try legs(of: point) {
      let (tape, equity) = (try tape.slice(rows), strategy.initialEquity)
      return try DailyReturns(tape, legs: legs.decided(by: decisions), initialEquity: equity)
    }
    let (tape, costs, equity) = (try tape.slice(rows), try bound(point).costs, strategy.initialEquity)
    guard decisions.orders.isEmpty else {
      return try OrderList(decisions.orders).dailyReturns(on: tape, costs: costs, initialEquity: equity)
    }
    return try DailyReturns(tape, decisions: decisions, costs: costs, initialEquity: equity)
  }
}

/// Rows that are replayed by themselves.
struct Segment: Sendable {
  /// Nil where the market printed no bar.
  let tape: PreparedMarket?
  private let days: Int

  init(_ rows: Range<Int>, of whole: PreparedMarket) {
    tape = try? whole.slice(rows)
    days = rows.isEmpty ? 0 : ReturnDays(rows, of: whole.grid).count
  }

  /// The returns of nobody trading.
  var flat: [Double] { [Double](repeating: 0, count: days) }
}
