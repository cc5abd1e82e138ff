import Market

/// The parameters and named signals of a strategy, in the order of its file.
///
/// A name means a parameter if there is one so called, else a signal, else a column of the dataset.
public struct SignalBook: Sendable {
  public let parameters: [Parameter]
  public let signals: [NamedSignal]
  /// Each after those it needs.
  package let signalsInOrder: [NamedSignal]
  private let byName: [String: NamedSignal]
  /// By signal, the parameters that it reads, itself or through others.
  private let parametersBehind: [String: Set<String>]

  /// - Throws: a `Problem` for a name given twice, one that is no name or hides an operator or the bars, signals that need each other
  ///   in a circle, and a signal that makes no sense with the parameters' defaults.
  public init(parameters: [Parameter] = [], signals: [NamedSignal] = []) throws(Problem) {
    self.parameters = parameters
    self.signals = signals
    try Self.checkNames(parameters.map { ($0.name, $0.place) } + signals.map { ($0.name, $0.place) })
    byName = Dictionary(signals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    signalsInOrder = try Self.ordered(signals)
    let parameterNames = Set(parameters.map(\.name))
    parametersBehind = signalsInOrder.reduce(into: [:]) { behind, signal in
      behind[signal.name] = Self.parameters(behind: signal.expression.syntax, parameterNames, signals: behind)
    }
    _ = try bound()
  }

  public var parameterNames: [String] { parameters.map(\.name) }
  public var signalNames: [String] { signals.map(\.name) }

  /// The signal called `name`, as the file has it.
  subscript(name: String) -> NamedSignal? { byName[name] }

  /// The parameters whose values can change what an expression means, through whatever signals it uses.
  func parameters(behind syntax: Syntax) -> Set<String> {
    Self.parameters(behind: syntax, Set(parameterNames), signals: parametersBehind)
  }

  private static func parameters(
    behind syntax: Syntax, _ parameters: Set<String>, signals: [String: Set<String>]
  ) -> Set<String> {
    syntax.names.reduce(into: []) { found, name in
      if parameters.contains(name.name) {
        found.insert(name.name)
      } else if let signal = signals[name.name] {
        // Most signals of a chain read what the one before them reads, and share its set.
        if found.isEmpty { found = signal } else { found.formUnion(signal) }
      }
    }
  }

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

  /// Whether every dataset's columns of this plain name count the same: `close`, `funding_rate`.
  public static func isDescribedColumn(_ name: String) -> Bool { Measure.isDescribed(name) }

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
      guard name != VenueColumn.word else {
        throw Problem(
          "the name '\(name)' stands for all venues, as in median_across(venues, funding_rate)", at: place,
          remedy: "choose another")
      }
      guard !Operators.has(name) else {
        throw Problem("the name '\(name)' hides the operator of that name", at: place, remedy: "choose another")
      }
      if let hidden = Measure.hidden(by: name) {
        throw Problem(
          "the name '\(name)' hides \(hidden)", at: place,
          remedy: "choose another: a rule that reads '\(name)' would read this instead")
      }
      guard seen.insert(name).inserted else {
        throw Problem(
          "the name '\(name)' is given twice", at: place, remedy: "parameters and signals share one list of names")
      }
    }
  }

  /// Layer after layer, each of the signals whose needs the layers before it meet, in the order of the file. What is left
  /// over stands in a circle.
  ///
  /// Every need is looked at once: a file that a program wrote may have a chain of thousands of names.
  private static func ordered(_ signals: [NamedSignal]) throws(Problem) -> [NamedSignal] {
    let positions = Dictionary(zip(signals.map(\.name), signals.indices), uniquingKeysWith: { first, _ in first })
    var unmet = [Int](repeating: 0, count: signals.count)
    var users = [[Int]](repeating: [], count: signals.count)
    for (position, signal) in signals.enumerated() {
      for name in signal.expression.names {
        guard let needed = positions[name] else { continue }
        unmet[position] += 1
        users[needed].append(position)
      }
    }
    var ordered: [NamedSignal] = []
    var layer = signals.indices.filter { unmet[$0] == 0 }
    while !layer.isEmpty {
      var next: [Int] = []
      for position in layer {
        ordered.append(signals[position])
        for user in users[position] {
          unmet[user] -= 1
          if unmet[user] == 0 { next.append(user) }
        }
      }
      layer = next.sorted()
    }
    guard ordered.count == signals.count else {
      throw circle(among: signals.indices.filter { unmet[$0] > 0 }.map { signals[$0] })
    }
    return ordered
  }

  /// Every signal here needs another one that is here, so that following them must come back to where it was.
  private static func circle(among signals: [NamedSignal]) -> Problem {
    let byName = Dictionary(signals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var path = [signals[0].name]
    var steps = [signals[0].name: 0]
    while let signal = byName[path[path.count - 1]],
      let (name, place) = signal.expression.syntax.names.first(where: { byName[$0.name] != nil })
    {
      if let start = steps[name] {
        return Problem(
          "signals need each other in a circle: \(listed(path[start...] + [name]))", at: place,
          remedy: path.count - start == 1
            ? "a signal cannot have the name of a column it reads" : "break it at one of them")
      }
      steps[name] = path.count
      path.append(name)
    }
    preconditionFailure("a signal that waits for nothing was ready")
  }

  /// The names of a circle, those in the middle of a long one left out.
  private static func listed(_ circle: [String]) -> String {
    guard circle.count > 12 else { return circle.joined(separator: " -> ") }
    let middle = "(\(circle.count - 10) more)"
    return (circle.prefix(5) + [middle] + circle.suffix(5)).joined(separator: " -> ")
  }
}
