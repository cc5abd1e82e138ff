import Market
import Signals

/// How orders are filled, as a file states it: `participation:`, `path:`, `max_turnover:`, and what `costs: slippage` says
/// besides a fixed share.
public struct ExecutionRule: Sendable, Hashable {
  /// The share of a bar's volume that orders in it may take; nil for any amount.
  public var participation: Share?
  /// Width of the bars inside the bars; nil for the worse path.
  public var path: Interval?
  /// The most that is traded in a UTC day, in multiples of equity.
  public var mostTurnover: Expression?
  /// The quoted spread as a share of the price, of which half is paid.
  public var spread: Expression?
  public var impact: Impact?

  public struct Share: Sendable, Hashable {
    public let share: Expression
    /// The column it is a share of.
    let volume: Expression
  }

  /// What an order's own size moves the price by: coefficient × volatility × √(order / volume), the last two over a span.
  public struct Impact: Sendable, Hashable {
    public let coefficient: Expression
    public let span: Expression
    let volatility: Expression
    let volume: Expression

    init(_ coefficient: Expression, over span: Expression) throws(Problem) {
      self.coefficient = coefficient
      self.span = span
      // What is made of the span has no column of its own in the file.
      var place = span.place
      place.column = nil
      volatility = try Expression(parsing: "volatility(\(span.text))", at: place)
      volume = try Expression(parsing: "sum(volume, \(span.text))", at: place)
    }
  }

  /// Whether it says nothing.
  var isNone: Bool { self == ExecutionRule() }

  var expressions: [Expression] {
    [
      participation?.share, participation?.volume, mostTurnover, spread, impact?.coefficient, impact?.span,
      impact?.volatility, impact?.volume,
    ].compactMap(\.self)
  }

  /// In canonical lines.
  var text: [String] {
    [
      participation.map { "participation \($0.share.text)" }, path.map { "path \($0)" },
      mostTurnover.map { "max_turnover \($0.text)" }, spread.map { "spread \($0.text)" },
      impact.map { "impact \($0.coefficient.text) over \($0.span.text)" },
    ].compactMap(\.self)
  }
}

extension ExecutionRule {
  /// The keys of a file that are its own.
  static let keys = ["participation", "path", "max_turnover"]

  /// - Parameter slippage: what `costs:` has under that name; nil where it has nothing.
  init(_ root: YAMLMap, slippage: Slippage?) throws(Problem) {
    if let value = root.value("participation") {
      participation = Share(
        share: try value.expression(for: "participation"), volume: try Expression(parsing: "volume", at: value.place))
    }
    if let value = root.value("path") {
      guard let path = Interval(try value.text(for: "path")), path > .zero else {
        throw value.problem(
          "path '\(value.shown)' is no width of bars", remedy: "write path: 1m, or leave it out for the worse path")
      }
      self.path = path
    }
    if let value = root.value("max_turnover") {
      let text = try value.text(for: "max_turnover")
      guard let rate = text.range(of: "/day"), rate.upperBound == text.endIndex else {
        throw value.problem(
          "'max_turnover: \(text)' does not say in what time", remedy: "write 3/day: three times equity a UTC day")
      }
      mostTurnover = try value.expression(text[..<rate.lowerBound], in: text)
    }
    spread = slippage?.spread
    impact = slippage?.impact
  }
}

/// What stands behind `slippage:`: `1bps`, `spread(2bps)`, `spread(quoted)`, `impact(0.6, 1d)`, or a sum of such.
struct Slippage {
  var fixed: Expression?
  var spread: Expression?
  var impact: ExecutionRule.Impact?

  private static let models = ["spread", "impact"]

  init(_ value: YAMLValue) throws(Problem) {
    let text = try value.text(for: "slippage")
    var plain: [Substring] = []
    for term in OrderText.terms(text[...]) {
      let trimmed = String(term).trimmed
      if let inside = OrderText.inside("spread", trimmed), spread == nil {
        spread = try value.expression(inside, in: text)
      } else if let inside = OrderText.inside("impact", trimmed), impact == nil {
        let parts = OrderText.arguments(inside)
        guard parts.count == 2 else {
          throw value.problem(
            "impact() has \(parts.count) argument\(parts.count == 1 ? "" : "s")",
            remedy: "it takes a coefficient and a span: impact(0.6, 1d)")
        }
        impact = try ExecutionRule.Impact(
          try value.expression(parts[0].drop { $0 == " " }, in: text),
          over: try value.expression(parts[1].drop { $0 == " " }, in: text))
      } else {
        guard !Self.models.contains(where: { OrderText.calls($0, in: term) }) else {
          throw value.problem(
            "'slippage: \(text)' has '\(trimmed)', and its terms only add: a fixed part, one spread() and one impact()",
            remedy: "write their numbers inside: 1bps + spread(2bps) + impact(0.6, 1d)")
        }
        plain.append(term)
      }
    }
    guard spread != nil || impact != nil else {
      fixed = try value.expression(for: "slippage")
      return
    }
    guard plain.count < 2 else {
      throw value.problem("'slippage: \(text)' has two fixed parts", remedy: "add them up: 1bps + impact(0.6, 1d)")
    }
    fixed = try plain.first.map { part throws(Problem) in try value.expression(part, in: text) }
  }
}

extension Strategy {
  /// Legs and the instruments of a universe fill at once, at a slippage that is fixed.
  func refuseOtherExecution(_ root: YAMLMap) throws(Problem) {
    guard legs != nil || universe != nil, var rule = execution else { return }
    // A spread that never changes is a fixed slippage of half of it.
    if legs == nil, let spread = rule.spread, spread.names.isSubset(of: signals.parameters.map(\.name)) {
      rule.spread = nil
    }
    guard let asked = rule.text.first else { return }
    let key = ExecutionRule.keys.first { root.value($0) != nil }
    let (who, instead) =
      legs != nil
      ? ("legs", "") : ("the instruments of a universe", "; 'turnover' bounds what a universe trades at a close")
    throw Problem(
      "\(asked) is asked of orders, and \(who) fill at their next open at a fixed slippage",
      at: key.flatMap { root.value($0)?.place } ?? rule.expressions.first?.place ?? .nowhere,
      remedy: "leave participation, path, max_turnover, spread() and impact() to strategies of one instrument\(instead)"
    )
  }
}
