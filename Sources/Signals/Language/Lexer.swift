import Market

/// Cuts an expression into tokens.
struct Lexer {
  private let characters: [Character]
  private let place: Problem.Place
  private var position = 0

  init(_ text: String, at place: Problem.Place) {
    characters = Array(text)
    self.place = place
  }

  static func tokens(of text: String, at place: Problem.Place) throws(Problem) -> [Token] {
    var lexer = Lexer(text, at: place)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, text: "", offset: lexer.characters.count))
    return tokens
  }

  private static let signs = [">=", "<=", "==", "!=", ">", "<", "+", "-", "*", "/", "^", "(", ")", ","]

  private mutating func next() throws(Problem) -> Token? {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    guard position < characters.count else { return nil }
    let start = position
    let character = characters[position]
    if character.isDigit || (character == "." && following.isDigit) { return try number(from: start) }
    if character.isNameStart {
      skip { $0.isNamePart || ($0 == "." && $1.isNameStart) }
      return token(.name(text(from: start)), from: start)
    }
    for sign in Self.signs where characters[position...].starts(with: sign) {
      position += sign.count
      return token(.sign(sign), from: start)
    }
    throw problem("'\(character)' means nothing in an expression", at: start, remedy: Self.advice(for: character))
  }

  /// A number with an optional `%`, `bps` or unit of time right behind it.
  private mutating func number(from start: Int) throws(Problem) -> Token {
    skip { character, _ in character.isDigit }
    let isWhole = position == characters.count || characters[position] != "."
    if !isWhole {
      position += 1
      skip { character, _ in character.isDigit }
    }
    if position < characters.count, characters[position] == "e" || characters[position] == "E" {
      var exponent = position + 1
      if exponent < characters.count, characters[exponent] == "-" || characters[exponent] == "+" { exponent += 1 }
      if exponent < characters.count, characters[exponent].isDigit {
        position = exponent
        skip { character, _ in character.isDigit }
      }
    }
    let digits = text(from: start)
    let suffixStart = position
    if position < characters.count, characters[position] == "%" {
      position += 1
    } else {
      skip { $0.isNamePart || $1 == "\0" }
    }
    let suffix = text(from: suffixStart)
    guard let value = Double(digits), value.isFinite else {
      throw problem("'\(digits)' is not a number that can be held", at: start, remedy: "write it shorter")
    }
    switch suffix {
    case "": return token(.number(value), from: start)
    case "%": return token(.number(value / 100), from: start)
    case "bps": return token(.number(value / 10_000), from: start)
    default:
      guard let interval = Interval(digits + suffix) else {
        throw problem(
          "'\(digits)\(suffix)' is neither a number nor a duration", at: start,
          remedy: "numbers end in nothing, % or bps; durations are whole numbers of s, m, h, d or w")
      }
      return token(.duration(interval), from: start)
    }
  }

  private var following: Character { position + 1 < characters.count ? characters[position + 1] : "\0" }

  /// Moves on while `keeps` holds for a character and the one after it.
  private mutating func skip(while keeps: (Character, Character) -> Bool) {
    while position < characters.count, keeps(characters[position], following) { position += 1 }
  }

  private func text(from start: Int) -> String { String(characters[start..<position]) }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(kind: kind, text: text(from: start), offset: start)
  }

  private func problem(_ what: String, at offset: Int, remedy: String) -> Problem {
    Problem(what, at: place.moved(by: offset), remedy: remedy)
  }

  private static func advice(for character: Character) -> String {
    switch character {
    case "&": "write 'and'"
    case "|": "write 'or'"
    case "!": "write 'not'"
    case "=": "compare with '=='"
    case "[": "an earlier value is lag(x, 1); nothing reaches forward"
    default: "see docs/signals.md for the language"
    }
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var isNameStart: Bool { self == "_" || (isASCII && isLetter) }
  fileprivate var isNamePart: Bool { isNameStart || isDigit }
}

extension Problem.Place {
  /// The place `offset` characters further on the same line.
  func moved(by offset: Int) -> Problem.Place {
    var place = self
    place.column = column.map { $0 + offset }
    if file == nil, line == nil, column == nil { place.column = nil }
    return place
  }
}
