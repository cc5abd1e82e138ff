import Market

// Operators of a program of its own.
extension Operators {
  /// Makes an operator part of the language in this program, for every strategy, study and sweep in it. To be called before
  /// anything is parsed.
  ///
  /// The battery attacks it first: what looks ahead, depends on where the data begins or guesses in gaps does not get in.
  ///
  /// - Throws: a `Problem` for a name that is taken or no name, an example that cannot be computed, or a promise that the
  ///   battery saw broken.
  public static func add(_ function: some SignalOperator) throws(Problem) {
    let name = function.name
    guard !has(name) else {
      throw Problem("the operator '\(name)' is there already", remedy: "give yours another name")
    }
    guard let tokens = try? Lexer.tokens(of: SourceText(name, at: .nowhere)), tokens.count == 2,
      tokens[0].kind == .name(name), !name.contains(".")
    else {
      throw Problem("'\(name)' cannot be a name", remedy: "use letters, digits and _, a letter first")
    }
    if let broken = try SignalBattery().findings(of: function).first {
      throw Problem("the operator '\(name)' breaks a promise: \(broken)", remedy: "see SignalOperator for the three")
    }
    append(function)
  }
}
