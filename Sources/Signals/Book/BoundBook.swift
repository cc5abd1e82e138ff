import Market

extension SignalBook {
  /// Fixes the parameters, the ones in `overrides` to other than their defaults.
  ///
  /// - Throws: a `Problem` for a parameter that does not exist or a value of another kind than its default. Where the
  ///   default is a duration, a whole number is taken as a count of bars.
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
          "parameter '\(parameter.name)' is \(parameter.value.kindName) (\(parameter.value)) and was given '\(value)'",
          remedy: "give it \(parameter.value.kindName)")
      }
      values[parameter.name] = value
    }
    return BoundBook(book: self, parameters: values)
  }
}

/// A signal book whose parameters have values, so that expressions have a meaning on any frame.
public struct BoundBook: Sendable {
  public let book: SignalBook
  public let parameters: [String: ParameterValue]

  /// The signal called `name`.
  public func signal(_ name: String) throws(Problem) -> Node {
    guard let signal = book.signal(name) else {
      throw Problem("unknown signal '\(name)'", remedy: suggestion(for: name, in: book.signalNames, called: "signals"))
    }
    return try resolve(signal.expression)
  }

  /// What an expression means: names replaced by what they stand for, constants worked out, types checked.
  ///
  /// - Throws: a `Problem` where an operator is unknown or is given something it cannot take.
  public func resolve(_ expression: Expression) throws(Problem) -> Node {
    try Resolver(book: self).node(expression.syntax)
  }
}
