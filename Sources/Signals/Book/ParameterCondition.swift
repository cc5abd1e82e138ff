import Market

/// A condition over parameters alone, checked once and asked of many parameter sets.
///
/// It is an expression of the signal language and means what it means there: its types are checked by resolving it with
/// the parameters' defaults. Asking it takes some ten nanoseconds an operator, where resolving it anew would take
/// microseconds, and a sweep may ask it a billion times.
public struct ParameterCondition: Sendable {
  /// As written.
  public let text: String
  /// The parameters it reads, as positions in the list it was made with, ascending.
  public let slots: [Int]
  private let step: ParameterStep

  /// - Throws: a `Problem` for a name that is no parameter, an expression that is no condition, and one that changes from
  ///   bar to bar, at its place in the text.
  public init(_ expression: Expression, over parameters: [Parameter]) throws(Problem) {
    let book = try SignalBook(parameters: parameters)
    let foreign = book.columnPlaces(for: [expression])
    for name in foreign.keys.sorted() {
      throw Problem(
        "unknown parameter '\(name)'", at: foreign[name] ?? .nowhere,
        remedy: suggestion(for: name, in: book.parameterNames, called: "parameters"))
    }
    let node = try book.bound().resolve(expression)
    guard node.kind == .condition else {
      throw Problem(
        "'\(expression.text)' is \(node.kind.noun) and no condition", at: expression.place,
        remedy: "compare it with something, such as '> 0'")
    }
    let slots = Dictionary(
      parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    step = try ParameterStep(expression.syntax, slots: slots)
    text = expression.text
    self.slots = Set(expression.names.compactMap { slots[$0] }).sorted()
  }

  /// Whether it holds for the parameters whose `scalar`s stand in `values`, one a parameter; false where it is not known,
  /// as after a division by zero.
  @inline(__always)
  public func holds(_ values: UnsafePointer<Double>) -> Bool { step.value(values) == 1 }
}

extension ParameterValue {
  /// The value as one number: a duration in milliseconds, true and false as 1 and 0.
  public var scalar: Double {
    switch self {
    case .number(let value): value
    case .duration(let interval): Double(interval.milliseconds)
    case .flag(let holds): holds ? 1 : 0
    }
  }
}

/// One operation on parameters' scalars. A condition is 1, 0 or, where it is not known, NaN, combined after Kleene.
private indirect enum ParameterStep: Sendable {
  case constant(Double)
  case parameter(Int)
  case negation(ParameterStep)
  case not(ParameterStep)
  case both(ParameterStep, ParameterStep)
  case either(ParameterStep, ParameterStep)
  case comparison(ComparisonSign, ParameterStep, ParameterStep)
  case arithmetic(ArithmeticSign, ParameterStep, ParameterStep)
  case unary(any UnaryOperator, ParameterStep)
  case binary(any BinaryOperator, ParameterStep, ParameterStep)
  case choice(ParameterStep, ParameterStep, ParameterStep)
  case clip(ParameterStep, ParameterStep, ParameterStep)

  init(_ syntax: Syntax, slots: [String: Int]) throws(Problem) {
    func step(_ inner: Syntax) throws(Problem) -> ParameterStep { try ParameterStep(inner, slots: slots) }
    switch syntax.form {
    case .number(let value): self = .constant(value)
    case .duration(let value): self = .constant(Double(value.milliseconds))
    case .flag(let value): self = .constant(value ? 1 : 0)
    case .name(let name):
      guard let slot = slots[name] else { throw Self.changing(name, syntax) }
      self = .parameter(slot)
    case .negation(let inner): self = .negation(try step(inner))
    case .not(let inner): self = .not(try step(inner))
    case .both(let a, let b): self = .both(try step(a), try step(b))
    case .either(let a, let b): self = .either(try step(a), try step(b))
    case .comparison(let sign, let a, let b): self = .comparison(sign, try step(a), try step(b))
    case .arithmetic(let sign, let a, let b): self = .arithmetic(sign, try step(a), try step(b))
    case .call(let name, let given):
      var parts: [ParameterStep] = []
      for argument in given { parts.append(try step(argument)) }
      switch Operators.named(name) {
      case let function as any UnaryOperator: self = .unary(function, parts[0])
      case let function as any BinaryOperator: self = .binary(function, parts[0], parts[1])
      case is Choice: self = .choice(parts[0], parts[1], parts[2])
      case is Clip: self = .clip(parts[0], parts[1], parts[2])
      default: throw Self.changing(name, syntax)
      }
    }
  }

  private static func changing(_ name: String, _ syntax: Syntax) -> Problem {
    Problem(
      "'\(name)' changes from bar to bar, and a condition over parameters is the same at all of them",
      at: syntax.place, remedy: "use parameters, numbers, abs, sign, log, exp, sqrt, least, greatest, clip and if")
  }

  func value(_ parameters: UnsafePointer<Double>) -> Double {
    switch self {
    case .constant(let value): return value
    case .parameter(let slot): return parameters[slot]
    case .negation(let x): return -x.value(parameters)
    case .not(let x): return 1 - x.value(parameters)
    case .both(let a, let b):
      let first = a.value(parameters)
      guard first != 0 else { return 0 }
      let second = b.value(parameters)
      return second == 0 ? 0 : first * second
    case .either(let a, let b):
      let first = a.value(parameters)
      guard first != 1 else { return 1 }
      let second = b.value(parameters)
      return second == 1 ? 1 : first + second
    case .comparison(let sign, let a, let b):
      let (left, right) = (a.value(parameters), b.value(parameters))
      guard !left.isNaN, !right.isNaN else { return .nan }
      return sign.holds(left, right) ? 1 : 0
    case .arithmetic(let sign, let a, let b): return sign.apply(a.value(parameters), b.value(parameters))
    case .unary(let function, let x): return function.value(x.value(parameters))
    case .binary(let function, let a, let b): return function.value(a.value(parameters), b.value(parameters))
    case .choice(let condition, let a, let b):
      let holds = condition.value(parameters)
      return holds == 1 ? a.value(parameters) : holds == 0 ? b.value(parameters) : .nan
    case .clip(let x, let low, let high):
      return Clip.value(x.value(parameters), low.value(parameters), high.value(parameters))
    }
  }
}
