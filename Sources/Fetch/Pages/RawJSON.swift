import Feeds
import Foundation

/// A place in a JSON text: values are found and cut out, and never read into numbers, so that each keeps the digits it was
/// published with.
struct RawJSON: Sendable {
  let bytes: [UInt8]
  /// Of the value, quotes and brackets included.
  let range: Range<Int>

  /// - Throws: `JSONCursor.Defect` for a text that is no JSON.
  init(_ bytes: [UInt8]) throws(JSONCursor.Defect) {
    self.bytes = bytes
    var cursor = JSONCursor(bytes)
    guard cursor.peek() != nil else { throw cursor.defect("the answer is empty") }
    let start = cursor.index
    try cursor.skip()
    range = start..<cursor.index
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  var raw: ArraySlice<UInt8> { bytes[range] }
  var isNull: Bool { raw.elementsEqual("null".utf8) }
  var isObject: Bool { raw.first == UInt8(ascii: "{") }
  var isArray: Bool { raw.first == UInt8(ascii: "[") }

  /// Without the quotes of a string, and what its escapes stand for.
  var text: String {
    if raw.contains(UInt8(ascii: "\\")), let text = try? JSONDecoder().decode(String.self, from: Data(raw)) {
      return text
    }
    let inner = raw.first == UInt8(ascii: "\"") ? raw.dropFirst().dropLast() : raw
    return String(decoding: inner, as: UTF8.self)
  }

  /// The member of an object, however deep: `["result", "list"]`, `["errors", "0", "msg"]`; nil where there is none.
  subscript(path: [String]) -> RawJSON? {
    guard let name = path.first else { return self }
    if isArray { return Int(name).flatMap { elements.dropFirst($0).first }?[Array(path.dropFirst())] }
    return members[name]?[Array(path.dropFirst())]
  }

  /// Of an object; empty for other values.
  var members: [String: RawJSON] {
    guard isObject else { return [:] }
    var found: [String: RawJSON] = [:]
    var cursor = JSONCursor(bytes, from: range.lowerBound)
    // The text has been walked over before, so that nothing here can fail.
    try? cursor.forEachMember { (cursor, name) throws(JSONCursor.Defect) in
      _ = cursor.peek()
      let start = cursor.index
      try cursor.skip()
      found[String(decoding: bytes[name], as: UTF8.self)] = RawJSON(bytes, start..<cursor.index)
    }
    return found
  }

  /// Of an array; empty for other values.
  var elements: [RawJSON] {
    guard isArray else { return [] }
    var found: [RawJSON] = []
    var cursor = JSONCursor(bytes, from: range.lowerBound)
    try? cursor.forEachElement { (cursor) throws(JSONCursor.Defect) in
      _ = cursor.peek()
      let start = cursor.index
      try cursor.skip()
      found.append(RawJSON(bytes, start..<cursor.index))
    }
    return found
  }

  /// A value with spaces where its lines end: none of its strings has a line's end in it.
  static func onOneLine(_ raw: some Sequence<UInt8>) -> [UInt8] {
    raw.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
  }

  /// A string as JSON writes it.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 32: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
