import Market
import Signals

/// A strategy with its parameters fixed: everything that decides a run besides the data. Like the strategy it never changes.
public final class BoundStrategy: Sendable {
  public let strategy: Strategy
  /// Every parameter, whether set or left at its default, by name.
  public let parameters: [String: ParameterValue]
  public let costs: Costs
  public let signals: BoundBook
  let rules: Rules
  let size: Node
  let mostLeverage: Double?
  let margin: MarginTerms?
  let execution: BoundExecution?
  /// What it holds as one position; nil where that is one instrument.
  public let legs: BoundLegs?
  /// The instruments it holds out of one account; nil where it trades one, or legs.
  public let universe: BoundUniverse?
  package let rebalance: Double

  enum Rules: Sendable {
    case sides(long: Side?, short: Side?)
    case weight(Node)
  }

  struct Side: Sendable {
    let enter: Node
    let exit: Node?
    let orders: BoundOrders
  }

  fileprivate init(_ strategy: Strategy, _ overrides: [String: ParameterValue]) throws(Problem) {
    let book = try strategy.signals.bound(to: overrides)

    func side(_ rule: SideRule?, _ name: String) throws(Problem) -> Side? {
      guard let rule else { return nil }
      let enter = try book.condition(rule.enter, "\(name).enter")
      try refuseState(enter, rule.enter, "\(name).enter")
      return Side(
        enter: enter, exit: try rule.exit.map { exit throws(Problem) in try book.condition(exit, "\(name).exit") },
        orders: try BoundOrders(rule.orders, book, side: name))
    }
    func refuseState(_ node: Node, _ expression: Expression, _ name: String) throws(Problem) {
      try node.refuseState(
        expression, name, remedy: "ask for it in the exit, stop or size of 'long:' and 'short:' rules")
    }

    switch strategy.rules {
    case nil:
      throw Problem(
        "'\(strategy.name)' has no rules", remedy: "add 'long:', 'short:' or 'position:' to say when to hold what")
    case .sides(let long, let short):
      rules = .sides(long: try side(long, "long"), short: try side(short, "short"))
    case .weight(let weight):
      let key = strategy.universe == nil ? "position" : "weight"
      let node = try book.number(weight, key)
      try refuseState(node, weight, key)
      // Weights of a universe are brought down to its gross, so money or coins may weigh them.
      if strategy.universe == nil { try OrderUnits.checkWeight(node, weight, key, takesAmounts: false) }
      rules = .weight(node)
      guard strategy.sizing == .share else {
        throw Problem(
          "size is \(strategy.sizeText) and '\(key)' is a multiple of equity",
          at: strategy.size.place, remedy: "take 'long:' and 'short:' rules, or leave the size a number")
      }
    }

    var costs = Costs()
    for item in CostItem.allCases {
      guard let expression = strategy.costs[item] else { continue }
      let value = try book.constant(expression, item.rawValue)
      try item.check(value, at: expression.place)
      costs[keyPath: item.member] = value
    }
    try strategy.fees?.set(&costs, book)
    execution = try strategy.execution.map { rule throws(Problem) in try BoundExecution(rule, book) }
    costs.slippage += execution?.fixedHalfSpread ?? 0
    self.costs = costs
    self.strategy = strategy
    signals = book
    parameters = book.parameters
    for (name, expression) in strategy.sizeTerms.sorted(by: { $0.key < $1.key }) {
      let term = "the \(name) of \(strategy.sizing.rawValue)()"
      guard case .number(let value) = try book.number(expression, term).constant else { continue }
      guard value > 0, value.isFinite else {
        throw Problem("\(term) is \(value)", at: expression.place, remedy: "write a number above 0")
      }
    }
    let size = try book.number(strategy.size, "size")
    self.size = size
    if case .weight = strategy.rules { try refuseState(size, strategy.size, "size") }
    if case .number(let amount) = size.constant, !amount.isFinite || strategy.sizing != .share && amount <= 0 {
      throw Problem("size is \(amount)", at: strategy.size.place, remedy: "write a number above 0")
    }
    if strategy.sizing == .risk, case .number(let risk) = size.constant, risk >= 1 {
      throw Problem(
        "size risks \(risk) of equity on every trade, which is all of it", at: strategy.size.place,
        remedy: "write a share of equity below 1; 1% is 0.01: risk(1%)")
    }
    if case .number(let amount) = size.constant {
      try Self.refuseNegative(amount, strategy)
      guard amount != 0 else {
        throw Problem(
          "size is 0, at which nothing is ever held", at: strategy.size.place, remedy: "write a number above 0")
      }
      if strategy.sizing == .share, strategy.margin == nil, strategy.mostLeverage == nil, strategy.legs == nil,
        case .sides = strategy.rules, amount * costs.maintenance >= 1
      {
        throw Problem(
          "at a size of \(amount) times equity and a maintenance margin of \(costs.maintenance) a position would be liquidated as it is entered",
          at: strategy.size.place, remedy: "take a size below \(1 / costs.maintenance)")
      }
    }
    try OrderUnits.checkAmount(size, strategy.size, strategy.sizing)
    if strategy.sizing == .share {
      let takesAmounts = if case .sides = strategy.rules { strategy.legs == nil } else { false }
      try OrderUnits.checkWeight(size, strategy.size, "size", takesAmounts: takesAmounts)
    }
    if strategy.sizing == .risk, case .sides(let long, let short) = strategy.rules {
      for (rule, name) in [(long, "long"), (short, "short")] where rule.map({ $0.orders.stop == nil }) ?? false {
        throw Problem(
          "size is a risk, and '\(name)' has no stop to risk it against", at: strategy.size.place,
          remedy: "write stop: 2% below '\(name):', or a size without risk()")
      }
    }
    margin = try strategy.margin.map { rule throws(Problem) in try rule.bound(book, costs: costs) }
    mostLeverage = try strategy.mostLeverage.map { expression throws(Problem) in
      let most = try book.constant(expression, "max_leverage")
      guard most > 0 else {
        throw Problem("max_leverage is \(most)", at: expression.place, remedy: "write a number above 0, such as 3")
      }
      return most
    }
    rebalance = try book.constant(strategy.rebalance, "rebalance")
    guard rebalance >= 0 else {
      throw Problem("rebalance is \(rebalance)", at: strategy.rebalance.place, remedy: "it must not be negative")
    }
    let rules = self.rules
    let charged = costs
    if case .weight(let weight) = strategy.rules {
      universe = try strategy.universe.map { universe throws(Problem) in
        try BoundUniverse(universe, book, costs: charged, weight: weight)
      }
    } else {
      universe = nil
    }
    legs = try strategy.legs.map { legs throws(Problem) in
      try BoundLegs(
        legs, book, shared: strategy.costs, fees: strategy.fees, sides: rules.sides,
        size: rules.mostWeight(size: size.constant))
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
    let sized = strategy.sizing == .share ? "size(\(size.key))" : "\(strategy.sizing.rawValue)(\(size.key))"
    let bound =
      (mostLeverage.map { " max_leverage(\($0))" } ?? "") + (margin?.identity ?? "")
      + (execution?.identity ?? "")
    let legs = (legs.map { " " + $0.identity } ?? "") + (universe.map { " " + $0.identity } ?? "")
    return """
      \(rule) \(sized)\(bound) taker(\(costs.taker)) maker(\(costs.maker)) slippage(\(costs.slippage)) \
      maintenance(\(costs.maintenance)) liquidation_fee(\(costs.liquidationFee)) equity(\(strategy.initialEquity))\
      \(costs.byVolume.map { " fees(\($0.identity))" } ?? "")\(legs)
      """
  }

  private static func text(_ side: Side?) -> String {
    guard let side else { return "-" }
    return "enter \(side.enter.key) exit \(side.exit?.key ?? "not enter")\(side.orders.identity)"
  }

  /// Everything it evaluates bar by bar.
  public var nodes: [Node] {
    let ratios = (legs?.nodes ?? []) + (universe?.nodes ?? []) + (execution?.nodes ?? [])
    return switch rules {
    case .sides(let long, let short):
      [long?.enter, long?.exit, short?.enter, short?.exit, size].compactMap(\.self)
        + [long, short].compactMap(\.self).flatMap(\.orders.nodes) + ratios
    case .weight(let node): [node, size] + ratios
    }
  }

  /// The bars before the evaluation that its signals need to be full at its start.
  public func lookBack(_ interval: Interval) throws(Problem) -> Int {
    var most = 0
    for node in nodes { most = max(most, try node.lookBack(interval)) }
    return most
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

extension BoundStrategy.Rules {
  /// Those that a position can be on: a number can come out as either.
  var sides: Set<Double> {
    switch self {
    case .sides(let long, let short): Set([long.map { _ in 1 }, short.map { _ in -1 }].compactMap(\.self))
    case .weight: [1, -1]
    }
  }

  /// The most that is held, where that is known without a market.
  fileprivate func mostWeight(size: SignalValue?) -> Double? {
    guard case .number(let size) = size else { return nil }
    if case .weight(let node) = self {
      guard case .number(let weight) = node.constant else { return nil }
      return weight * size
    }
    return size
  }
}
