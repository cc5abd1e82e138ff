import Market

/// A condition over parameters alone, checked once and asked of many parameter sets.
///
/// It is an expression of the signal language and means what it means there: its types are checked by resolving it with
/// given values. Asking it takes a few nanoseconds an operator, where resolving it anew would take microseconds, and a
/// sweep may ask it a billion times.
public struct ParameterCondition: Sendable {
  /// As written.
  public let text: String
  /// The parameters it reads, as positions in the list it was made with, ascending.
  public let slots: [Int]
  private let program: ParameterProgram

  /// - Parameter parameters: all there are, each with a value of its kind.
  /// - Throws: a `Problem` for a name that is no parameter, an expression that is no condition, and one that changes from
  ///   bar to bar, at its place in the text.
  public init(_ expression: Expression, over parameters: [Parameter]) throws(Problem) {
    let book = try SignalBook(parameters: parameters)
    let foreign = book.columnPlaces(for: [expression])
    if let name = foreign.keys.min() {
      throw Problem(
        "unknown parameter '\(name)'", at: foreign[name] ?? .nowhere,
        remedy: suggestion(for: name, in: book.parameterNames, called: "parameters"))
    }
    let node = try book.bound().resolve(expression)
    guard node.kind == .condition else {
      throw Problem(
        "'\(expression.text)' is \(node.kind.noun) and no condition", at: expression.place,
        remedy: node.kind.wayToCondition)
    }
    let slots = Dictionary(
      parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    program = try ParameterProgram(expression.syntax, slots: slots)
    text = expression.text
    self.slots = Set(expression.names.compactMap { slots[$0] }).sorted()
  }

  /// Whether it holds for the parameters whose `scalar`s stand in `values`, one a parameter; false where it is not known,
  /// as after a division by zero.
  public func holds(_ values: UnsafePointer<Double>) -> Bool { program.value(values) == 1 }
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
