import Market
import Signals

/// Reads the right side of a formula by precedence, loosest first: `+ -`, `*`, `:`.
struct FormulaParser {
  private let tokens: [FormulaToken]
  private var position = 0
  private var nesting = 0

  /// More parentheses than people write, and few enough for the stack.
  private static let deepest = 32
  /// Products of sums grow fast; nobody reads a regression of more terms.
  private static let mostTerms = 200

  static func terms(_ characters: [Character], from start: Int) throws(Problem) -> TermSum {
    var parser = FormulaParser(tokens: try FormulaLexer.tokens(of: characters, from: start))
    guard parser.peek.kind != .end else {
      throw Problem(
        "nothing stands right of the '~'", at: .formula(start), remedy: "name what explains, or write 1 for a mean")
    }
    let sum = try parser.sum()
    guard parser.peek.kind == .end else { throw parser.unexpected() }
    return sum
  }

  private init(tokens: [FormulaToken]) { self.tokens = tokens }

  private var peek: FormulaToken { tokens[min(position, tokens.count - 1)] }

  private mutating func take(_ sign: Character) -> Bool {
    guard peek.kind == .sign(sign) else { return false }
    position += 1
    return true
  }

  private mutating func sum() throws(Problem) -> TermSum {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepest else {
      throw Problem("the formula is more than \(Self.deepest) parentheses deep", at: .formula(peek.offset))
    }
    var sum = TermSum()
    var removes = take("-")
    if !removes { _ = take("+") }
    while true {
      let place = peek.offset
      let next = try product()
      if removes { sum.remove(next) } else { sum.add(next) }
      try check(sum, from: place)
      if take("+") { removes = false } else if take("-") { removes = true } else { return sum }
    }
  }

  /// `a * b` is `a + b + a:b`.
  private mutating func product() throws(Problem) -> TermSum {
    let place = peek.offset
    var product = try interaction()
    while take("*") {
      let right = try interaction()
      var whole = product
      whole.add(right)
      whole.add(product.times(right))
      product = whole
      try check(product, from: place)
    }
    return product
  }

  private func check(_ sum: TermSum, from offset: Int) throws(Problem) {
    guard sum.terms.count > Self.mostTerms || sum.terms.contains(where: { $0.degree > 6 }) else { return }
    throw Problem(
      "the products from here on make \(sum.terms.count) terms of up to \(sum.terms.map(\.degree).max() ?? 0) variables",
      at: .formula(offset), remedy: "a formula has at most \(Self.mostTerms) terms of at most 6")
  }

  private mutating func interaction() throws(Problem) -> TermSum {
    let place = peek.offset
    var interaction = try primary()
    while take(":") {
      interaction = interaction.times(try primary())
      try check(interaction, from: place)
    }
    return interaction
  }

  private mutating func primary() throws(Problem) -> TermSum {
    let token = peek
    switch token.kind {
    case .sign("("):
      position += 1
      let inner = try sum()
      guard take(")") else { throw unexpected() }
      return inner
    case .variable("0"):
      position += 1
      return TermSum(intercept: false)
    case .variable("1"):
      position += 1
      return TermSum(intercept: true)
    case .variable(let text):
      position += 1
      return TermSum([FormulaTerm([try FormulaFactor(text, offset: token.offset)])])
    default:
      throw unexpected()
    }
  }

  private func unexpected() -> Problem {
    switch peek.kind {
    case .end:
      Problem("the formula ends where a term is needed", at: .formula(peek.offset), remedy: "add one, or close a '('")
    case .variable(let text):
      Problem(
        "'\(text)' cannot follow a ')'", at: .formula(peek.offset),
        remedy: "arithmetic and conditions with parentheses stand in I(...)")
    case .sign(let sign):
      Problem(
        "'\(sign)' stands where a term is needed", at: .formula(peek.offset),
        remedy: sign == ")" ? "there is no '(' that it closes" : "terms are joined by one of + - * :")
    }
  }
}

extension FormulaFactor {
  /// Reads `funding_z > 1`, `I(a / b)` or `C(weekday)`.
  fileprivate init(_ text: String, offset: Int) throws(Problem) {
    let characters = Array(text)
    if let forward = RegressionFormula.offset(ofCall: "forward", in: characters) {
      throw Problem(
        "forward(...) looks ahead, which only the left side may", at: .formula(offset + forward),
        remedy: "an earlier return is lag(return(1h), 1h)")
    }
    let wrapper = ["C", "I"].first { text.hasPrefix($0) && Self.isWhole(call: $0, characters) }
    let inner = wrapper.map { _ in
      text.firstIndex(of: "(").map { text.distance(from: text.startIndex, to: $0) + 1 } ?? 0
    }
    let body = inner.map { String(characters[$0..<(characters.count - 1)]) } ?? text
    if Double(text) != nil {
      throw Problem(
        "'\(text)' is a number where a term is needed", at: .formula(offset),
        remedy: "only 0 and 1 stand for themselves: without and with an intercept")
    }
    name = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    place = .formula(offset)
    isCategory = wrapper == "C"
    expression = try Expression(parsing: body, at: .formula(offset + (inner ?? 0)))
  }

  /// Whether the text is one call of `name` and nothing else: `C(a) > 1` is not.
  private static func isWhole(call name: String, _ characters: [Character]) -> Bool {
    let rest = characters.dropFirst(name.count).drop(while: \.isWhitespace)
    guard rest.first == "(", rest.last == ")" else { return false }
    var depth = 0
    for index in rest.indices {
      if rest[index] == "(" { depth += 1 }
      if rest[index] == ")" { depth -= 1 }
      if depth == 0 { return index == rest.endIndex - 1 }
    }
    return false
  }
}
