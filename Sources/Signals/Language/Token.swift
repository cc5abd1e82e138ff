import Market

/// A word of an expression and where it begins.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case number(Double)
    case duration(Interval)
    /// A column, parameter, signal or operator, possibly qualified: `bybit.open_interest`.
    case name(String)
    /// An operator sign, a parenthesis or a comma.
    case sign(String)
    case end
  }

  let kind: Kind
  /// As typed.
  let text: String
  /// Characters before it.
  let offset: Int
}
