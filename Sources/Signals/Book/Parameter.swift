import Market

/// A parameter of a strategy and its default.
public struct Parameter: Sendable, Hashable {
  public let name: String
  public let value: ParameterValue
  public let place: Problem.Place

  public init(name: String, value: ParameterValue, place: Problem.Place = .nowhere) {
    self.name = name
    self.value = value
    self.place = place
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
