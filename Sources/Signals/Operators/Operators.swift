import Market
import Synchronization

/// Every operator of the language. A new one stands in the list of its family.
public enum Operators {
  /// The families in the order of documentation.
  static let families: [(family: OperatorFamily, operators: [any SignalOperator])] = [
    (.windows, windows), (.order, order), (.pairs, pairs), (.anchored, anchored), (.events, events), (.logic, logic),
    (.arithmetic, arithmetic), (.across, across), (.universe, universe),
    (.time, time),
  ]

  /// Those of the language itself.
  public static let all: [any SignalOperator] = families.flatMap(\.operators)

  /// The names of the operators and of the built-in signals, in the order of documentation.
  public static var names: [String] { builtInNames + added.map(\.name) }

  private static let builtInNames = all.map(\.name) + Formulas.all.map(\.name)
  private static let builtInSet = Set(builtInNames)
  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Whether something in the language has the name, so that nothing else may.
  static func has(_ name: String) -> Bool { builtInSet.contains(name) || added.contains { $0.name == name } }

  public static func named(_ name: String) -> (any SignalOperator)? {
    byName[name] ?? added.first { $0.name == name }
  }

  /// Whether a name is an operator or built-in signal that takes nothing, so that its parentheses may be left out:
  /// `weekday` is `weekday()`.
  static func standsAlone(_ name: String) -> Bool {
    inputs(of: name)?.allSatisfy { $0.standardNode != nil } ?? false
  }

  /// `zscore(x, window)`, of an operator or built-in signal; the name itself if there is none.
  static func signature(of name: String) -> String {
    named(name)?.signature ?? Formulas.named(name)?.signature ?? name
  }

  static func inputs(of name: String) -> [OperatorInput]? { named(name)?.inputs ?? Formulas.named(name)?.inputs }

  /// The places of the arguments that are words and no names. Empty for most.
  static func wordPlaces(of name: String) -> [Int] {
    guard let inputs = inputs(of: name) else { return [] }
    return inputs.indices.filter { inputs[$0].words != nil }
  }
}

extension Operators {
  private static let own = Mutex<[any SignalOperator]>([])

  /// Those that this program has added to the language.
  static var added: [any SignalOperator] { own.withLock(\.self) }

  /// Makes an operator part of the language, on the word of the caller that it keeps its promises.
  static func append(_ function: any SignalOperator) { own.withLock { $0.append(function) } }
}

extension Syntax {
  /// Every name in it that is not an operator's, with the places it stands at, from left to right.
  var names: [(name: String, place: Problem.Place)] {
    switch form {
    case .name(let name): return [(name, place)]
    case .call(let name, let arguments):
      if let column = VenueColumn(call: name, arguments) { return [(column.name, arguments[1].place)] }
      // The words that an operator takes are no names.
      let words = Operators.wordPlaces(of: name)
      return arguments.indices.filter { !words.contains($0) }.flatMap { arguments[$0].names }
    default: return parts.flatMap(\.names)
    }
  }
}

/// What operators and built-in signals have in common, for lists.
public enum OperatorFamily: String, Sendable, Hashable, CaseIterable {
  case windows = "Trailing windows"
  case order = "Windows in order"
  case pairs = "Two series, or one and its past"
  case anchored = "Since an anchor"
  case events = "Over settlements and coarse bars"
  case logic = "Conditions"
  case arithmetic = "Arithmetic"
  case across = "Across venues and coins"
  case universe = "Across the instruments of a universe"
  case time = "Time"
  case price = "Price and volatility"
  case funding = "Funding"
  case basis = "Basis and premium"
  case openInterest = "Open interest"
  case flow = "Taker flow"
  case positioning = "Positioning and liquidations"
  case options = "Options"
  case own = "Of this program"
}
