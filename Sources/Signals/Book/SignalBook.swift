import Market

/// The parameters and named signals of a strategy, in the order of its file.
///
/// A name means a parameter if there is one so called, else a signal, else a column of the dataset.
public struct SignalBook: Sendable {
  public let parameters: [Parameter]
  public let signals: [NamedSignal]
  private let byName: [String: NamedSignal]

  /// - Throws: a `Problem` for a name given twice, one that is no name or hides an operator, and signals that need
  ///   each other in a circle.
  public init(parameters: [Parameter] = [], signals: [NamedSignal] = []) throws(Problem) {
    self.parameters = parameters
    self.signals = signals
    var seen: Set<String> = []
    for (name, place) in parameters.map({ ($0.name, $0.place) }) + signals.map({ ($0.name, $0.place) }) {
      try Self.check(name, place)
      guard seen.insert(name).inserted else {
        throw Problem(
          "the name '\(name)' is given twice", at: place, remedy: "parameters and signals share one list of names")
      }
    }
    byName = Dictionary(signals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for signal in signals { try checkCircle(from: signal, path: []) }
  }

  public var parameterNames: [String] { parameters.map(\.name) }
  public var signalNames: [String] { signals.map(\.name) }

  func signal(_ name: String) -> NamedSignal? { byName[name] }

  /// The columns that `expressions` need, through whatever signals and built-in formulas they use, and where each is
  /// first written.
  public func columnPlaces(for expressions: [Expression]) -> [String: Problem.Place] {
    let parameterNames = Set(self.parameterNames)
    var columns: [String: Problem.Place] = [:]
    var visited: Set<String> = []
    func visit(_ syntax: Syntax) {
      for (name, place) in syntax.names where !parameterNames.contains(name) {
        if let signal = byName[name] {
          if visited.insert(name).inserted { visit(signal.expression.syntax) }
        } else if columns[name] == nil {
          columns[name] = place
        }
      }
      for (formula, place) in syntax.formulas {
        for name in formula.columns where columns[name] == nil { columns[name] = place }
      }
    }
    for expression in expressions { visit(expression.syntax) }
    return columns
  }

  /// The columns that `expressions` need.
  public func columns(for expressions: [Expression]) -> Set<String> { Set(columnPlaces(for: expressions).keys) }

  /// The columns that all of its signals need.
  public var columnNames: Set<String> { columns(for: signals.map(\.expression)) }

  private static func check(_ name: String, _ place: Problem.Place) throws(Problem) {
    guard case .name(name) = (try? Lexer.tokens(of: name, at: .nowhere))?.first?.kind, !name.contains("."),
      !["and", "or", "not", "true", "false"].contains(name)
    else {
      throw Problem("'\(name)' cannot be a name", at: place, remedy: "use letters, digits and _, a letter first")
    }
    guard !Operators.names.contains(name) else {
      throw Problem("the name '\(name)' hides the operator of that name", at: place, remedy: "choose another")
    }
  }

  private func checkCircle(from signal: NamedSignal, path: [String]) throws(Problem) {
    let path = path + [signal.name]
    for (name, place) in signal.expression.syntax.names {
      guard let next = byName[name] else { continue }
      if path.contains(name) {
        throw Problem(
          "signals need each other in a circle: \((path + [name]).joined(separator: " -> "))", at: place,
          remedy: path.count == 1 ? "a signal cannot have the name of a column it reads" : "break it at one of them")
      }
      try checkCircle(from: next, path: path)
    }
  }
}

extension Syntax {
  /// The built-in formulas it calls.
  var formulas: [(formula: Formula, place: Problem.Place)] {
    switch form {
    case .number, .duration, .flag, .name: []
    case .negation(let x), .not(let x): x.formulas
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b), .both(let a, let b), .either(let a, let b):
      a.formulas + b.formulas
    case .call(let name, let arguments):
      arguments.flatMap(\.formulas) + (Formulas.named(name).map { [($0, place)] } ?? [])
    }
  }
}
