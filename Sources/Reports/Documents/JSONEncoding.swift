// An encoder to `JSONValue`. Foundation's would do most of this, but it can write NaN only as a text, puts a space before
// each colon, and brings Foundation into every start of a program that has no other use for it.

/// A place in the document that is being filled: containers hold on to it while they are written.
final class JSONNode {
  private enum Content {
    case empty
    case value(JSONValue)
    case array([JSONNode])
    case object([String: JSONNode])
  }

  private var content = Content.empty

  var value: JSONValue {
    switch content {
    case .empty: .null
    case .value(let value): value
    case .array(let nodes): .array(nodes.map(\.value))
    case .object(let nodes): .object(nodes.mapValues(\.value))
    }
  }

  var count: Int { if case .array(let nodes) = content { nodes.count } else { 0 } }

  func set(_ value: JSONValue) { content = .value(value) }

  func becomeArray() { if case .array = content {} else { content = .array([]) } }

  func becomeObject() { if case .object = content {} else { content = .object([:]) } }

  func append(_ node: JSONNode) {
    guard case .array(var nodes) = content else { return content = .array([node]) }
    content = .empty
    nodes.append(node)
    content = .array(nodes)
  }

  func insert(_ node: JSONNode, at key: String) {
    guard case .object(var nodes) = content else { return content = .object([key: node]) }
    content = .empty
    nodes[key] = node
    content = .object(nodes)
  }

  /// A value encoded to a node of its own.
  static func box(_ value: some Encodable, path: [any CodingKey]) throws -> JSONNode {
    let node = JSONNode()
    // A dictionary's keys are data (names of parameters), so it must not come past the renaming of members.
    if let dictionary = value as? any TextKeyed {
      node.becomeObject()
      for (key, element) in dictionary.textMembers { node.insert(try box(element, path: path), at: key) }
    } else {
      try value.encode(to: JSONNodeEncoder(node: node, codingPath: path))
    }
    return node
  }
}

/// Dictionaries whose keys are texts.
private protocol TextKeyed {
  var textMembers: [(String, any Encodable)] { get }
}

extension Dictionary: TextKeyed where Key == String, Value: Encodable {
  var textMembers: [(String, any Encodable)] { map { ($0.key, $0.value) } }
}

private struct JSONNodeEncoder: Encoder {
  let node: JSONNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(Members<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return Elements(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node, codingPath: codingPath) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSONNode
  let codingPath: [any CodingKey]

  private func child(_ key: any CodingKey) -> JSONNode {
    let child = JSONNode()
    node.insert(child, at: key.stringValue.snakeCase)
    return child
  }

  func encodeNil(forKey key: Key) { child(key).set(.null) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    node.insert(try JSONNode.box(value, path: codingPath + [key]), at: key.stringValue.snakeCase)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  {
    JSONNodeEncoder(node: child(key), codingPath: codingPath + [key]).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    JSONNodeEncoder(node: child(key), codingPath: codingPath + [key]).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { JSONNodeEncoder(node: node, codingPath: codingPath) }
  func superEncoder(forKey key: Key) -> any Encoder {
    JSONNodeEncoder(node: child(key), codingPath: codingPath + [key])
  }
}

private struct Elements: UnkeyedEncodingContainer {
  let node: JSONNode
  let codingPath: [any CodingKey]
  var count: Int { node.count }

  private func next() -> JSONNode {
    let child = JSONNode()
    node.append(child)
    return child
  }

  func encodeNil() { next().set(.null) }
  func encode(_ value: some Encodable) throws { node.append(try JSONNode.box(value, path: codingPath)) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    JSONNodeEncoder(node: next(), codingPath: codingPath).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONNodeEncoder(node: next(), codingPath: codingPath).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { JSONNodeEncoder(node: next(), codingPath: codingPath) }
}

private struct Single: SingleValueEncodingContainer {
  let node: JSONNode
  let codingPath: [any CodingKey]

  func encodeNil() { node.set(.null) }
  func encode(_ value: Bool) { node.set(.bool(value)) }
  func encode(_ value: String) { node.set(.string(value)) }
  func encode(_ value: Double) { node.set(.real(value)) }
  // By way of its own digits: 0.1 as a Float is not the Double nearest to 0.1.
  func encode(_ value: Float) { node.set(.real(Double(value.description) ?? Double(value))) }
  func encode(_ value: Int) { node.set(.integer(value)) }
  func encode(_ value: Int8) { node.set(.integer(Int(value))) }
  func encode(_ value: Int16) { node.set(.integer(Int(value))) }
  func encode(_ value: Int32) { node.set(.integer(Int(value))) }
  func encode(_ value: Int64) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt) throws { try encodeUnsigned(UInt64(value)) }
  func encode(_ value: UInt8) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt16) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt32) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt64) throws { try encodeUnsigned(value) }
  func encode(_ value: some Encodable) throws { node.set(try JSONNode.box(value, path: codingPath).value) }

  private func encodeUnsigned(_ value: UInt64) throws {
    guard let number = Int(exactly: value) else {
      throw EncodingError.invalidValue(
        value,
        EncodingError.Context(codingPath: codingPath, debugDescription: "\(value) is larger than any integer here"))
    }
    node.set(.integer(number))
  }
}

extension JSONValue: Encodable {
  /// A JSON value inside an encodable one is written as it is, its keys unchanged.
  public func encode(to encoder: any Encoder) throws {
    var single = encoder.singleValueContainer()
    switch self {
    case .null: try single.encodeNil()
    case .bool(let flag): try single.encode(flag)
    case .integer(let number): try single.encode(number)
    case .real(let number): try single.encode(number)
    case .string(let text): try single.encode(text)
    case .array(let elements): try single.encode(elements)
    case .object(let members): try single.encode(members)
    }
  }
}

extension Figure: Encodable {
  /// The value itself, unrounded.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
