/// A piece of a formula and where it begins.
struct FormulaToken: Hashable {
  enum Kind: Hashable {
    /// `+`, `-`, `*`, `:`, `(` or `)` between terms.
    case sign(Character)
    /// A variable in the signal language: everything up to the next sign outside of its own parentheses.
    case variable(String)
    case end
  }

  let kind: Kind
  /// Characters before it in the formula.
  let offset: Int

  /// As typed, for messages.
  var text: String {
    switch kind {
    case .sign(let sign): String(sign)
    case .variable(let text): text
    case .end: "the end"
    }
  }
}
