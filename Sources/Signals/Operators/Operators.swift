import Market

/// Every operator of the language. A new one stands in the list of its family.
public enum Operators {
  /// The families in the order of documentation.
  static let families: [(family: OperatorFamily, operators: [any SignalOperator])] = [
    (.windows, windows), (.order, order), (.pairs, pairs), (.anchored, anchored), (.events, events), (.logic, logic),
    (.arithmetic, arithmetic), (.across, across), (.time, time),
  ]

  public static let all: [any SignalOperator] = families.flatMap(\.operators)

  /// The names of the operators and of the built-in signals, in the order of documentation.
  public static let names: [String] = all.map(\.name) + Formulas.all.map(\.name)

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  public static func named(_ name: String) -> (any SignalOperator)? { byName[name] }

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
  static func wordPlaces(of name: String) -> [Int] { wordPlaces[name] ?? [] }

  private static let wordPlaces: [String: [Int]] = names.reduce(into: [:]) { places, name in
    let words = (inputs(of: name) ?? []).indices.filter { inputs(of: name)?[$0].words != nil }
    if !words.isEmpty { places[name] = words }
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
  case time = "Time"
  case price = "Price and volatility"
  case funding = "Funding"
  case basis = "Basis and premium"
  case openInterest = "Open interest"
  case flow = "Taker flow"
  case positioning = "Positioning and liquidations"
}
