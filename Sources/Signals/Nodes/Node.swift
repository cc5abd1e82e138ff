import Market

/// A resolved expression: what is to be computed, with a canonical name.
///
/// Two expressions that mean the same computation have one key, however they were written and whichever parameters they
/// came from; whatever is computed is kept by that key.
public struct Node: Sendable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case number, condition, duration, word

    /// For messages: `a number`.
    public var noun: String {
      switch self {
      case .number: "a number"
      case .condition: "a condition"
      case .duration: "a duration"
      case .word: "a word"
      }
    }

    /// What to do with one where a number is needed.
    public var wayToNumber: String {
      switch self {
      case .number, .word: "write a number or an expression"
      case .condition: "turn it into one with if(…, 1, 0)"
      case .duration: "a duration is for windows; 1d / 1h is the number 24"
      }
    }

    /// What to do with one where a condition is needed.
    public var wayToCondition: String {
      switch self {
      case .number: "compare it with something, such as '> 0'"
      case .condition, .word: "write a condition, such as a comparison"
      case .duration: "a duration is for windows; compare a number with something"
      }
    }
  }

  indirect enum Form: Sendable {
    case number(Double)
    case duration(Interval)
    case flag(Bool)
    /// One of the words that an operator takes, such as `day`.
    case word(String)
    case column(String)
    case negation(Node)
    case arithmetic(ArithmeticSign, Node, Node)
    case comparison(ComparisonSign, Node, Node)
    case all([Node])
    case any([Node])
    /// Only around a call: everything else is turned into its opposite.
    case not(Node)
    case call(any SignalOperator, [Node])
  }

  /// Canonical text, such as `(zscore(funding_rate,1d)>1.5)`.
  public let key: String
  public let kind: Kind
  let form: Form
  /// Where the user wrote it, for messages; no part of what it is.
  let place: Problem.Place
  /// How many nodes lie inside each other. Whoever walks them calls itself as often.
  let depth: Int
  /// What its numbers count.
  let measure: Measure

  /// - Parameter measure: what its numbers count, where its form does not tell.
  init(
    _ key: String, _ kind: Kind, _ form: Form, at place: Problem.Place = .nowhere, measure: Measure? = nil
  ) {
    self.key = key
    self.kind = kind
    self.form = form
    self.place = place
    depth = 1 + (Self.parts(of: form).map(\.depth).max() ?? 0)
    self.measure = kind == .number ? measure ?? Self.measure(of: form) : .any
  }

  /// The value of a node that is the same at every bar; nil for one that is not.
  public var constant: SignalValue? {
    switch form {
    case .number(let value): .number(value)
    case .flag(let value): .flag(value)
    default: nil
    }
  }

  /// The columns it reads.
  public var columnNames: Set<String> {
    switch form {
    case .column(let name): [name]
    default: parts.reduce(into: []) { $0.formUnion($1.columnNames) }
    }
  }

  var parts: [Node] { Self.parts(of: form) }

  private static func measure(of form: Form) -> Measure {
    switch form {
    case .column(let name): Measure(column: name)
    case .negation(let x): x.measure
    case .arithmetic(let sign, let a, let b): .of(sign, a.measure, b.measure, b)
    case .call(let function, let arguments): .of(function, arguments, arguments.map(\.measure))
    default: .any
    }
  }

  private static func parts(of form: Form) -> [Node] {
    switch form {
    case .number, .duration, .flag, .word, .column: []
    case .negation(let x), .not(let x): [x]
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b): [a, b]
    case .all(let parts), .any(let parts), .call(_, let parts): parts
    }
  }
}

extension Node: Hashable {
  public static func == (a: Node, b: Node) -> Bool { a.key == b.key }
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Node: CustomStringConvertible {
  public var description: String { key }
}
