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

  /// Every name in it that is not an operator's, with the place it first stands at.
  var names: [(name: String, place: Problem.Place)] {
    switch form {
    case .number, .duration, .flag: []
    case .name(let name): [(name, place)]
    case .negation(let x), .not(let x): x.names
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b), .both(let a, let b), .either(let a, let b):
      a.names + b.names
    case .call(_, let arguments):
      arguments.flatMap(\.names)
    }
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
