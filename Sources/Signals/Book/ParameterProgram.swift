import Market

/// An expression over parameters as operations on a stack of numbers, without a tree to walk.
///
/// A condition is 1, 0 or, where it is not known, NaN; conditions combine after Kleene.
struct ParameterProgram: Sendable {
  private enum Operation: Sendable {
    case constant(Double)
    case parameter(Int)
    case negation
    case not
    case both
    case either
    case comparison(ComparisonSign)
    case arithmetic(ArithmeticSign)
    case unary(Int)
    case binary(Int)
    case choice
    case clip
  }

  private var operations: [Operation] = []
  private var unaries: [UnaryOperator] = []
  private var binaries: [BinaryOperator] = []
  /// The most numbers that wait at once.
  private var deepest = 0

  /// - Throws: a `Problem` for an operator whose value changes from bar to bar.
  init(_ syntax: Syntax, slots: [String: Int]) throws(Problem) {
    try append(syntax, slots, waiting: 0)
  }

  /// - Parameter waiting: numbers on the stack when its own come.
  private mutating func append(_ syntax: Syntax, _ slots: [String: Int], waiting: Int) throws(Problem) {
    deepest = max(deepest, waiting + 1)
    for (offset, part) in syntax.parts.enumerated() { try append(part, slots, waiting: waiting + offset) }
    switch syntax.form {
    case .number(let value): operations.append(.constant(value))
    case .duration(let value): operations.append(.constant(Double(value.milliseconds)))
    case .flag(let value): operations.append(.constant(value ? 1 : 0))
    case .name(let name):
      guard let slot = slots[name] else { throw Self.changing(name, syntax) }
      operations.append(.parameter(slot))
    case .negation: operations.append(.negation)
    case .not: operations.append(.not)
    case .both: operations.append(.both)
    case .either: operations.append(.either)
    case .comparison(let sign, _, _): operations.append(.comparison(sign))
    case .arithmetic(let sign, _, _): operations.append(.arithmetic(sign))
    case .call(let name, _):
      switch Operators.named(name) {
      case let function as UnaryOperator:
        operations.append(.unary(unaries.count))
        unaries.append(function)
      case let function as BinaryOperator:
        operations.append(.binary(binaries.count))
        binaries.append(function)
      case _ where name == "if": operations.append(.choice)
      case _ where name == "clip": operations.append(.clip)
      default: throw Self.changing(name, syntax)
      }
    }
  }

  private static func changing(_ name: String, _ syntax: Syntax) -> Problem {
    Problem(
      "'\(name)' changes from bar to bar, and a condition over parameters is the same at all of them",
      at: syntax.place,
      remedy: "use parameters, numbers, abs, sign, log, exp, sqrt, round, floor, least, greatest, clip and if")
  }

  func value(_ parameters: UnsafePointer<Double>) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: deepest) { stack in
      stack.initialize(repeating: 0)
      var top = -1
      for operation in operations {
        switch operation {
        case .constant(let value):
          top += 1
          stack[top] = value
        case .parameter(let slot):
          top += 1
          stack[top] = parameters[slot]
        case .negation: stack[top] = -stack[top]
        case .not: stack[top] = 1 - stack[top]
        case .both:
          top -= 1
          let (a, b) = (stack[top], stack[top + 1])
          stack[top] = a == 0 || b == 0 ? 0 : a * b
        case .either:
          top -= 1
          let (a, b) = (stack[top], stack[top + 1])
          stack[top] = a == 1 || b == 1 ? 1 : a + b
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
        }
      }
      return stack[0]
    }
  }
}
