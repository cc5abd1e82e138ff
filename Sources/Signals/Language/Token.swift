/// A word of an expression and where it begins.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case literal(Literal)
    /// A column, parameter, signal or operator, possibly qualified: `bybit.open_interest`.
    case name(String)
    case word(Word)
    /// An operator sign, a parenthesis or a comma.
    case sign(String)
    case end
  }

  /// Words that no name can be.
  enum Word: String, Hashable, Sendable, CaseIterable {
    case and, or, not, `true`, `false`
  }

  let kind: Kind
  /// As typed.
  let text: String
  /// Characters before it.
  let offset: Int
}
