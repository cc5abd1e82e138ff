import Market

/// The value of a parameter.
public enum ParameterValue: Sendable, Hashable {
  case number(Double)
  case duration(Interval)
  case flag(Bool)

  /// Reads `1.5`, `-0.2`, `20%`, `5bps`, `1d`, `true`. Nil for anything else.
  public init?(_ text: String) {
    guard let syntax = try? Parser.parse(text) else { return nil }
    switch syntax.form {
    case .number(let value): self = .number(value)
    case .duration(let value): self = .duration(value)
    case .flag(let value): self = .flag(value)
    case .negation(let inner):
      guard case .number(let value) = inner.form else { return nil }
      self = .number(-value)
    default: return nil
    }
  }

  /// What kind it is, for messages.
  public var noun: String {
    switch self {
    case .number: "a number"
    case .duration: "a duration"
    case .flag: "true or false"
    }
  }
}

extension ParameterValue: CustomStringConvertible {
  /// The shortest text that reads back as the same value.
  public var description: String {
    switch self {
    case .number(let value): value.shortText
    case .duration(let value): value.description
    case .flag(let value): value ? "true" : "false"
    }
  }
}

extension Double {
  /// The shortest text that reads back as the same number, whole numbers without their `.0`.
  var shortText: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
