import Market

/// A parameter of a strategy and its default.
public struct Parameter: Sendable, Hashable {
  public let name: String
  public let value: ParameterValue
  public let place: Problem.Place
  /// Whether its default is written in percent or in basis points: what it stands for is a share of something.
  public let isShare: Bool

  public init(name: String, value: ParameterValue, place: Problem.Place = .nowhere, isShare: Bool = false) {
    self.name = name
    self.value = value
    self.place = place
    self.isShare = isShare
  }

  /// With its default as a file writes it; nil where that is no value.
  public init?(name: String, text: String, place: Problem.Place) {
    guard let value = ParameterValue(text) else { return nil }
    self.init(name: name, value: value, place: place, isShare: Literal.isShare(text))
  }

  /// What it stands for with one value.
  func node(_ value: ParameterValue) -> Node {
    if case .number(let number) = value { return .number(number, isShare: isShare) }
    return value.node
  }
}

/// An expression with a name, to be used by others.
public struct NamedSignal: Sendable, Hashable {
  public let name: String
  public let expression: Expression
  public let place: Problem.Place

  public init(name: String, expression: Expression, place: Problem.Place = .nowhere) {
    self.name = name
    self.expression = expression
    self.place = place
  }
}
