import Market

/// A resolved expression: what is to be computed, with a canonical name.
///
/// Two expressions that mean the same computation have one key, however they were written and whichever parameters they
/// came from; whatever is computed is kept by that key.
public struct Node: Sendable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case number, condition, duration

    var noun: String {
      switch self {
      case .number: "a number"
      case .condition: "a condition"
      case .duration: "a duration"
      }
    }
  }

  indirect enum Form: Sendable {
    case number(Double)
    case duration(Interval)
    case flag(Bool)
    case column(String)
    case negation(Node)
    case arithmetic(ArithmeticSign, Node, Node)
    case comparison(ComparisonSign, Node, Node)
    case all([Node])
    case any([Node])
    case not(Node)
    case call(any SignalOperator, [Node], Problem.Place)
  }

  /// Canonical text, such as `zscore(funding_rate,1d)>1.5`.
  public let key: String
  public let kind: Kind
  let form: Form

  private init(_ key: String, _ kind: Kind, _ form: Form) {
    self.key = key
    self.kind = kind
    self.form = form
  }

  /// The value of a node that is the same at every bar; nil for one that is not.
  public var constant: SignalValue? {
    switch form {
    case .number(let value): .number(value)
    case .flag(let value): .flag(value)
    default: nil
    }
  }
}

extension Node: Hashable {
  public static func == (a: Node, b: Node) -> Bool { a.key == b.key }
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Node {
  static func number(_ value: Double) -> Node { Node(value.shortText, .number, .number(value)) }
  static func duration(_ value: Interval) -> Node { Node(value.description, .duration, .duration(value)) }
  static func flag(_ value: Bool) -> Node { Node(value ? "true" : "false", .condition, .flag(value)) }
  static func column(_ name: String) -> Node { Node(name, .number, .column(name)) }

  static func negated(_ x: Node) -> Node {
    if case .number(let value) = x.form { return .number(-value) }
    return Node("-(\(x.key))", .number, .negation(x))
  }

  static func arithmetic(_ sign: ArithmeticSign, _ a: Node, _ b: Node) -> Node {
    if case .number(let x) = a.form, case .number(let y) = b.form { return .number(sign.apply(x, y)) }
    return Node("(\(a.key)\(sign.rawValue)\(b.key))", .number, .arithmetic(sign, a, b))
  }

  static func comparison(_ sign: ComparisonSign, _ a: Node, _ b: Node) -> Node {
    switch (a.form, b.form) {
    case (.number(let x), .number(let y)): .flag(sign.holds(x, y))
    case (.duration(let x), .duration(let y)):
      .flag(sign.holds(Double(x.milliseconds), Double(y.milliseconds)))
    default: Node("(\(a.key)\(sign.rawValue)\(b.key))", .condition, .comparison(sign, a, b))
    }
  }

  static func not(_ x: Node) -> Node {
    switch x.form {
    case .flag(let value): .flag(!value)
    case .not(let inner): inner
    default: Node("not(\(x.key))", .condition, .not(x))
    }
  }

  /// Both hold. Lists are flattened, so that `a and b and c` is one pass however it is bracketed.
  static func all(_ a: Node, _ b: Node) -> Node {
    switch (a.form, b.form) {
    case (.flag(true), _): return b
    case (_, .flag(true)): return a
    case (.flag(false), _), (_, .flag(false)): return .flag(false)
    default:
      let parts = a.parts(ofAll: true) + b.parts(ofAll: true)
      return Node("all(\(parts.map(\.key).joined(separator: ",")))", .condition, .all(parts))
    }
  }

  static func any(_ a: Node, _ b: Node) -> Node {
    switch (a.form, b.form) {
    case (.flag(false), _): return b
    case (_, .flag(false)): return a
    case (.flag(true), _), (_, .flag(true)): return .flag(true)
    default:
      let parts = a.parts(ofAll: false) + b.parts(ofAll: false)
      return Node("any(\(parts.map(\.key).joined(separator: ",")))", .condition, .any(parts))
    }
  }

  static func call(_ function: any SignalOperator, _ arguments: [Node], place: Problem.Place) -> Node {
    Node(
      "\(function.name)(\(arguments.map(\.key).joined(separator: ",")))", function.result,
      .call(function, arguments, place))
  }

  /// Arithmetic with durations, where it has a meaning.
  static func durationArithmetic(_ sign: ArithmeticSign, _ a: Node, _ b: Node) -> Node? {
    let milliseconds: Double
    switch (a.form, sign, b.form) {
    case (.duration(let x), .plus, .duration(let y)): milliseconds = Double(x.milliseconds) + Double(y.milliseconds)
    case (.duration(let x), .minus, .duration(let y)): milliseconds = Double(x.milliseconds) - Double(y.milliseconds)
    case (.duration(let x), .times, .number(let y)), (.number(let y), .times, .duration(let x)):
      milliseconds = Double(x.milliseconds) * y
    case (.duration(let x), .over, .number(let y)): milliseconds = Double(x.milliseconds) / y
    default: return nil
    }
    guard milliseconds == milliseconds.rounded(), milliseconds.magnitude < 0x1p53 else { return nil }
    return .duration(Interval(milliseconds: Int64(milliseconds)))
  }

  private func parts(ofAll: Bool) -> [Node] {
    switch form {
    case .all(let parts) where ofAll: parts
    case .any(let parts) where !ofAll: parts
    default: [self]
    }
  }
}
