import Market

/// Cuts an expression into tokens.
struct Lexer {
  private let source: SourceText
  private var position = 0

  /// The tokens of a text, the last of which is `.end`.
  static func tokens(of source: SourceText) throws(Problem) -> [Token] {
    var lexer = Lexer(source: source)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, text: "", offset: source.characters.count))
    return tokens
  }

  private init(source: SourceText) { self.source = source }

  /// Two-character signs come before their first halves.
  private static let signs = [">=", "<=", "==", "!=", ">", "<", "+", "-", "*", "/", "^", "(", ")", ","]

  private mutating func next() throws(Problem) -> Token? {
    skip(while: \.isWhitespace)
    guard let character = peek() else { return nil }
    let start = position
    if character.isDigit || (character == "." && peek(1)?.isDigit == true) { return try literal(from: start) }
    if character.isNameStart || character == "`" { return try name(from: start) }
    for sign in Self.signs where source.characters[position...].starts(with: sign) {
      position += sign.count
      return token(.sign(sign), from: start)
    }
    throw problem("'\(character)' means nothing in an expression", at: start, remedy: Self.advice(for: character))
  }

  private mutating func literal(from start: Int) throws(Problem) -> Token {
    skip(while: \.isDigit)
    if peek() == "." {
      position += 1
      skip(while: \.isDigit)
    }
    if peek() == "e" || peek() == "E" {
      let signed = peek(1) == "-" || peek(1) == "+"
      if peek(signed ? 2 : 1)?.isDigit == true {
        position += signed ? 2 : 1
        skip(while: \.isDigit)
      }
    }
    let digits = text(from: start)
    let suffixStart = position
    if peek() == "%" { position += 1 } else { skip(while: \.isNamePart) }
    let suffix = text(from: suffixStart)
    guard let literal = Literal(digits: digits, suffix: suffix) else {
      // With less before it, it would be one.
      if let small = Literal(digits: "1", suffix: suffix) {
        if case .number = small {
          throw problem(
            "'\(text(from: start))' is out of range", at: start,
            remedy: "the largest number is about 1.8e308, the smallest above 0 about 5e-324")
        }
        if digits.allSatisfy(\.isNumber) {
          throw problem(
            "'\(text(from: start))' is out of range", at: start, remedy: "take a duration that data can be as long as")
        }
      }
      throw problem(
        "'\(text(from: start))' is neither a number nor a duration", at: start,
        remedy: "numbers end in nothing, % or bps; durations are a whole number of w, d, h, m or s, such as 90m")
    }
    return token(.literal(literal), from: start)
  }

  /// Names may be qualified by dots; a part that is not letters, digits and `_` stands in backticks.
  private mutating func name(from start: Int) throws(Problem) -> Token {
    var parts = [try namePart()]
    while peek() == ".", peek(1)?.isNamePart == true || peek(1) == "`" {
      position += 1
      parts.append(try namePart())
    }
    let written = text(from: start)
    if let word = Token.Word(rawValue: written) { return token(.word(word), from: start) }
    return token(.name(parts.joined(separator: ".")), from: start)
  }

  private mutating func namePart() throws(Problem) -> String {
    let start = position
    guard peek() == "`" else {
      skip(while: \.isNamePart)
      return text(from: start)
    }
    position += 1
    skip { $0 != "`" && !$0.isNewline }
    guard peek() == "`", position > start + 1 else {
      throw problem("a '`' is missing", at: start, remedy: "it closes a name such as `BTC-USDT-SWAP`")
    }
    position += 1
    return String(text(from: start).dropFirst().dropLast())
  }

  private func peek(_ distance: Int = 0) -> Character? {
    position + distance < source.characters.count ? source.characters[position + distance] : nil
  }

  private mutating func skip(while keeps: (Character) -> Bool) {
    while let character = peek(), keeps(character) { position += 1 }
  }

  private func text(from start: Int) -> String { String(source.characters[start..<position]) }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(kind: kind, text: text(from: start), offset: start)
  }

  private func problem(_ what: String, at offset: Int, remedy: String) -> Problem {
    Problem(what, at: source.place(at: offset), remedy: remedy)
  }

  private static func advice(for character: Character) -> String {
    switch character {
    case "&": "write 'and'"
    case "|": "write 'or'"
    case "!": "write 'not'"
    case "=": "compare with '=='"
    case "%": "a percentage has its number right before it, as in 20%"
    case "?": "write if(condition, a, b)"
    case "[": "an earlier value is lag(x, 1); nothing reaches forward"
    default: "an expression is made of names, numbers, operators and parentheses"
    }
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var isNameStart: Bool { self == "_" || (isASCII && isLetter) }
  fileprivate var isNamePart: Bool { isNameStart || isDigit }
}
