import Market
import Signals

/// What the keys of a strategy file need of an expression, and what is said where it is something else.
extension BoundBook {
  func condition(_ expression: Expression, _ name: String) throws(Problem) -> Node {
    let node = try resolve(expression)
    guard node.kind == .condition else {
      throw Problem(
        "'\(name)' needs a condition and '\(expression.text)' is \(node.kind.noun)", at: expression.place,
        remedy: node.kind.wayToCondition)
    }
    return node
  }

  /// - Parameter remedy: what the key is for, where that says more than the kind of what was written.
  func number(_ expression: Expression, _ name: String, remedy: String? = nil) throws(Problem) -> Node {
    let node = try resolve(expression)
    guard node.kind == .number else {
      throw Problem(
        "'\(name)' needs a number and '\(expression.text)' is \(node.kind.noun)", at: expression.place,
        remedy: remedy ?? node.kind.wayToNumber)
    }
    return node
  }

  /// One number for the whole run.
  func constant(_ expression: Expression, _ name: String) throws(Problem) -> Double {
    let node = try number(expression, name)
    guard case .number(let value) = node.constant else {
      // A lone word is no column here, and more often a parameter that the file does not have.
      if node.columnNames == [expression.text], !SignalBook.isDescribedColumn(expression.text) {
        throw Problem(
          "'\(name)' needs one number for the whole run, and '\(expression.text)' is no parameter of the file",
          at: expression.place,
          remedy: suggestion(for: expression.text, in: book.parameterNames, called: "parameters"))
      }
      throw Problem(
        "'\(name)' needs one number for the whole run and '\(expression.text)' changes from bar to bar",
        at: expression.place, remedy: "use numbers and parameters only")
    }
    return value
  }

  /// - Parameter hint: what is added to the remedy for one out of range.
  func constant(
    _ expression: Expression, _ name: String, _ allowed: ClosedRange<Double>, hint: String = ""
  ) throws(Problem) -> Double {
    let value = try constant(expression, name)
    guard allowed.contains(value) else {
      throw Problem(
        "\(name) is \(value)", at: expression.place,
        remedy: "it must lie from \(allowed.lowerBound) to \(allowed.upperBound)\(hint)")
    }
    return value
  }
}

extension Node {
  /// Refuses an expression that asks about a position before there is one.
  func refuseState(_ expression: Expression, _ name: String, remedy: String) throws(Problem) {
    guard let asked = PositionState.names.first(where: { reads([$0]) }) else { return }
    throw Problem(
      "'\(name)' asks for '\(asked)' of a position, which is not there before it is entered", at: expression.place,
      remedy: remedy)
  }
}
