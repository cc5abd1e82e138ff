import Market

/// A parsed expression of the signal language. What its names mean is decided when it is resolved.
public struct Expression: Sendable, Hashable {
  /// As written.
  public let text: String
  /// Where its text begins, for messages.
  public let place: Problem.Place
  let syntax: Syntax

  /// - Parameter place: where `text` stands in the user's file; errors point from there.
  /// - Throws: a `Problem` at the character that cannot be read.
  public init(parsing text: String, at place: Problem.Place = .nowhere) throws(Problem) {
    self.text = text
    self.place = place
    syntax = try Parser.parse(text, at: place)
  }

  /// The names in it that are not operators: columns, parameters and signals.
  public var names: Set<String> { Set(syntax.names.map(\.name)) }
}
