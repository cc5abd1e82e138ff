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

// MARK: Operators of a program's own

extension Operators {
  private static let own = Mutex<[any SignalOperator]>([])

  /// Those that this program has added to the language.
  static var added: [any SignalOperator] { own.withLock(\.self) }

  /// Makes an operator part of the language in this program, for every strategy, study and sweep in it. To be called before
  /// anything is parsed.
  ///
  /// The battery attacks it first: what looks ahead, depends on where the data begins or guesses in gaps does not get in.
  ///
  /// - Throws: a `Problem` for a name that is taken or no name, an example that cannot be computed, or a promise that the
  ///   battery saw broken.
  public static func add(_ function: some SignalOperator) throws(Problem) {
    let name = function.name
    guard !has(name) else {
      throw Problem("the operator '\(name)' is there already", remedy: "give yours another name")
    }
    guard let tokens = try? Lexer.tokens(of: SourceText(name, at: .nowhere)), tokens.count == 2,
      tokens[0].kind == .name(name), !name.contains(".")
    else {
      throw Problem("'\(name)' cannot be a name", remedy: "use letters, digits and _, a letter first")
    }
    if let broken = try SignalBattery().findings(of: function).first {
      throw Problem("the operator '\(name)' breaks a promise: \(broken)", remedy: "see SignalOperator for the three")
    }
    own.withLock { $0.append(function) }
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
  case own = "Of this program"
}
