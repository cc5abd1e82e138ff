import Market

// The only ways to make a node. Each gives the one form that stands for everything with the same meaning: constants are
// worked out, lists flattened and sorted, comparisons turned the same way round, negations moved inwards.
extension Node {
  /// - Parameter isShare: whether it was written in percent or in basis points, which is no part of what it is.
  static func number(_ value: Double, isShare: Bool = false) -> Node {
    Node(value.shortText, .number, .number(value), measure: isShare ? .share : .any)
  }
  static func duration(_ value: Interval) -> Node { Node(value.description, .duration, .duration(value)) }
  static func word(_ word: String) -> Node { Node(word, .word, .word(word)) }
  static func flag(_ value: Bool) -> Node { Node(value ? "true" : "false", .condition, .flag(value)) }

  static func column(_ name: String, at place: Problem.Place) -> Node {
    let isPlain = name.utf8.allSatisfy { $0 == 0x2E || $0 == 0x5F || (0x30...0x39 ~= $0) || (0x41...0x5A ~= $0 & 0xDF) }
    return Node(isPlain ? name : "`\(name)`", .number, .column(name), at: place)
  }

  static func call(_ function: any SignalOperator, _ arguments: [Node], at place: Problem.Place) -> Node {
    function.simplified(arguments)
      ?? Node(
        "\(function.name)(\(arguments.map(\.key).joined(separator: ",")))", function.result, .call(function, arguments),
        at: place)
  }

  static func negated(_ x: Node) -> Node {
    switch x.form {
    case .number(let value): .number(-value, isShare: x.measure == .share)
    case .negation(let inner): inner
    default: Node("-\(x.key)", .number, .negation(x))
    }
  }

  static func arithmetic(_ sign: ArithmeticSign, _ a: Node, _ b: Node) -> Node {
    if case .number(let x) = a.form, case .number(let y) = b.form {
      return .number(sign.apply(x, y), isShare: Measure.of(sign, a.measure, b.measure, b) == .share)
    }
    // The two orders of a sum or product are equal to the last bit.
    let (a, b) = (sign == .plus || sign == .times) && b.key < a.key ? (b, a) : (a, b)
    return Node("(\(a.key)\(sign.rawValue)\(b.key))", .number, .arithmetic(sign, a, b))
  }

  /// A constant goes to the right; of two that change, the one that is to be larger to the left.
  static func comparison(_ sign: ComparisonSign, _ a: Node, _ b: Node) -> Node {
    switch (a.form, b.form) {
    case (.number(let x), .number(let y)):
      return .flag(sign.holds(x, y))
    case (.duration(let x), .duration(let y)):
      return .flag(sign.holds(Double(x.milliseconds), Double(y.milliseconds)))
    default:
      let turns = a.constant != nil || (b.constant == nil && (sign.isSymmetric ? b.key < a.key : sign.isUpward))
      let (sign, a, b) = turns ? (sign.turned, b, a) : (sign, a, b)
      return Node("(\(a.key)\(sign.rawValue)\(b.key))", .condition, .comparison(sign, a, b))
    }
  }

  /// Whether two conditions agree (`==`) or differ (`!=`); nil for the signs that need an order.
  static func sameness(_ sign: ComparisonSign, _ a: Node, _ b: Node) -> Node? {
    switch sign {
    case .equal: .any([.all([a, b]), .all([.not(a), .not(b)])])
    case .unequal: .any([.all([a, .not(b)]), .all([.not(a), b])])
    case .above, .atLeast, .below, .atMost: nil
    }
  }

  /// The opposite, which like the original is unknown where something it reads is unknown. That is why the opposite of
  /// `x > 1` can be written `x <= 1`, and why `not` of a list is the other list of opposites.
  static func not(_ x: Node) -> Node {
    switch x.form {
    case .flag(let value): .flag(!value)
    case .not(let inner): inner
    case .comparison(let sign, let a, let b): .comparison(sign.opposite, a, b)
    case .all(let parts): .any(parts.map(Node.not))
    case .any(let parts): .all(parts.map(Node.not))
    default: Node("not(\(x.key))", .condition, .not(x))
    }
  }

  /// All of them hold.
  static func all(_ parts: [Node]) -> Node { list(parts, neutral: true) }

  /// At least one of them holds.
  static func any(_ parts: [Node]) -> Node { list(parts, neutral: false) }

  private static func list(_ parts: [Node], neutral: Bool) -> Node {
    var byKey: [String: Node] = [:]
    for part in parts {
      switch part.form {
      case .flag(neutral): break
      case .flag: return .flag(!neutral)
      case .all(let inner) where neutral, .any(let inner) where !neutral:
        for part in inner { byKey[part.key] = part }
      default: byKey[part.key] = part
      }
    }
    let sorted = byKey.values.sorted { $0.key < $1.key }
    guard sorted.count > 1 else { return sorted.first ?? .flag(neutral) }
    let key = "\(neutral ? "and" : "or")(\(sorted.map(\.key).joined(separator: ",")))"
    return Node(key, .condition, neutral ? .all(sorted) : .any(sorted))
  }

  /// Arithmetic with durations, where it has a meaning and gives whole milliseconds.
  static func durationArithmetic(_ sign: ArithmeticSign, _ a: Node, _ b: Node) -> Node? {
    let milliseconds: Double
    switch (a.form, sign, b.form) {
    case (.duration(let x), .plus, .duration(let y)): milliseconds = Double(x.milliseconds) + Double(y.milliseconds)
    case (.duration(let x), .minus, .duration(let y)): milliseconds = Double(x.milliseconds) - Double(y.milliseconds)
    case (.duration(let x), .times, .number(let y)), (.number(let y), .times, .duration(let x)):
      milliseconds = Double(x.milliseconds) * y
    case (.duration(let x), .over, .number(let y)): milliseconds = Double(x.milliseconds) / y
    case (.duration(let x), .over, .duration(let y)):
      return y == .zero ? nil : .number(Double(x.milliseconds) / Double(y.milliseconds))
    default: return nil
    }
    guard milliseconds == milliseconds.rounded(), milliseconds.magnitude < 0x1p53 else { return nil }
    return .duration(Interval(milliseconds: Int64(milliseconds)))
  }
}
