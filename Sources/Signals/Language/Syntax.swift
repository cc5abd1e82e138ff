import Market

/// An expression as written, before names mean anything.
struct Syntax: Hashable, Sendable {
  indirect enum Form: Hashable, Sendable {
    case number(Double)
    case duration(Interval)
    case flag(Bool)
    case name(String)
    case negation(Syntax)
    case not(Syntax)
    case arithmetic(ArithmeticSign, Syntax, Syntax)
    case comparison(ComparisonSign, Syntax, Syntax)
    case both(Syntax, Syntax)
    case either(Syntax, Syntax)
    case call(String, [Syntax])
  }

  let form: Form
  let place: Problem.Place
  /// How many forms lie inside each other. Whoever walks the tree calls itself as often.
  let depth: Int
  /// Whether it is a number that was written in percent or basis points.
  let isShare: Bool

  init(_ form: Form, at place: Problem.Place, isShare: Bool = false) {
    self.form = form
    self.place = place
    self.isShare = isShare
    depth = 1 + (Self.parts(of: form).map(\.depth).max() ?? 0)
  }

  /// What it is made of, from left to right.
  var parts: [Syntax] { Self.parts(of: form) }

  private static func parts(of form: Form) -> [Syntax] {
    switch form {
    case .number, .duration, .flag, .name: []
    case .negation(let x), .not(let x): [x]
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b), .both(let a, let b), .either(let a, let b): [a, b]
    case .call(_, let arguments): arguments
    }
  }

  /// Every operator and built-in signal it calls.
  var calls: [(name: String, place: Problem.Place)] {
    let inner = parts.flatMap(\.calls)
    if case .call(let name, _) = form { return [(name, place)] + inner }
    return inner
  }
}

enum ArithmeticSign: String, Hashable, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
  case power = "^"
}

enum ComparisonSign: String, Hashable, Sendable {
  case above = ">"
  case atLeast = ">="
  case below = "<"
  case atMost = "<="
  case equal = "=="
  case unequal = "!="
}
