import Market

extension SignalBook {
  /// Fixes the parameters, the ones in `overrides` to other than their defaults.
  ///
  /// - Throws: a `Problem` for a parameter that does not exist or a value of another kind than its default, and for a
  ///   signal that makes no sense with these values. Where the default is a duration, a whole number is taken as a count
  ///   of bars.
  public func bound(to overrides: [String: ParameterValue] = [:]) throws(Problem) -> BoundBook {
    for name in overrides.keys.sorted() where !parameterNames.contains(name) {
      throw Problem(
        "unknown parameter '\(name)'", remedy: suggestion(for: name, in: parameterNames, called: "parameters"))
    }
    var values: [String: ParameterValue] = [:]
    for parameter in parameters {
      let value = overrides[parameter.name] ?? parameter.value
      switch (parameter.value, value) {
      case (.number, .number), (.duration, .duration), (.flag, .flag): break
      case (.duration, .number(let bars)) where bars >= 1 && bars == bars.rounded(): break
      default:
        throw Problem(
          "parameter '\(parameter.name)' is \(parameter.value.noun) (\(parameter.value)) and was given '\(value)'",
          remedy: "give it \(parameter.value.noun)")
      }
      values[parameter.name] = value
    }
    return try BoundBook(book: self, parameters: values)
  }
}

/// A signal book whose parameters have values, so that expressions have a meaning on any frame.
public struct BoundBook: Sendable {
  public let book: SignalBook
  public let parameters: [String: ParameterValue]
  /// What names mean: every parameter and signal.
  private let meanings: [String: Node]

  fileprivate init(book: SignalBook, parameters: [String: ParameterValue]) throws(Problem) {
    self.book = book
    self.parameters = parameters
    var meanings = parameters.mapValues(\.node)
    for parameter in book.parameters {
      if let value = parameters[parameter.name] { meanings[parameter.name] = parameter.node(value) }
    }
    for signal in book.signalsInOrder {
      meanings[signal.name] = try Resolver(scope: .book(meanings)).node(signal.expression.syntax)
    }
    self.meanings = meanings
  }

  /// The signal called `name`.
  public func signal(_ name: String) throws(Problem) -> Node {
    guard book[name] != nil, let node = meanings[name] else {
      throw Problem("unknown signal '\(name)'", remedy: suggestion(for: name, in: book.signalNames, called: "signals"))
    }
    return node
  }

  /// What an expression means: names replaced by what they stand for, constants worked out, types checked.
  ///
  /// - Throws: a `Problem` where an operator is unknown or is given something it cannot take.
  public func resolve(_ expression: Expression) throws(Problem) -> Node {
    try resolve(expression, guest: nil)
  }

  func node(_ syntax: Syntax) throws(Problem) -> Node { try Resolver(scope: .book(meanings)).node(syntax) }

  /// - Parameter guest: An operator that need not be in the list: one that is being checked.
  public func resolve(_ expression: Expression, guest: (any SignalOperator)?) throws(Problem) -> Node {
    try Resolver(scope: .book(meanings), guest: guest).node(expression.syntax)
  }
}

extension ParameterValue {
  var node: Node {
    switch self {
    case .number(let value): .number(value)
    case .duration(let value): .duration(value)
    case .flag(let value): .flag(value)
    }
  }
}
