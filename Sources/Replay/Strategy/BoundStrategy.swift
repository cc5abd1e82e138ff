import Market
import Signals

/// A strategy with its parameters fixed: everything that decides a run besides the data. Like the strategy it never changes.
public final class BoundStrategy: Sendable {
  public let strategy: Strategy
  /// Every parameter, whether set or left at its default, by name.
  public let parameters: [String: ParameterValue]
  public let costs: Costs
  public let signals: BoundBook
  private let rules: Rules
  private let size: Node
  private let mostLeverage: Double?
  private let margin: MarginTerms?
  private let execution: BoundExecution?
  /// What it holds as one position; nil where that is one instrument.
  public let legs: BoundLegs?
  /// The instruments it holds out of one account; nil where it trades one, or legs.
  public let universe: BoundUniverse?
  let rebalance: Double

  fileprivate enum Rules: Sendable {
    case sides(long: Side?, short: Side?)
    case weight(Node)
  }

  fileprivate struct Side: Sendable {
    let enter: Node
    let exit: Node?
    let orders: BoundOrders
  }

  fileprivate init(_ strategy: Strategy, _ overrides: [String: ParameterValue]) throws(Problem) {
    let book = try strategy.signals.bound(to: overrides)

    func condition(_ expression: Expression, _ name: String) throws(Problem) -> Node {
      let node = try book.resolve(expression)
      guard node.kind == .condition else {
        throw Problem(
          "'\(name)' needs a condition and '\(expression.text)' is \(node.kind.noun)", at: expression.place,
          remedy: node.kind.wayToCondition)
      }
      return node
    }
    func number(_ expression: Expression, _ name: String) throws(Problem) -> Node {
      let node = try book.resolve(expression)
      guard node.kind == .number else {
        throw Problem(
          "'\(name)' needs a number and '\(expression.text)' is \(node.kind.noun)", at: expression.place,
          remedy: node.kind.wayToNumber)
      }
      return node
    }
    func constant(_ expression: Expression, _ name: String) throws(Problem) -> Double {
      let node = try number(expression, name)
      guard case .number(let value) = node.constant else {
        // A lone word is no column here, and more often a parameter that the file does not have.
        if node.columnNames == [expression.text], !SignalBook.isDescribedColumn(expression.text) {
          throw Problem(
            "'\(name)' needs one number for the whole run, and '\(expression.text)' is no parameter of the file",
            at: expression.place,
            remedy: suggestion(for: expression.text, in: book.book.parameterNames, called: "parameters"))
        }
        throw Problem(
          "'\(name)' needs one number for the whole run and '\(expression.text)' changes from bar to bar",
          at: expression.place, remedy: "use numbers and parameters only")
      }
      return value
    }
    func side(_ rule: SideRule?, _ name: String) throws(Problem) -> Side? {
      guard let rule else { return nil }
      let enter = try condition(rule.enter, "\(name).enter")
      try refuseState(enter, rule.enter, "\(name).enter")
      return Side(
        enter: enter, exit: try rule.exit.map { exit throws(Problem) in try condition(exit, "\(name).exit") },
        orders: try BoundOrders(rule.orders, book, side: name))
    }
    func refuseState(_ node: Node, _ expression: Expression, _ name: String) throws(Problem) {
      guard let asked = PositionState.names.first(where: { node.reads([$0]) }) else { return }
      throw Problem(
        "'\(name)' asks for '\(asked)' of a position, which is not there before it is entered", at: expression.place,
        remedy: "ask for it in the exit, stop or size of 'long:' and 'short:' rules")
    }

    switch strategy.rules {
    case nil:
      throw Problem(
        "'\(strategy.name)' has no rules", remedy: "add 'long:', 'short:' or 'position:' to say when to hold what")
    case .sides(let long, let short):
      rules = .sides(long: try side(long, "long"), short: try side(short, "short"))
    case .weight(let weight):
      let key = strategy.universe == nil ? "position" : "weight"
      let node = try number(weight, key)
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
      let value = try constant(expression, item.rawValue)
      guard item.allowed.contains(value) else {
        throw Problem(
          "\(item.rawValue) is \(value) as a fraction of traded value", at: expression.place,
          remedy: "it must lie from \(item.allowed.lowerBound) to \(item.allowed.upperBound); 5bps is 0.0005")
      }
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
      guard case .number(let value) = try number(expression, term).constant else { continue }
      guard value > 0, value.isFinite else {
        throw Problem("\(term) is \(value)", at: expression.place, remedy: "write a number above 0")
      }
    }
    let size = try number(strategy.size, "size")
    self.size = size
    if case .weight = strategy.rules { try refuseState(size, strategy.size, "size") }
    if case .number(let amount) = size.constant, !amount.isFinite || strategy.sizing != .share && amount <= 0 {
      throw Problem("size is \(amount)", at: strategy.size.place, remedy: "write a number above 0")
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
      let most = try constant(expression, "max_leverage")
      guard most > 0 else {
        throw Problem("max_leverage is \(most)", at: expression.place, remedy: "write a number above 0, such as 3")
      }
      return most
    }
    rebalance = try constant(strategy.rebalance, "rebalance")
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

  /// What the strategy wants at every bar of the tape.
  ///
  /// Signals are evaluated through `evaluator`, which computes each distinct one once however many strategies share it.
  public func decisions(_ evaluator: Evaluator, on tape: PreparedMarket) throws(Problem) -> StrategyDecisions {
    do {
      try refuseOtherVolume(evaluator.frame)
      if let legs { return .legs(try legDecisions(legs, evaluator, on: tape)) }
      if let universe, case .weight(let node) = rules {
        try strategy.refuseOtherMarks(evaluator.frame)
        try strategy.refuseOtherTiers(evaluator.frame)
        return .portfolio(try universe.decisions(node, costs: costs, evaluator, on: tape))
      }
      switch rules {
      case .sides(let long, let short):
        let terms = try orderTerms(evaluator)
        return StrategyDecisions(
          RuleDecisions(
            long: try side(long, terms?.long, evaluator), short: try side(short, terms?.short, evaluator),
            size: try size(evaluator), allowed: tape.decidable), terms)
      case .weight(let node):
        return StrategyDecisions(
          WeightDecisions(weights: try weights(node, evaluator), band: rebalance, allowed: tape.decidable),
          try orderTerms(evaluator))
      }
    } catch { throw error.inFile(strategy.file) }
  }

  private func legDecisions(
    _ legs: BoundLegs, _ evaluator: Evaluator, on tape: PreparedMarket
  ) throws(Problem) -> LegDecisions {
    guard !tape.leg.isEmpty, let places = legs.legs(of: tape) else {
      throw Problem(
        "'\(strategy.name)' has \(legs.terms.count) legs, and the market it is replayed on holds \(tape.legs.count)",
        remedy: "replay it by itself")
    }
    try legs.refuseCoinMargin(tape, strategy.legs)
    try legs.refuseFreeBorrowing(tape, rules.sides, strategy.legs)
    try legs.refuseUntoldLiquidation(strategy.legs) { index in
      zip(tape.legs, places).contains { $1 == index && $0.instrument.type == .spot }
    }
    try strategy.refuseOtherMarks(evaluator.frame)
    try strategy.refuseOtherTiers(evaluator.frame)
    let ratios = try legs.ratios(evaluator, of: tape, places)
    let allowed = LegDecisions.decidable(ratios, legs.onLegEnd, on: tape)
    let source: any DecisionSource =
      switch rules {
      case .sides(let long, let short):
        RuleDecisions(
          long: try side(long, nil, evaluator), short: try side(short, nil, evaluator), size: try size(evaluator),
          allowed: allowed)
      case .weight(let node):
        WeightDecisions(weights: try weights(node, evaluator), band: rebalance, allowed: allowed)
      }
    return LegDecisions(
      source, terms: places.map { legs.terms[$0] }, ratios: ratios, hedge: legs.hedge, drift: legs.drift,
      onLegEnd: legs.onLegEnd, on: tape)
  }

  /// How much a side holds when it is entered.
  func size(_ evaluator: Evaluator) throws(Problem) -> RuleDecisions.Size {
    // One that asks about the position is worked out when an order is.
    guard !size.reads(PositionState.names) else { return .constant(1) }
    if strategy.sizing == .kelly { return .favoured(try evaluator.number(of: size)) }
    switch try evaluator.value(of: size) {
    case .number(let size):
      try Self.refuseNegative(size, strategy)
      return .constant(size)
    default:
      let sizes = try evaluator.number(of: size)
      guard legs == nil, try isLacking(sizes, evaluator) else { return .column(sizes) }
      return .constant(1)
    }
  }

  /// The size where it is worked out when an order is: where it asks about the position, and where it is not known or not
  /// above zero at a bar on which a side is entered, so that the orders which are not placed for that are counted. Any other
  /// is part of the decision, which costs less.
  private func liveSize(_ evaluator: Evaluator) throws(Problem) -> OrderTerms.Value? {
    if size.reads(PositionState.names) { return try OrderTerms.Value(size, evaluator) }
    guard case .sides = rules, strategy.sizing != .kelly, size.constant == nil else { return nil }
    guard case .column(let sizes) = try OrderTerms.Value(size, evaluator), try isLacking(sizes, evaluator) else {
      return nil
    }
    return .column(sizes)
  }

  private func isLacking(_ sizes: [Double], _ evaluator: Evaluator) throws(Problem) -> Bool {
    if sizes.contains(where: { $0 < 0 }) { return true }
    guard case .sides(let long, let short) = rules else { return false }
    for side in [long, short].compactMap(\.self) {
      let enters = try evaluator.condition(of: side.enter)
      var row = enters.next(from: evaluator.frame.evaluation.lowerBound)
      while row < evaluator.frame.evaluation.upperBound {
        if !(sizes[row] > 0) || !sizes[row].isFinite { return true }
        row = enters.next(from: row + 1)
      }
    }
    return false
  }

  /// A side that holds less than nothing would be the other one, and never left.
  private static func refuseNegative(_ amount: Double, _ strategy: Strategy) throws(Problem) {
    guard amount < 0 else { return }
    var remedy = "write a size above 0; what is held short stands under 'short:', or has a 'ratio' below 0 among legs"
    if case .weight = strategy.rules { remedy = "write a size above 0; what is held short has a weight below 0" }
    throw Problem("size is \(amount)", at: strategy.size.place, remedy: remedy)
  }

  /// The weight wanted at every bar, size included; nil where rules decide.
  func weights(_ evaluator: Evaluator) throws(Problem) -> [Double]? {
    if case .weight(let node) = rules { try weights(node, evaluator) } else { nil }
  }

  private func weights(_ node: Node, _ evaluator: Evaluator) throws(Problem) -> [Double] {
    zip(try evaluator.number(of: node), try evaluator.number(of: size)).map { $0 * $1 }
  }

  private func side(
    _ side: Side?, _ orders: OrderTerms.Side?, _ evaluator: Evaluator
  ) throws(Problem) -> RuleDecisions.Side? {
    guard let side else { return nil }
    if let barred = orders?.barred {
      return RuleDecisions.Side(enter: try evaluator.condition(of: side.enter), barred: barred)
    }
    let exit = try side.exit.map { node throws(Problem) in try evaluator.condition(of: node) }
    return RuleDecisions.Side(enter: try evaluator.condition(of: side.enter), exit: exit)
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
  fileprivate var sides: Set<Double> {
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

extension BoundStrategy {
  /// How it orders; nil where market orders for a share of equity are all there are.
  func orderTerms(_ evaluator: Evaluator) throws(Problem) -> OrderTerms? {
    var sides: (long: Side?, short: Side?) = (nil, nil)
    if case .sides(let long, let short) = rules { sides = (long, short) }
    let asksState = ([sides.long?.exit, sides.short?.exit, size] as [Node?]).contains { node in
      node?.reads(PositionState.names) ?? false
    }
    let isPlain = [sides.long, sides.short].allSatisfy { $0?.orders.isNone ?? true }
    let liveSize = try liveSize(evaluator)
    guard
      asksState || liveSize != nil || !isPlain || !strategy.sizing.isWeight || mostLeverage != nil || margin != nil
        || !(execution?.isPlain ?? true)
    else { return nil }
    try strategy.refuseOtherMarks(evaluator.frame)
    try strategy.refuseOtherTiers(evaluator.frame)
    try refuseOtherUnits(evaluator.frame)
    func terms(_ side: Side?) throws(Problem) -> OrderTerms.Side {
      guard let side else { return OrderTerms.Side() }
      return try side.orders.terms(evaluator, exit: side.exit)
    }
    var filling: Execution?
    if let execution, !execution.isPlain { filling = try execution.execution(evaluator) }
    return OrderTerms(
      long: try terms(sides.long), short: try terms(sides.short), sizing: strategy.sizing,
      liveSize: liveSize,
      mostLeverage: min(mostLeverage ?? .infinity, margin?.leverage ?? .infinity), margin: margin,
      execution: filling)
  }

  /// What a quanto contract's trades are worth in a dollar depends on the price of a coin that fees do not know.
  fileprivate func refuseOtherVolume(_ frame: Frame) throws(Problem) {
    guard costs.byVolume != nil, !frame.isUniverse, frame.contract.form == .quanto else { return }
    throw Problem(
      "fees go by the volume traded, which of \(frame.instrument), a quanto contract, is not known in a dollar",
      at: strategy.fees?.place ?? .nowhere, remedy: "name a level: fees: bitmex level 2")
  }

  /// What a quote of a quanto contract buys depends on the price of a coin that no signal of it knows, and a number of
  /// contracts is none of coins.
  private func refuseOtherUnits(_ frame: Frame) throws(Problem) {
    try OrderUnits.checkAmount(size, strategy.size, strategy.sizing, on: frame)
    guard frame.contract.form == .quanto, [.quote, .coins].contains(strategy.sizing) else { return }
    throw Problem(
      "size is \(strategy.sizeText), and positions in \(frame.instrument), a quanto contract, are counted in contracts",
      at: strategy.size.place, remedy: "write a multiple of equity, or risk(1%)")
  }
}

/// The decisions of a strategy, of either form of rules, and whether more than a weight is ordered by them.
///
/// Orders and legs are held apart: a value is as large as its largest case, and sweeps hand one on for every trial.
public enum StrategyDecisions: Sendable {
  case rules(RuleDecisions)
  case weights(WeightDecisions)
  indirect case orders(OrderedDecisions)
  indirect case legs(LegDecisions)
  indirect case portfolio(PortfolioDecisions)

  init(_ rules: RuleDecisions, _ terms: OrderTerms?) {
    guard let terms else {
      self = .rules(rules)
      return
    }
    self = .orders(OrderedDecisions(rules: .sides(rules), terms: terms))
  }

  init(_ weights: WeightDecisions, _ terms: OrderTerms?) {
    guard let terms else {
      self = .weights(weights)
      return
    }
    self = .orders(OrderedDecisions(rules: .weights(weights), terms: terms))
  }
}
