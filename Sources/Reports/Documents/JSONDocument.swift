/// What `--format json` prints: one document with stable keys.
public enum JSONDocument {
  /// The value as JSON: snake_case keys in alphabetical order, two spaces a level, a line end after the last line.
  ///
  /// Integers stay integers; doubles are written in the shortest form that reads back; NaN and the infinities become
  /// null. Keys of dictionaries are the user's words and stay as they are. An optional member that is nil is left out,
  /// unless the type encodes it itself.
  ///
  /// - Throws: what `encode(to:)` of a value throws.
  public static func encode(_ value: some Encodable) throws -> String { try json(value).text(.pretty) }

  /// The same document as a value, to build larger ones from.
  public static func json(_ value: some Encodable) throws -> JSONValue { try JSONNode.box(value, path: []).value }
}
