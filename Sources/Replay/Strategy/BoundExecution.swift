import Market
import Signals

/// How orders are filled, with parameters fixed.
struct BoundExecution: Sendable {
  private let participation: Double?
  private let volume: Node?
  private let mostTurnover: Double?
  private let spread: Node?
  private let impact: Impact?
  let path: Interval?

  private struct Impact: Sendable {
    let coefficient: Double
    let span: Node
    let volatility: Node
    let volume: Node

    /// The span of a grid's bars, as a share of the year that volatility is said of.
    func years(_ interval: Interval) -> Double? {
      let year = Double(Interval.days(365).milliseconds)
      if let duration = span.duration { return Double(duration.milliseconds) / year }
      if case .number(let count) = span.constant { return count * (Double(interval.milliseconds) / year) }
      return nil
    }
  }

  /// - Throws: a `Problem` for a share, a bound or a coefficient that makes no sense.
  init(_ rule: ExecutionRule, _ book: BoundBook) throws(Problem) {
    func constant(_ expression: Expression, _ name: String, in range: ClosedRange<Double>, _ remedy: String)
      throws(Problem) -> Double
    {
      guard case .number(let value) = try book.resolve(expression).constant, value > 0, range.contains(value) else {
        throw Problem(
          "'\(name)' has '\(expression.text)'", at: expression.place, remedy: "write \(remedy), or a parameter")
      }
      return value
    }
    participation = try rule.participation.map { rule throws(Problem) in
      try constant(rule.share, "participation", in: 0...1, "a share of the volume of a bar, above 0 and at most 100%")
    }
    volume = try rule.participation.map { rule throws(Problem) in try book.resolve(rule.volume) }
    mostTurnover = try rule.mostTurnover.map { expression throws(Problem) in
      try constant(expression, "max_turnover", in: 0...1e9, "a number of times equity above 0, such as 3/day")
    }
    path = rule.path
    spread = try rule.spread.map { expression throws(Problem) in
      let node = try book.resolve(expression)
      guard node.kind == .number, node.constant == nil || (0...Execution.mostSpread).contains(Self.number(node) ?? -1)
      else {
        throw Problem(
          "a spread of '\(expression.text)' is none", at: expression.place,
          remedy: "write a share of the price, at most 20%: spread(2bps), or spread((ask - bid) / close)")
      }
      try OrderUnits.checkShare(node, expression)
      return node
    }
    impact = try rule.impact.map { impact throws(Problem) in
      Impact(
        coefficient: try constant(
          impact.coefficient, "impact", in: 0...10, "a coefficient above 0 and at most 10, such as 0.6"),
        span: try book.resolve(impact.span), volatility: try book.resolve(impact.volatility),
        volume: try book.resolve(impact.volume))
    }
  }

  private static func number(_ node: Node) -> Double? {
    if case .number(let value) = node.constant { value } else { nil }
  }

  /// What a spread that never changes costs, of the price.
  var fixedHalfSpread: Double { spread.flatMap(Self.number).map { $0 / 2 } ?? 0 }

  private var movingSpread: Node? { spread.flatMap { Self.number($0) == nil ? $0 : nil } }

  /// Whether orders fill as a plain order does, at a fixed slippage.
  var isPlain: Bool {
    participation == nil && mostTurnover == nil && path == nil && movingSpread == nil && impact == nil
  }

  var nodes: [Node] { [volume, movingSpread, impact?.volatility, impact?.volume].compactMap(\.self) }

  /// What a result depends on, in a canonical text that begins with a blank; empty for nothing.
  var identity: String {
    [
      participation.map { " participation(\($0))" }, path.map { " path(\($0))" },
      mostTurnover.map { " max_turnover(\($0))" }, movingSpread.map { " spread(\($0.key))" },
      impact.map { " impact(\($0.coefficient) \($0.volatility.key) \($0.volume.key) \($0.span.key))" },
    ].compactMap(\.self).joined()
  }

  /// With the columns of a market.
  func execution(_ evaluator: Evaluator) throws(Problem) -> Execution {
    let frame = evaluator.frame
    if let path, frame.members[0].path?.interval != path {
      throw Problem(
        "the price is to be followed through bars of \(path), and the market that is replayed has none",
        remedy: "leave 'path' out")
    }
    let spread = try movingSpread.map { node throws(Problem) in try evaluator.number(of: node) }
    let volume = try volume.map { node throws(Problem) in
      try frame.inUnits(of: node, try evaluator.number(of: node))
    }
    let moves = try impact.map { impact throws(Problem) -> [Double] in
      guard let years = impact.years(frame.grid.interval) else {
        throw Problem("impact() is over no span of time", remedy: "write impact(0.6, 1d)")
      }
      let volatility = try evaluator.number(of: impact.volatility)
      let volume = try frame.inUnits(of: impact.volume, try evaluator.number(of: impact.volume))
      return zip(volatility, volume).map { volatility, volume in
        volume > 0 ? impact.coefficient * volatility * years.squareRoot() / volume.squareRoot() : .nan
      }
    }
    return Execution(
      participation: participation, volume: volume ?? [], spread: spread ?? [], impact: moves ?? [],
      mostTurnover: mostTurnover ?? .infinity, followsPath: path != nil)
  }
}

extension Frame {
  /// A volume in the units that positions of its instrument are counted in: base of a linear contract, quote of an inverse
  /// one.
  ///
  /// - Throws: a `Problem` where it counts contracts, and nothing says what one is.
  fileprivate func inUnits(of node: Node, _ volume: [Double]) throws(Problem) -> [Double] {
    let closes = members[0].bars.close
    let isInverse = contract.form == .inverse
    if contract.form == .quanto, columns["volume"]?.unit != .contracts {
      throw Problem(
        "positions in \(instrument) are counted in contracts, and its volume is not",
        remedy: "leave participation and impact() out, or import klines whose volume is in contracts")
    }
    guard columns["volume"]?.unit == .contracts else {
      return isInverse ? zip(volume, closes).map { $0 * $1 } : volume
    }
    guard let size = contract.size else {
      throw Problem(
        "the volume of \(instrument) counts contracts, and nothing says what one of them is",
        remedy: "say so with 'hindcast data contract'")
    }
    switch (size.unit, isInverse) {
    case (.quote, true), (.base, false): return volume.map { $0 * size.amount }
    case (.settlement, _): return volume
    case (.base, true): return zip(volume, closes).map { $0 * $1 * size.amount }
    case (.quote, false): return zip(volume, closes).map { $0 * size.amount / $1 }
    }
  }
}
