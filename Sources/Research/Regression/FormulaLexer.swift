import Market

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

/// Cuts the terms of a formula into signs and variables.
///
/// Between terms `+ - : *` are the algebra of models; inside of parentheses that belong to a function they are arithmetic
/// and none of this lexer's business. A parenthesis belongs to a function when something stands before it.
struct FormulaLexer {
  private let characters: [Character]
  private var position: Int

  /// - Parameters:
  ///   - characters: The whole formula on one line, so that offsets are columns.
  ///   - start: Where the terms begin.
  static func tokens(of characters: [Character], from start: Int) throws(Problem) -> [FormulaToken] {
    var lexer = FormulaLexer(characters: characters, position: start)
    var tokens: [FormulaToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(FormulaToken(kind: .end, offset: characters.count))
    return tokens
  }

  private static let signs: Set<Character> = ["+", "-", "*", ":", "(", ")"]

  private mutating func next() throws(Problem) -> FormulaToken? {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    guard position < characters.count else { return nil }
    let start = position
    if Self.signs.contains(characters[start]) {
      position += 1
      return FormulaToken(kind: .sign(characters[start]), offset: start)
    }
    while position < characters.count, try !endsVariable(from: start) { position += 1 }
    return FormulaToken(kind: .variable(text(start..<position)), offset: start)
  }

  /// Whether the variable that began at `start` ends before the character at hand. Steps over names in backticks and over
  /// what stands in parentheses.
  private mutating func endsVariable(from start: Int) throws(Problem) -> Bool {
    switch characters[position] {
    case "`":
      try skip(to: "`", for: position)
      return false
    case "(":
      try skipParentheses()
      return false
    case "+", "-":
      return !isUnarySign(from: start)
    case "*", ":", ")":
      return true
    case "/", "^":
      throw Problem(
        "'\(characters[position])' between terms is arithmetic", at: .formula(position),
        remedy: "write it in I(...), such as I(a / b)")
    default:
      return false
    }
  }

  /// `x > -1` and `x > 1e-4` hold a sign that joins no terms.
  private func isUnarySign(from start: Int) -> Bool {
    let before = text(start..<position)
    if let last = before.last, "<>=".contains(last) { return true }
    if ["and", "or", "not"].contains(before.split(separator: " ").last.map(String.init) ?? "") { return true }
    guard characters[position - 1] == "e" || characters[position - 1] == "E" else { return false }
    let word = before.dropLast().reversed().prefix { $0.isNumber || $0 == "." || $0.isLetter || $0 == "_" }
    return !word.isEmpty && word.allSatisfy { $0.isNumber || $0 == "." }
  }

  private mutating func skipParentheses() throws(Problem) {
    let opening = position
    var depth = 0
    while position < characters.count {
      switch characters[position] {
      case "(": depth += 1
      case ")": depth -= 1
      case "`": try skip(to: "`", for: position)
      default: break
      }
      if depth == 0 { return }
      position += 1
    }
    throw Problem("this '(' is never closed", at: .formula(opening), remedy: "add a ')'")
  }

  private mutating func skip(to closing: Character, for opening: Int) throws(Problem) {
    repeat { position += 1 } while position < characters.count && characters[position] != closing
    guard position < characters.count else {
      throw Problem("this '`' is never closed", at: .formula(opening), remedy: "names such as `BTC-USDT` stand in two")
    }
  }

  private func text(_ range: Range<Int>) -> String {
    String(characters[range]).trimmedOfSpaces
  }
}

extension Problem.Place {
  /// The place of the character at `offset` of a formula.
  static func formula(_ offset: Int) -> Problem.Place {
    Problem.Place(file: RegressionFormula.placeName, line: 1, column: offset + 1)
  }
}

extension String {
  /// Without the spaces at both ends.
  var trimmedOfSpaces: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
