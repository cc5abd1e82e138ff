import Market

/// A resolved expression: what is to be computed, with a canonical name.
///
/// Two expressions that mean the same computation have one key, however they were written and whichever parameters they
/// came from; whatever is computed is kept by that key.
public struct Node: Sendable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case number, condition, duration

    var noun: String {
      switch self {
      case .number: "a number"
      case .condition: "a condition"
      case .duration: "a duration"
      }
    }
  }

  indirect enum Form: Sendable {
    case number(Double)
    case duration(Interval)
    case flag(Bool)
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

  init(_ key: String, _ kind: Kind, _ form: Form, at place: Problem.Place = .nowhere) {
    self.key = key
    self.kind = kind
    self.form = form
    self.place = place
    depth = 1 + (Self.parts(of: form).map(\.depth).max() ?? 0)
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

  private static func parts(of form: Form) -> [Node] {
    switch form {
    case .number, .duration, .flag, .column: []
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
