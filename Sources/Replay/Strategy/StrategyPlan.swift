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
  /// Of size, rebalancing, orders and costs.
  let terms: AxisKey

  enum Rules: Sendable {
    case sides(long: Side?, short: Side?)
    /// The key of the weights, size included.
    case weight(AxisKey)

    /// The same for a thread of its own, which counts no reference of another's.
    func forThread() -> Rules {
      guard case .sides(let long, let short) = self else { return self }
      func copy(_ side: Side?) -> Side? {
        side.map { Side(enter: $0.enter, exit: $0.exit, asksPosition: $0.asksPosition) }
      }
      return .sides(long: copy(long), short: copy(short))
    }
  }

  /// Looked at in every trial, so a reference: the plan of a condition has many.
  final class Side: Sendable {
    let enter: PlannedCondition
    let exit: PlannedCondition?
    /// Whether the exit asks about the position.
    let asksPosition: Bool

    init(enter: PlannedCondition, exit: PlannedCondition?, asksPosition: Bool) {
      self.enter = enter
      self.exit = exit
      self.asksPosition = asksPosition
    }
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
        rule.map { rule in
          // An exit that asks about the position is no condition of the market; the terms have it.
          let asks = strategy.asksPosition(rule.exit)
          let exit = asks ? nil : rule.exit.map { signals.condition($0) }
          return Side(enter: signals.condition(rule.enter), exit: exit, asksPosition: asks)
        }
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
  var terms: [Expression] {
    var asking: [Expression] = []
    if case .sides(let long, let short) = rules {
      asking = [long?.exit, short?.exit].compactMap(\.self).filter(asksPosition)
    }
    return [size, rebalance] + orderExpressions + asking + costExpressions
  }
}
