import Market

/// Reads an expression by precedence, loosest first: `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`, `^`.
struct Parser {
  private let source: SourceText
  private let tokens: [Token]
  private var position = 0
  private var nesting = 0

  /// More than people write. Deeper trees could exhaust the stack of whoever walks them.
  static let deepest = 64
  /// More than people write, and little enough to be read at once.
  static let longest = 20_000

  static func parse(_ text: String, at place: Problem.Place = .nowhere) throws(Problem) -> Syntax {
    guard text.utf8.count <= longest else {
      throw Problem(
        "the expression is \(text.utf8.count) characters long", at: place,
        remedy: "it may have \(longest) and be nested \(deepest) levels deep: name its parts as signals")
    }
    let source = SourceText(text, at: place)
    var parser = Parser(source: source, tokens: try Lexer.tokens(of: source))
    guard parser.peek.kind != .end else {
      throw Problem("the expression is empty", at: place, remedy: "write one, such as zscore(funding_rate, 1d) > 2")
    }
    let syntax = try parser.either()
    guard parser.peek.kind == .end else { throw parser.unexpected() }
    return syntax
  }

  private init(source: SourceText, tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  private var peek: Token { tokens[min(position, tokens.count - 1)] }
  private var here: Problem.Place { source.place(at: peek.offset) }

  private mutating func take(_ sign: String) -> Bool {
    guard peek.kind == .sign(sign) else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: Token.Word) -> Bool {
    guard peek.kind == .word(word) else { return false }
    position += 1
    return true
  }

  /// Takes the next sign if it is one of a set.
  private mutating func take<Sign: RawRepresentable<String>>(oneOf signs: Sign...) -> Sign? where Sign: Equatable {
    guard case .sign(let text) = peek.kind, let sign = Sign(rawValue: text), signs.contains(sign) else { return nil }
    position += 1
    return sign
  }
}

// One function a level of precedence, each in terms of the next tighter one.
extension Parser {
  private mutating func either() throws(Problem) -> Syntax {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepest else { throw tooDeep(at: here) }
    var left = try both()
    while take(.or) { left = try node(.either(left, try both()), at: left.place) }
    return left
  }

  private mutating func both() throws(Problem) -> Syntax {
    var left = try negated()
    while take(.and) { left = try node(.both(left, try negated()), at: left.place) }
    return left
  }

  private mutating func negated() throws(Problem) -> Syntax {
    let place = here
    var times = 0
    while take(.not) { times += 1 }
    var syntax = try comparison()
    for _ in 0..<times { syntax = try node(.not(syntax), at: place) }
    return syntax
  }

  private mutating func comparison() throws(Problem) -> Syntax {
    let left = try sum()
    guard let sign = takeComparison() else { return left }
    let syntax = try node(.comparison(sign, left, try sum()), at: left.place)
    let place = here
    if let second = takeComparison() {
      throw Problem(
        "comparisons cannot be chained with '\(second.rawValue)'", at: place,
        remedy: "write both and join them: a < b and b < c")
    }
    return syntax
  }

  private mutating func takeComparison() -> ComparisonSign? {
    take(oneOf: .above, .atLeast, .below, .atMost, .equal, .unequal)
  }

  private mutating func sum() throws(Problem) -> Syntax {
    var left = try product()
    while let sign: ArithmeticSign = take(oneOf: .plus, .minus) {
      left = try node(.arithmetic(sign, left, try product()), at: left.place)
    }
    return left
  }

  private mutating func product() throws(Problem) -> Syntax {
    var left = try signed()
    while let sign: ArithmeticSign = take(oneOf: .times, .over) {
      left = try node(.arithmetic(sign, left, try signed()), at: left.place)
    }
    return left
  }

  private mutating func signed() throws(Problem) -> Syntax {
    let place = here
    var times = 0
    while take("-") { times += 1 }
    var syntax = try power()
    for _ in 0..<times { syntax = try node(.negation(syntax), at: place) }
    return syntax
  }

  /// Powers group from the right, and their exponent may have a sign: `2 ^ -1`.
  private mutating func power() throws(Problem) -> Syntax {
    let base = try primary()
    guard take("^") else { return base }
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepest else { throw tooDeep(at: here) }
    return try node(.arithmetic(.power, base, try signed()), at: base.place)
  }

  private mutating func primary() throws(Problem) -> Syntax {
    let token = peek
    let place = here
    switch token.kind {
    case .literal(.number(let value)):
      position += 1
      return Syntax(.number(value), at: place, isShare: Literal.isShare(token.text))
    case .literal(.duration(let value)):
      position += 1
      return try node(.duration(value), at: place)
    case .word(.true), .word(.false):
      position += 1
      return try node(.flag(token.kind == .word(.true)), at: place)
    case .name(let name):
      position += 1
      guard take("(") else { return try node(.name(name), at: place) }
      return try node(.call(name, try arguments(of: name)), at: place)
    case .sign("("):
      position += 1
      let inner = try either()
      guard take(")") else { throw unexpected(insteadOf: "the ')' that closes the '(' before it") }
      return inner
    default:
      throw unexpected(insteadOf: "a name, a number or '('")
    }
  }

  /// What stands between the parentheses of a call, and the closing one.
  private mutating func arguments(of name: String) throws(Problem) -> [Syntax] {
    var arguments: [Syntax] = []
    if take(")") { return arguments }
    repeat { arguments.append(try either()) } while take(",")
    guard take(")") else { throw unexpected(insteadOf: "',' or the ')' that closes '\(name)('") }
    return arguments
  }

  private func node(_ form: Syntax.Form, at place: Problem.Place) throws(Problem) -> Syntax {
    let syntax = Syntax(form, at: place)
    guard syntax.depth <= Self.deepest else { throw tooDeep(at: place) }
    return syntax
  }

  private func unexpected(insteadOf wanted: String) -> Problem {
    let found = peek.kind == .end ? "the expression ends" : "'\(peek.text)' stands"
    let isPower = peek.kind == .sign("*") && position > 0 && tokens[position - 1].kind == .sign("*")
    return Problem("\(found) where \(wanted) is needed", at: here, remedy: isPower ? "a power is a ^ b" : nil)
  }

  private func unexpected() -> Problem {
    let remedy =
      peek.kind == .sign(")")
      ? "there is no '(' that it closes" : "an operator such as + or 'and' may be missing before it"
    return Problem("'\(peek.text)' cannot follow here", at: here, remedy: remedy)
  }

  private func tooDeep(at place: Problem.Place) -> Problem {
    Problem(
      "the expression is nested more than \(Self.deepest) levels deep", at: place,
      remedy: "name its parts as signals: parentheses, calls and operators each are a level")
  }
}
