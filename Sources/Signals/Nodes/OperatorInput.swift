/// One argument of an operator.
public struct OperatorInput: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A number that changes from bar to bar.
    case series
    /// A number at every bar, which may be a constant.
    case number
    /// The same, where a constant is inside the range.
    case numberWithin(ClosedRange<Double>)
    /// A condition at every bar.
    case condition
    /// A duration, or a whole number of bars from `least`.
    case window(least: Int)
    /// One number for the whole run, inside the range.
    case constant(ClosedRange<Double>)
    /// A whole number from `least`: how many of something are counted.
    case times(least: Int)
    /// One of some words.
    case word([String])
  }

  public let name: String
  public let kind: Kind
  /// What is taken when the argument is left out; nil when it must be given.
  public let standard: Double?
  /// The word that is taken when it is left out.
  public let standardWord: String?

  public init(_ name: String, _ kind: Kind, standard: Double? = nil) {
    self.name = name
    self.kind = kind
    self.standard = standard
    standardWord = nil
  }

  private init(_ name: String, words: [String], standard: String?) {
    self.name = name
    kind = .word(words)
    self.standard = nil
    standardWord = standard
  }

  /// One of some words, such as `day`.
  public static func word(_ name: String, _ words: [String], standard: String? = nil) -> OperatorInput {
    OperatorInput(name, words: words, standard: standard)
  }

  /// A series, by the name most operators give it.
  public static let x = OperatorInput("x", .series)
  public static let condition = OperatorInput("condition", .condition)
  /// The length of a trailing window.
  public static let window = window(least: 1)
  public static func window(least: Int) -> OperatorInput { OperatorInput("window", .window(least: least)) }

  /// A window, or all the data there is where it is left out.
  static let windowOrData = OperatorInput("window", .window(least: 1), standardWord: "data")

  private init(_ name: String, _ kind: Kind, standardWord: String) {
    self.name = name
    self.kind = kind
    standard = nil
    self.standardWord = standardWord
  }

  /// `window`, or `most = 1` with a standard.
  public var signature: String {
    guard let text = standardWord ?? standard?.shortText else { return name }
    return "\(name) = \(text)"
  }

  /// What is taken when the argument is left out.
  var standardNode: Node? { standardWord.map(Node.word) ?? standard.map { Node.number($0) } }

  /// The words it may be; nil where it is none.
  var words: [String]? { if case .word(let words) = kind { words } else { nil } }

  /// Windows beyond this are mistakes; a century of minutes is a twentieth of it.
  static let longestWindow = 1_000_000_000

  func accepts(_ node: Node) -> Bool {
    switch (kind, node.form) {
    case (.series, _): node.kind == .number && node.constant == nil
    case (.number, _): node.kind == .number
    case (.numberWithin(let range), .number(let value)): range.contains(value)
    case (.numberWithin, _): node.kind == .number
    case (.condition, _): node.kind == .condition
    case (.window(let least), .number(let bars)):
      bars == bars.rounded() && bars >= Double(least) && bars <= Double(Self.longestWindow)
    case (.window, .duration(let duration)): duration > .zero
    case (.constant(let range), .number(let value)): range.contains(value)
    case (.times(let least), .number(let count)):
      count == count.rounded() && count >= Double(least) && count <= 100_000
    case (.word(let words), .word(let word)): words.contains(word)
    case (.window, _), (.constant, _), (.times, _), (.word, _): false
    }
  }

  /// For messages: what `accepts` accepts.
  var wanted: String {
    switch kind {
    case .series: "a number that changes from bar to bar"
    case .number: "a number"
    case .numberWithin(let range):
      "a number that changes from bar to bar, or one from \(range.lowerBound.shortText) to \(range.upperBound.shortText)"
    case .condition: "a condition, such as a comparison"
    case .window(let least): "a duration such as 1d, or a whole number of bars from \(least)"
    case .constant(let range):
      "one number for the whole run, from \(range.lowerBound.shortText) to \(range.upperBound.shortText)"
    case .times(let least): "a whole number from \(least)"
    case .word(let words): "one of the words \(words.joined(separator: ", "))"
    }
  }
}
