import Market
import Signals

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

extension BoundStrategy {
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
  static func refuseNegative(_ amount: Double, _ strategy: Strategy) throws(Problem) {
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
  private func refuseOtherVolume(_ frame: Frame) throws(Problem) {
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
