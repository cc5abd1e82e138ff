import Market

/// The parameters and named signals of a strategy, in the order of its file.
///
/// A name means a parameter if there is one so called, else a signal, else a column of the dataset.
public struct SignalBook: Sendable {
  public let parameters: [Parameter]
  public let signals: [NamedSignal]
  /// Each after those it needs.
  let signalsInOrder: [NamedSignal]
  private let byName: [String: NamedSignal]

  /// - Throws: a `Problem` for a name given twice, one that is no name or hides an operator, signals that need each other
  ///   in a circle, and a signal that makes no sense with the parameters' defaults.
  public init(parameters: [Parameter] = [], signals: [NamedSignal] = []) throws(Problem) {
    self.parameters = parameters
    self.signals = signals
    try Self.checkNames(parameters.map { ($0.name, $0.place) } + signals.map { ($0.name, $0.place) })
    byName = Dictionary(signals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    signalsInOrder = try Self.ordered(signals)
    _ = try bound()
  }

  public var parameterNames: [String] { parameters.map(\.name) }
  public var signalNames: [String] { signals.map(\.name) }

  /// The signal called `name`, as the file has it.
  subscript(name: String) -> NamedSignal? { byName[name] }

  /// The columns that `expressions` need, through whatever signals and built-in signals they use, and where each is
  /// first written.
  public func columnPlaces(for expressions: [Expression]) -> [String: Problem.Place] {
    let parameterNames = Set(self.parameterNames)
    var columns: [String: Problem.Place] = [:]
    var seen: Set<String> = []
    var waiting = Array(expressions.map(\.syntax).reversed())
    while let syntax = waiting.popLast() {
      for (name, place) in syntax.names where !parameterNames.contains(name) {
        if let signal = byName[name] {
          if seen.insert(name).inserted { waiting.append(signal.expression.syntax) }
        } else if Operators.standsAlone(name) {
          for column in Formulas.named(name)?.columns ?? [] where columns[column] == nil { columns[column] = place }
        } else if columns[name] == nil {
          columns[name] = place
        }
      }
      for (name, place) in syntax.calls {
        for column in Formulas.named(name)?.columns ?? [] where columns[column] == nil { columns[column] = place }
      }
    }
    return columns
  }

  /// The columns that `expressions` need.
  public func columns(for expressions: [Expression]) -> Set<String> { Set(columnPlaces(for: expressions).keys) }

  /// The columns that all of its signals need.
  public var columnNames: Set<String> { columns(for: signals.map(\.expression)) }
}

extension SignalBook {
  private static func checkNames(_ names: [(String, Problem.Place)]) throws(Problem) {
    var seen: Set<String> = []
    for (name, place) in names {
      guard let tokens = try? Lexer.tokens(of: SourceText(name, at: .nowhere)), tokens.count == 2,
        tokens[0].kind == .name(tokens[0].text), !name.contains(".")
      else {
        throw Problem("'\(name)' cannot be a name", at: place, remedy: "use letters, digits and _, a letter first")
      }
      guard !Operators.names.contains(name) else {
        throw Problem("the name '\(name)' hides the operator of that name", at: place, remedy: "choose another")
      }
      guard seen.insert(name).inserted else {
        throw Problem(
          "the name '\(name)' is given twice", at: place, remedy: "parameters and signals share one list of names")
      }
    }
  }

  /// Takes, again and again, every signal whose needs are met. What is left over stands in a circle.
  private static func ordered(_ signals: [NamedSignal]) throws(Problem) -> [NamedSignal] {
    var waiting = signals
    var ordered: [NamedSignal] = []
    while !waiting.isEmpty {
      let names = Set(waiting.map(\.name))
      let ready = waiting.filter { $0.expression.names.isDisjoint(with: names) }
      if ready.isEmpty { throw circle(among: waiting) }
      ordered += ready
      waiting.removeAll { $0.expression.names.isDisjoint(with: names) }
    }
    return ordered
  }

  /// Every signal here needs another one that is here, so that following them must come back to where it was.
  private static func circle(among signals: [NamedSignal]) -> Problem {
    let byName = Dictionary(signals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var path = [signals[0].name]
    while let signal = byName[path[path.count - 1]],
      let (name, place) = signal.expression.syntax.names.first(where: { byName[$0.name] != nil })
    {
      if let start = path.firstIndex(of: name) {
        let circle = path[start...] + [name]
        return Problem(
          "signals need each other in a circle: \(circle.joined(separator: " -> "))", at: place,
          remedy: circle.count == 2 ? "a signal cannot have the name of a column it reads" : "break it at one of them")
      }
      path.append(name)
    }
    preconditionFailure("a signal that waits for nothing was ready")
  }
}
