import Market

/// Reads an expression by precedence, loosest first: `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`, `^`.
struct Parser {
  private let tokens: [Token]
  private let place: Problem.Place
  private var position = 0
  private var depth = 0

  /// Nesting beyond this is not written by people, and deeper recursion could exhaust the stack.
  private static let deepest = 200

  static func parse(_ text: String, at place: Problem.Place) throws(Problem) -> Syntax {
    var parser = Parser(tokens: try Lexer.tokens(of: text, at: place), place: place)
    guard parser.peek.kind != .end else {
      throw Problem("the expression is empty", at: place, remedy: "write one, such as zscore(funding_rate, 1d) > 2")
    }
    let syntax = try parser.either()
    guard parser.peek.kind == .end else {
      throw parser.problem(
        "'\(parser.peek.text)' cannot follow here", remedy: "an operator such as + or 'and' may be missing before it")
    }
    return syntax
  }

  private init(tokens: [Token], place: Problem.Place) {
    self.tokens = tokens
    self.place = place
  }

  private var peek: Token { tokens[min(position, tokens.count - 1)] }
  private var here: Problem.Place { place.moved(by: peek.offset) }

  private mutating func take(_ signs: String...) -> String? {
    switch peek.kind {
    case .sign(let sign) where signs.contains(sign), .name(let sign) where signs.contains(sign):
      position += 1
      return sign
    default: return nil
    }
  }

  private func problem(_ what: String, remedy: String) -> Problem { Problem(what, at: here, remedy: remedy) }

  private mutating func either() throws(Problem) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else {
      throw problem("the expression is nested more than \(Self.deepest) deep", remedy: "name its parts as signals")
    }
    var left = try both()
    while take("or") != nil { left = Syntax(form: .either(left, try both()), place: left.place) }
    return left
  }

  private mutating func both() throws(Problem) -> Syntax {
    var left = try negated()
    while take("and") != nil { left = Syntax(form: .both(left, try negated()), place: left.place) }
    return left
  }

  private mutating func negated() throws(Problem) -> Syntax {
    let place = here
    var times = 0
    while take("not") != nil { times += 1 }
    let syntax = try comparison()
    return times % 2 == 1 ? Syntax(form: .not(syntax), place: place) : syntax
  }

  private mutating func comparison() throws(Problem) -> Syntax {
    let left = try sum()
    guard let sign = take(">", ">=", "<", "<=", "==", "!=").flatMap(ComparisonSign.init) else { return left }
    let syntax = Syntax(form: .comparison(sign, left, try sum()), place: left.place)
    if case .sign(let second) = peek.kind, ComparisonSign(rawValue: second) != nil {
      throw problem("comparisons cannot be chained with '\(second)'", remedy: "write both and join them with 'and'")
    }
    return syntax
  }

  private mutating func sum() throws(Problem) -> Syntax {
    var left = try product()
    while let sign = take("+", "-").flatMap(ArithmeticSign.init) {
      left = Syntax(form: .arithmetic(sign, left, try product()), place: left.place)
    }
    return left
  }

  private mutating func product() throws(Problem) -> Syntax {
    var left = try signed()
    while let sign = take("*", "/").flatMap(ArithmeticSign.init) {
      left = Syntax(form: .arithmetic(sign, left, try signed()), place: left.place)
    }
    return left
  }

  private mutating func signed() throws(Problem) -> Syntax {
    let place = here
    var times = 0
    while take("-") != nil { times += 1 }
    let syntax = try power()
    return times % 2 == 1 ? Syntax(form: .negation(syntax), place: place) : syntax
  }

  private mutating func power() throws(Problem) -> Syntax {
    let base = try primary()
    guard take("^") != nil else { return base }
    return Syntax(form: .arithmetic(.power, base, try signed()), place: base.place)
  }

  private mutating func primary() throws(Problem) -> Syntax {
    let token = peek
    let place = here
    position += 1
    switch token.kind {
    case .number(let value): return Syntax(form: .number(value), place: place)
    case .duration(let value): return Syntax(form: .duration(value), place: place)
    case .name("true"): return Syntax(form: .flag(true), place: place)
    case .name("false"): return Syntax(form: .flag(false), place: place)
    case .name(let name) where !["and", "or", "not"].contains(name):
      guard take("(") != nil else { return Syntax(form: .name(name), place: place) }
      return Syntax(form: .call(name, try arguments(of: name)), place: place)
    case .sign("("):
      let inner = try either()
      guard take(")") != nil else { throw problem("a ')' is missing", remedy: "it closes the '(' before it") }
      return Syntax(form: inner.form, place: inner.place)
    default:
      position -= 1
      let found = token.kind == .end ? "the expression ends" : "'\(token.text)' stands"
      throw problem("\(found) where a value should be", remedy: "write a column, a number or an operator here")
    }
  }

  private mutating func arguments(of name: String) throws(Problem) -> [Syntax] {
    if take(")") != nil { return [] }
    var arguments = [try either()]
    while take(",") != nil { arguments.append(try either()) }
    guard take(")") != nil else {
      throw problem(
        "the arguments of '\(name)' are not closed", remedy: "write ',' before another one or ')' after the last")
    }
    return arguments
  }
}
