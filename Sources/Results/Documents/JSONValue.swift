/// A JSON document as a value: what figures of Plotly are built from and what `--format json` prints.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Not-a-number and the infinities are written as null: JSON has no word for them.
  case real(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The member of an object; nil for other values and other keys.
  public subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// An object with further members; other values stay as they are.
  public func adding(_ further: [String: JSONValue]) -> JSONValue {
    if case .object(let members) = self { .object(members.merging(further) { _, new in new }) } else { self }
  }

  /// An object without some members; other values stay as they are.
  public func leavingOut(_ keys: Set<String>) -> JSONValue {
    if case .object(let members) = self { .object(members.filter { !keys.contains($0.key) }) } else { self }
  }

  /// The elements of an array; empty for other values.
  public var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .real(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}

extension JSONValue {
  /// Numbers as an array.
  package static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .real($0) }) }

  /// An object of members in a row, the first of those with one name.
  package static func members(_ pairs: some Sequence<(String, JSONValue)>) -> JSONValue {
    .object(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
  }

  /// Texts as an array.
  package static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
