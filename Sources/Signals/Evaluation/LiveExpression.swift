import Market

/// An expression that also reads values which are no columns, such as what a position was entered at.
///
/// Nobody knows those before the replay has come to the bar, so the expression is asked one bar at a time. Whatever in it
/// reads columns alone is computed once, like every other signal; only what is left is worked out when it is asked for.
/// Conditions are 1, 0 or, where they are not known, NaN, and combine after Kleene.
public struct LiveExpression: Sendable {
  private enum Operation: Sendable {
    case constant(Double)
    case live(Int)
    case numbers(Int)
    case truth(Int)
    case negation
    case not
    case all(Int)
    case any(Int)
    case comparison(ComparisonSign)
    case arithmetic(ArithmeticSign)
    case unary(Int)
    case binary(Int)
    case choice
    case clip
    case defined
  }

  private var operations: [Operation] = []
  private var numbers: [[Double]] = []
  private var truths: [Truth] = []
  private var unaries: [UnaryOperator] = []
  private var binaries: [BinaryOperator] = []
  /// The most numbers that wait at once.
  private var deepest = 0

  fileprivate init(_ node: Node, names: [String], _ evaluator: Evaluator) throws(Problem) {
    try append(node, names, evaluator, waiting: 0)
  }

  private mutating func append(
    _ node: Node, _ names: [String], _ evaluator: Evaluator, waiting: Int
  ) throws(Problem) {
    deepest = max(deepest, waiting + 1)
    if case .column(let name) = node.form, let slot = names.firstIndex(of: name) {
      operations.append(.live(slot))
      return
    }
    guard node.reads(names) else { return try appendKnown(node, evaluator) }
    for (offset, part) in node.parts.enumerated() { try append(part, names, evaluator, waiting: waiting + offset) }
    operations.append(try operation(of: node))
  }

  /// What the market alone decides.
  private mutating func appendKnown(_ node: Node, _ evaluator: Evaluator) throws(Problem) {
    switch (node.constant, node.kind) {
    case (.number(let value), _): operations.append(.constant(value))
    case (.flag(let holds), _): operations.append(.constant(holds ? 1 : 0))
    case (_, .condition):
      operations.append(.truth(truths.count))
      truths.append(try evaluator.truth(of: node))
    default:
      operations.append(.numbers(numbers.count))
      numbers.append(try evaluator.number(of: node))
    }
  }

  private mutating func operation(of node: Node) throws(Problem) -> Operation {
    switch node.form {
    case .negation: return .negation
    case .not: return .not
    case .all(let parts): return .all(parts.count)
    case .any(let parts): return .any(parts.count)
    case .comparison(let sign, _, _): return .comparison(sign)
    case .arithmetic(let sign, _, _): return .arithmetic(sign)
    case .call(let function, _):
      switch function {
      case let function as UnaryOperator:
        unaries.append(function)
        return .unary(unaries.count - 1)
      case let function as BinaryOperator:
        binaries.append(function)
        return .binary(binaries.count - 1)
      case _ where function.name == "if": return .choice
      case _ where function.name == "clip": return .clip
      case _ where function.name == "defined": return .defined
      default:
        throw Problem(
          "'\(function.name)' reads earlier bars, and a position's own numbers are known at the bar that asks only",
          at: node.place,
          remedy:
            "use abs, sign, log, exp, sqrt, least, greatest, clip, if and defined around them; peak_return remembers"
        )
      }
    case .number, .duration, .flag, .word, .column: preconditionFailure("has no parts that read anything")
    }
  }

  /// Its value at the close of `row`; NaN where it is not known.
  ///
  /// - Parameter live: the values of the names it was made with, in their order.
  public func value(at row: Int, _ live: SIMD8<Double>) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: deepest) { stack in
      stack.initialize(repeating: 0)
      var top = -1
      for operation in operations { step(operation, row, live, stack, &top) }
      return stack[0]
    }
  }

  /// Whether it is known to hold at the close of `row`.
  public func holds(at row: Int, _ live: SIMD8<Double>) -> Bool { value(at: row, live) == 1 }

  /// Where it is known to hold if the live values were the same at every bar.
  public func holds(_ live: SIMD8<Double>, count: Int) -> Bitmap {
    // What reads no column says the same at every bar, and a sweep asks for each of its sets.
    if count > 0, numbers.isEmpty, truths.isEmpty { return Bitmap(repeating: holds(at: 0, live), count: count) }
    return Bitmap((0..<count).map { holds(at: $0, live) })
  }

  @inline(__always)
  private func step(
    _ operation: Operation, _ row: Int, _ live: SIMD8<Double>, _ stack: UnsafeMutableBufferPointer<Double>,
    _ top: inout Int
  ) {
    func push(_ value: Double) {
      top += 1
      stack[top] = value
    }
    switch operation {
    case .constant(let value): push(value)
    case .live(let slot): push(live[slot])
    case .numbers(let index): push(numbers[index][row])
    case .truth(let index): push(truths[index][row].map { $0 ? 1 : 0 } ?? .nan)
    case .negation: stack[top] = -stack[top]
    case .not: stack[top] = 1 - stack[top]
    case .all(let count):
      top -= count - 1
      stack[top] = Self.joined(stack[top..<(top + count)], decided: 0)
    case .any(let count):
      top -= count - 1
      stack[top] = Self.joined(stack[top..<(top + count)], decided: 1)
    case .comparison(let sign):
      top -= 1
      let (a, b) = (stack[top], stack[top + 1])
      stack[top] = a.isNaN || b.isNaN ? .nan : sign.holds(a, b) ? 1 : 0
    case .arithmetic(let sign):
      top -= 1
      stack[top] = sign.apply(stack[top], stack[top + 1])
    case .unary(let index): stack[top] = unaries[index].value(stack[top])
    case .binary(let index):
      top -= 1
      stack[top] = binaries[index].value(stack[top], stack[top + 1])
    case .choice:
      top -= 2
      let holds = stack[top]
      stack[top] = holds == 1 ? stack[top + 1] : holds == 0 ? stack[top + 2] : .nan
    case .clip:
      top -= 2
      stack[top] = Operators.clipped(stack[top], stack[top + 1], stack[top + 2])
    case .defined: stack[top] = stack[top].isNaN ? 0 : 1
    }
  }

  /// One part that is `decided` decides the list; else one that is not known leaves it unknown.
  @inline(__always)
  private static func joined(_ parts: Slice<UnsafeMutableBufferPointer<Double>>, decided: Double) -> Double {
    var isKnown = true
    for part in parts {
      if part == decided { return decided }
      if part.isNaN { isKnown = false }
    }
    return isKnown ? 1 - decided : .nan
  }
}

extension Evaluator {
  /// `node` with the columns called `names` left open.
  ///
  /// - Throws: a `Problem` for an operator that would need the open values of earlier bars, and as `value(of:)`.
  public func live(_ node: Node, names: [String]) throws(Problem) -> LiveExpression {
    precondition(names.count <= 8, "as many live values as there are lanes")
    return try LiveExpression(node, names: names, self)
  }
}

extension Node {
  /// Whether it reads a column called one of `names`.
  public func reads(_ names: some Collection<String>) -> Bool {
    if case .column(let name) = form { return names.contains(name) }
    return parts.contains { $0.reads(names) }
  }

  /// The duration that it is; nil for anything else.
  public var duration: Interval? {
    if case .duration(let value) = form { value } else { nil }
  }
}
