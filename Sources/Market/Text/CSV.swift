/// The quoting of RFC 4180.
public enum CSV {
  /// Words of a user, such as a name, that a spreadsheet would take for a formula and run, with a quote mark before them,
  /// which it takes for text. An expression such as `-zscore(close, 1d)` is no danger to it and stays as it is.
  package static func words(_ text: String) -> String {
    switch text.first {
    case "=", "@": "'" + text
    case "+" where text.contains { "|!(".contains($0) }, "-" where text.contains { "|!".contains($0) }: "'" + text
    default: text
    }
  }

  /// Documents with one and the same header, one after the other, under the first one's header.
  public static func joined(_ documents: [String]) -> String {
    documents.enumerated().map { index, document in
      index == 0 ? document[...] : document.drop { $0 != "\n" }.dropFirst()
    }.joined()
  }

  package static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }

  /// A field in its quotes, if it needs any.
  // By bytes: to Swift a carriage return and a line feed together are one character, which is neither of the two.
  package static func field(_ field: String) -> String {
    let special = field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard special else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
