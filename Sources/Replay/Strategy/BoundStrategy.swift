import Market
import Signals

/// A strategy with its parameters fixed: everything that decides a run besides the data.
public struct BoundStrategy: Sendable {
  public let strategy: Strategy
  /// Every parameter, whether set or left at its default, by name.
  public let parameters: [String: ParameterValue]
  public let costs: Costs
  public let signals: BoundBook
  private let rules: Rules
  private let size: Node
  let rebalance: Double

  private enum Rules: Sendable {
    case sides(long: Side?, short: Side?)
    case weight(Node)
  }

  private struct Side: Sendable {
    let enter: Node
    let exit: Node?
  }
}

extension Strategy {
  /// Fixes the parameters, the ones in `overrides` to other than their defaults.
  ///
  /// - Throws: a `Problem` for an unknown or mistyped parameter, a rule that is not a condition, a cost that is not a
  ///   sensible number, or a file without rules.
  public func bound(to overrides: [String: ParameterValue] = [:]) throws(Problem) -> BoundStrategy {
    do { return try BoundStrategy(self, overrides) } catch { throw error.inFile(file) }
  }
}

extension BoundStrategy {
  fileprivate init(_ strategy: Strategy, _ overrides: [String: ParameterValue]) throws(Problem) {
    let book = try strategy.signals.bound(to: overrides)

    func condition(_ expression: Expression, _ name: String) throws(Problem) -> Node {
      let node = try book.resolve(expression)
      guard node.kind == .condition else {
        throw Problem(
          "'\(name)' needs a condition and '\(expression.text)' is a number", at: expression.place,
          remedy: "compare it with something, such as '> 0'")
      }
      return node
    }
    func number(_ expression: Expression, _ name: String) throws(Problem) -> Node {
      let node = try book.resolve(expression)
      guard node.kind == .number else {
        throw Problem(
          "'\(name)' needs a number and '\(expression.text)' is a condition", at: expression.place,
          remedy: "turn it into one with if(…, 1, 0)")
      }
      return node
    }
    func constant(_ expression: Expression, _ name: String) throws(Problem) -> Double {
      guard case .number(let value) = try number(expression, name).constant else {
        throw Problem(
          "'\(name)' needs one number for the whole run and '\(expression.text)' changes from bar to bar",
          at: expression.place, remedy: "use numbers and parameters only")
      }
      return value
    }
    func side(_ rule: SideRule?, _ name: String) throws(Problem) -> Side? {
      guard let rule else { return nil }
      let enter = try condition(rule.enter, "\(name).enter")
      guard let exit = rule.exit else { return Side(enter: enter, exit: nil) }
      return Side(enter: enter, exit: try condition(exit, "\(name).exit"))
    }

    switch strategy.rules {
    case nil:
      throw Problem(
        "'\(strategy.name)' has no rules", remedy: "add 'long:', 'short:' or 'position:' to say when to hold what")
    case .sides(let long, let short):
      rules = .sides(long: try side(long, "long"), short: try side(short, "short"))
    case .weight(let weight):
      rules = .weight(try number(weight, "position"))
    }

    var costs = Costs()
    for item in CostItem.allCases {
      guard let expression = strategy.costs[item] else { continue }
      let value = try constant(expression, item.rawValue)
      guard item.allowed.contains(value) else {
        throw Problem(
          "\(item.rawValue) is \(value) as a fraction of traded value", at: expression.place,
          remedy: "it must lie from \(item.allowed.lowerBound) to \(item.allowed.upperBound); 5bps is 0.0005")
      }
      costs[keyPath: item.member] = value
    }
    self.costs = costs
    self.strategy = strategy
    signals = book
    parameters = book.parameters
    size = try number(strategy.size, "size")
    rebalance = try constant(strategy.rebalance, "rebalance")
    guard rebalance >= 0 else {
      throw Problem("rebalance is \(rebalance)", at: strategy.rebalance.place, remedy: "it must not be negative")
    }
  }

  /// Everything about the strategy that a run's result depends on, in one canonical line: two strategies with one
  /// identity trade the same on the same data.
  public var identity: String {
    let rule =
      switch rules {
      case .sides(let long, let short): "long(\(Self.text(long))) short(\(Self.text(short)))"
      case .weight(let node): "position(\(node.key)) rebalance(\(rebalance))"
      }
    return """
      \(rule) size(\(size.key)) taker(\(costs.taker)) maker(\(costs.maker)) slippage(\(costs.slippage)) \
      maintenance(\(costs.maintenance)) liquidation_fee(\(costs.liquidationFee)) equity(\(strategy.initialEquity))
      """
  }

  private static func text(_ side: Side?) -> String {
    guard let side else { return "-" }
    return "enter \(side.enter.key) exit \(side.exit?.key ?? "not enter")"
  }

  /// Everything it evaluates bar by bar.
  public var nodes: [Node] {
    switch rules {
    case .sides(let long, let short): [long?.enter, long?.exit, short?.enter, short?.exit, size].compactMap(\.self)
    case .weight(let node): [node, size]
    }
  }

  /// The bars before the evaluation that its signals need to be full at its start.
  public func lookBack(_ interval: Interval) throws(Problem) -> Int {
    var most = 0
    for node in nodes { most = max(most, try node.lookBack(interval)) }
    return most
  }

  /// What the strategy wants at every bar of the tape.
  ///
  /// Signals are evaluated through `evaluator`, which computes each distinct one once however many strategies share it.
  public func decisions(_ evaluator: Evaluator, on tape: PreparedMarket) throws(Problem) -> StrategyDecisions {
    do {
      switch rules {
      case .sides(let long, let short):
        return .rules(
          RuleDecisions(
            long: try side(long, evaluator), short: try side(short, evaluator), size: try size(evaluator),
            allowed: tape.decidable))
      case .weight(let node):
        return .weights(
          WeightDecisions(weights: try weights(node, evaluator), band: rebalance, allowed: tape.decidable))
      }
    } catch { throw error.inFile(strategy.file) }
  }

  /// How much a side holds when it is entered.
  func size(_ evaluator: Evaluator) throws(Problem) -> RuleDecisions.Size {
    switch try evaluator.value(of: size) {
    case .number(let size): .constant(size)
    default: .column(try evaluator.number(of: size))
    }
  }

  /// The weight wanted at every bar, size included; nil where rules decide.
  func weights(_ evaluator: Evaluator) throws(Problem) -> [Double]? {
    if case .weight(let node) = rules { try weights(node, evaluator) } else { nil }
  }

  private func weights(_ node: Node, _ evaluator: Evaluator) throws(Problem) -> [Double] {
    zip(try evaluator.number(of: node), try evaluator.number(of: size)).map { $0 * $1 }
  }

  private func side(_ side: Side?, _ evaluator: Evaluator) throws(Problem) -> RuleDecisions.Side? {
    guard let side else { return nil }
    let exit = try side.exit.map { node throws(Problem) in try evaluator.condition(of: node) }
    return RuleDecisions.Side(enter: try evaluator.condition(of: side.enter), exit: exit)
  }
}

/// The decisions of a strategy, of either form of rules.
public enum StrategyDecisions: Sendable {
  case rules(RuleDecisions)
  case weights(WeightDecisions)
}
