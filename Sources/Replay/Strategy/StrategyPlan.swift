import Market
import Signals

/// A strategy made ready to be replayed at many parameter sets.
///
/// Binding a strategy and evaluating its rules costs more than replaying them. A plan finds out once which of its parts
/// depend on which parameters; a `TrialRunner` then evaluates each part once for each choice of those. What it trades is
/// what `Strategy.bound(to:)` trades: a trial has the figures of a replay, bit for bit.
public struct StrategyPlan: Sendable {
  public let strategy: Strategy
  public let points: any ParameterPoints
  public let evaluator: Evaluator
  let signals: SignalPlan
  let rules: Rules
  /// Of size, rebalancing and costs.
  let terms: AxisKey

  enum Rules: Sendable {
    case sides(long: Side?, short: Side?)
    /// The key of the weights, size included.
    case weight(AxisKey)
  }

  struct Side: Sendable {
    let enter: PlannedCondition
    let exit: PlannedCondition?
  }

  /// - Throws: a `Problem` for a strategy without rules.
  public init(_ strategy: Strategy, points: any ParameterPoints, evaluator: Evaluator) throws(Problem) {
    self.strategy = strategy
    self.points = points
    self.evaluator = evaluator
    var signals = SignalPlan(strategy.signals, points: points, rules: strategy.expressions)
    switch strategy.rules {
    case nil:
      // The same complaint as a replay's.
      _ = try strategy.bound(to: points.parameters(of: 0))
      rules = .sides(long: nil, short: nil)
    case .sides(let long, let short):
      func side(_ rule: SideRule?) -> Side? {
        rule.map { Side(enter: signals.condition($0.enter), exit: $0.exit.map { signals.condition($0) }) }
      }
      rules = .sides(long: side(long), short: side(short))
    case .weight(let weight):
      rules = .weight(signals.key(of: [weight, strategy.size]))
    }
    terms = signals.key(of: strategy.terms)
    self.signals = signals
  }
}

extension Strategy {
  /// What decides how much is traded and at what cost, besides the rules.
  var terms: [Expression] { [size, rebalance] + CostItem.allCases.compactMap { costs[$0] } }
}
