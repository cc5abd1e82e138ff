import Market
import Signals

/// How a side orders, with its parameters fixed.
struct BoundOrders: Sendable {
  private let entry: Limit?
  private let exit: Limit?
  private let stop: Node?
  private let take: Node?
  private let trail: Node?
  private let hold: Hold?
  /// Where the file says `hold`, and what it is a key of.
  private let holdPlace: Problem.Place
  private let side: String

  private struct Limit: Sendable {
    let price: Node
    let life: Hold?
    /// What it stands behind in the file, and where its life does.
    let key: String
    let place: Problem.Place
    let isPostOnly: Bool
    let fillsOnTouch: Bool
  }

  /// A stretch of time, as a duration or in bars.
  private enum Hold: Sendable {
    case duration(Interval)
    case bars(Int)

    var text: String {
      switch self {
      case .duration(let duration): "\(duration)"
      case .bars(let bars): "\(bars)"
      }
    }

    /// - Parameters:
    ///   - key: what has the time, for the message.
    ///   - place: where the file says it.
    /// - Throws: a `Problem` for a time that is no whole number of bars.
    func bars(_ interval: Interval, _ key: String, at place: Problem.Place) throws(Problem) -> Int {
      switch self {
      case .bars(let bars): return bars
      case .duration(let duration):
        guard let bars = duration.count(of: interval) else {
          throw Problem(
            "\(key) is \(duration), which is not a whole number of \(interval) bars", at: place,
            remedy: "take a multiple of \(interval)")
        }
        return min(bars, Int(Int32.max))
      }
    }
  }

  /// - Throws: a `Problem` for a distance that leaves no position, a time that is none, and an expression of another kind
  ///   than is needed.
  init(_ rules: OrderRules, _ book: BoundBook, side: String) throws(Problem) {
    func number(_ expression: Expression, _ key: String) throws(Problem) -> Node {
      try book.number(
        expression, "\(side).\(key)",
        remedy: "write a share of the price (2%) or a distance in price (2 * std(close, 1d))")
    }
    func distance(_ expression: Expression?, _ key: String, below most: Double) throws(Problem) -> Node? {
      guard let expression else { return nil }
      let node = try number(expression, key)
      if case .number(let share) = node.constant, !(share > 0 && share < most) {
        throw Problem(
          "'\(side).\(key)' is \(share) as a share of the price", at: expression.place,
          remedy: "it must lie above 0 and below \(most); 2% is 0.02, and a distance in price is written with a column")
      }
      try OrderUnits.checkDistance(node, expression, "\(side).\(key)")
      return node
    }
    func time(_ expression: Expression?, _ key: String) throws(Problem) -> Hold? {
      guard let expression else { return nil }
      let node = try book.resolve(expression)
      if let duration = node.duration, duration > .zero { return .duration(duration) }
      if case .number(let bars) = node.constant, bars >= 1, bars == bars.rounded(), bars <= 0x1p31 {
        return .bars(Int(bars))
      }
      throw Problem(
        "'\(side).\(key)' needs a duration or a number of bars and has '\(expression.text)'", at: expression.place,
        remedy: "write 12h, or 3 for three bars")
    }
    func limit(_ rule: LimitRule?, _ key: String) throws(Problem) -> Limit? {
      guard let rule else { return nil }
      let price = try number(rule.price, key)
      try OrderUnits.checkPrice(price, rule.price, "\(side).\(key)")
      return Limit(
        price: price, life: try time(rule.life, key), key: key, place: rule.life?.place ?? .nowhere,
        isPostOnly: rule.isPostOnly, fillsOnTouch: rule.fillsOnTouch)
    }
    entry = try limit(rules.entry, "order")
    exit = try limit(rules.exit, "exit_order")
    stop = try distance(rules.stop, "stop", below: 1)
    take = try distance(rules.take, "take", below: side == "short" ? 1 : 100)
    trail = try distance(rules.trail, "trail", below: 1)
    hold = try time(rules.hold, "hold")
    holdPlace = rules.hold?.place ?? .nowhere
    self.side = side
    if let price = entry?.price, let expression = rules.entry?.price {
      try price.refuseState(expression, "\(side).order", remedy: "write the limit in terms of the market")
    }
  }

  /// Market orders, and nothing around a position.
  var isNone: Bool { identity.isEmpty }

  var nodes: [Node] { [entry?.price, exit?.price, stop, take, trail].compactMap(\.self) }

  /// What a result depends on, in a canonical text that begins with a blank; empty for market orders alone.
  var identity: String {
    func text(_ key: String, _ limit: Limit?) -> String {
      guard let limit else { return "" }
      return
        " \(key)(\(limit.price.key) for \(limit.life?.text ?? "ever")\(limit.isPostOnly ? " post" : "")\(limit.fillsOnTouch ? " touch" : ""))"
    }
    func text(_ key: String, _ value: String?) -> String { value.map { " \(key)(\($0))" } ?? "" }
    return text("order", entry) + text("exit_order", exit) + text("stop", stop?.key) + text("take", take?.key)
      + text("trail", trail?.key) + text("hold", hold?.text)
  }

  /// - Parameter exit: the condition that the side is left by.
  /// - Throws: a `Problem` for a time to hold or to rest that is no whole number of the frame's bars.
  func terms(_ evaluator: Evaluator, exit condition: Node?) throws(Problem) -> OrderTerms.Side {
    for (node, key) in [
      (entry?.price, "order"), (exit?.price, "exit_order"), (stop, "stop"), (take, "take"), (trail, "trail"),
    ] {
      if let node { try OrderUnits.checkPrice(node, "\(self.side).\(key)", on: evaluator.frame) }
    }
    let interval = evaluator.frame.grid.interval
    let held = try hold.map { hold throws(Problem) in
      try hold.bars(interval, "'\(self.side).hold'", at: holdPlace)
    }
    func value(_ node: Node) throws(Problem) -> OrderTerms.Value { try OrderTerms.Value(node, evaluator) }
    func distance(_ node: Node?) throws(Problem) -> OrderTerms.DistanceTerm? {
      try node.map { node throws(Problem) in OrderTerms.DistanceTerm(value: try value(node)) }
    }
    func limit(_ limit: Limit?) throws(Problem) -> OrderTerms.LimitTerm? {
      try limit.map { limit throws(Problem) in
        OrderTerms.LimitTerm(
          price: try value(limit.price),
          bars: try limit.life.map { life throws(Problem) in
            try life.bars(interval, "the time of '\(self.side).\(limit.key)'", at: limit.place)
          },
          isPostOnly: limit.isPostOnly, fillsOnTouch: limit.fillsOnTouch)
      }
    }
    var side = OrderTerms.Side(
      entry: try limit(entry), exit: try limit(exit), stop: try distance(stop), take: try distance(take),
      trail: try distance(trail), hold: held)
    if let condition, condition.reads(PositionState.names) {
      let leaves = try evaluator.live(condition, names: PositionState.names)
      side.leaves = leaves
      side.barred = leaves.holds(PositionState.flat.values, count: evaluator.frame.grid.count)
    }
    return side
  }
}

extension OrderTerms.Value {
  init(_ node: Node, _ evaluator: Evaluator) throws(Problem) {
    if case .number(let value) = node.constant {
      self = .constant(value)
    } else if node.reads(PositionState.names) {
      self = .live(try evaluator.live(node, names: PositionState.names))
    } else {
      self = .column(try evaluator.number(of: node))
    }
  }
}
