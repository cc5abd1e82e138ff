import Market
import Signals

/// Replays a strategy at one parameter set after another, on one thread.
///
/// It keeps what it evaluated for the next set, within a budget of memory.
public final class TrialRunner {
  private let plan: StrategyPlan
  private let rules: StrategyPlan.Rules
  private let initialEquity: Double
  /// Legs and universes are bound anew for each set.
  private let isPlanned: Bool
  private let cursor: SignalCursor
  private var knownTerms: [Int: Terms] = [:]
  private var knownWeights: [Int: [Double]] = [:]
  /// Bytes of terms and of weights, and how many of either are kept before they are forgotten.
  private var (termBytes, weightBytes) = (0, 0)
  private let budget: Int
  /// Of a number for every bar.
  private let columnBytes: Int

  /// Size, rebalancing, orders and costs: the same for every set that agrees in the parameters they read. Looked up for each
  /// trial, so a reference: what is said of orders is a kilobyte to copy, also where it says nothing.
  private final class Terms {
    let size: RuleDecisions.Size
    let band: Double
    let costs: Costs
    /// Nil where market orders for a share of equity are all there are.
    let orders: OrderTerms?

    /// Whether it says the same of every bar, and keeps no column.
    var isFixed: Bool {
      if case .constant = size { orders?.isFixed ?? true } else { false }
    }

    init(size: RuleDecisions.Size, band: Double, costs: Costs, orders: OrderTerms?) {
      self.size = size
      self.band = band
      self.costs = costs
      self.orders = orders
    }
  }

  /// - Parameter budget: bytes of evaluated rules to keep, by default those of `ColumnMemory.budget`.
  public init(_ plan: StrategyPlan, budget: Int? = nil) {
    self.plan = plan
    rules = plan.rules.forThread()
    initialEquity = plan.strategy.initialEquity
    isPlanned = plan.strategy.legs == nil && plan.strategy.universe == nil
    let rows = plan.evaluator.frame.grid.count
    self.budget = budget ?? ColumnMemory.budget(rows: rows)
    columnBytes = rows * 8
    cursor = SignalCursor(plan.signals, evaluator: plan.evaluator, budget: self.budget)
  }

  /// What a replay of `point` gives.
  ///
  /// - Throws: a `Problem`, in a replay's own words, for a set that cannot be run.
  public func figures(of point: Int, on tape: PreparedMarket) throws(Problem) -> Figures {
    try run(point, on: tape) { (decisions, costs) throws(Problem) in
      try decisions.figures(on: tape, costs: costs, initialEquity: initialEquity)
    }
  }

  /// The figures of `point` and its UTC-daily returns.
  ///
  /// - Throws: as `figures(of:on:)`.
  public func dailyReturns(of point: Int, on tape: PreparedMarket) throws(Problem) -> DailyReturns {
    try run(point, on: tape) { (decisions, costs) throws(Problem) in
      try decisions.dailyReturns(on: tape, costs: costs, initialEquity: initialEquity)
    }
  }

  /// The decisions of `point`, and what its trades cost.
  ///
  /// A set that the plan stumbles over is bound as a replay binds it: either that explains what is wrong, or it is the
  /// answer.
  private func run<Outcome>(
    _ point: Int, on tape: PreparedMarket, _ replay: (StrategyDecisions, Costs) throws(Problem) -> Outcome
  ) throws(Problem) -> Outcome {
    let decisions: StrategyDecisions
    let costs: Costs
    guard isPlanned else {
      let bound = try plan.strategy.bound(to: plan.points.parameters(of: point))
      return try replay(try bound.decisions(plan.evaluator, on: tape), bound.costs)
    }
    do {
      try cursor.move(to: point)
      let terms = try self.terms()
      decisions = try self.decisions(terms, on: tape)
      costs = terms.costs
    } catch {
      let bound = try plan.strategy.bound(to: plan.points.parameters(of: point))
      return try replay(try bound.decisions(plan.evaluator, on: tape), bound.costs)
    }
    return try replay(decisions, costs)
  }

  private func decisions(_ terms: Terms, on tape: PreparedMarket) throws(Problem) -> StrategyDecisions {
    switch rules {
    case .sides(let long, let short):
      StrategyDecisions(
        RuleDecisions(
          long: try side(long, terms.orders?.long), short: try side(short, terms.orders?.short), size: terms.size,
          allowed: tape.decidable), terms.orders)
    case .weight(let key):
      StrategyDecisions(
        WeightDecisions(weights: try weights(key), band: terms.band, allowed: tape.decidable), terms.orders)
    }
  }

  private func side(_ side: StrategyPlan.Side?, _ orders: OrderTerms.Side?) throws(Problem) -> RuleDecisions.Side? {
    guard let side else { return nil }
    if let barred = orders?.barred {
      return RuleDecisions.Side(enter: try cursor.holds(side.enter), barred: barred)
    }
    // A choice between parameters can leave nothing that asks; the set is then bound as a replay binds it.
    guard !side.asksPosition else { throw Problem("the exit asks nothing of the position at this point") }
    let exit = try side.exit.map { condition throws(Problem) in try cursor.holds(condition) }
    return RuleDecisions.Side(enter: try cursor.holds(side.enter), exit: exit)
  }

  private func terms() throws(Problem) -> Terms {
    let number = cursor.number(of: plan.terms)
    if plan.terms.recurs, let kept = knownTerms[number] { return kept }
    let bound = try plan.strategy.bound(to: plan.points.parameters(of: cursor.point))
    let made = Terms(
      size: try bound.size(plan.evaluator), band: bound.rebalance, costs: bound.costs,
      orders: try bound.orderTerms(plan.evaluator))
    guard plan.terms.recurs else { return made }
    // Numbers that are the same at every bar take little room: thousands of choices between them are kept.
    if !hasRoom(made.isFixed ? Self.fixedBytes : columnBytes, &termBytes) { knownTerms.removeAll() }
    knownTerms[number] = made
    return made
  }

  private func weights(_ key: AxisKey) throws(Problem) -> [Double] {
    let number = cursor.number(of: key)
    if key.recurs, let kept = knownWeights[number] { return kept }
    let bound = try plan.strategy.bound(to: plan.points.parameters(of: cursor.point))
    guard let made = try bound.weights(plan.evaluator) else { return [] }
    guard key.recurs else { return made }
    if !hasRoom(columnBytes, &weightBytes) { knownWeights.removeAll() }
    knownWeights[number] = made
    return made
  }

  /// What terms without a column are taken to need.
  private static let fixedBytes = 4096

  /// Counts `more` bytes. False where what was kept has to go for them.
  private func hasRoom(_ more: Int, _ bytes: inout Int) -> Bool {
    bytes += more
    guard bytes > budget else { return true }
    bytes = more
    return false
  }
}
