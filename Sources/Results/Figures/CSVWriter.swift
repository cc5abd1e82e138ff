/// Comma-separated values, row by row: RFC 4180 with a plain line feed after each row.
///
/// Fields are quoted where they hold a comma, a quote or a line end. Doubles are in the shortest form that reads back as
/// the same number; what is missing is an empty field; instants read `2025-10-10T21:15:00Z`.
public struct CSVWriter<Output: TextOutputStream> {
  /// Where the lines went.
  public private(set) var output: Output
  private let width: Int

  /// Writes the header line.
  public init(columns: [String], into output: Output) {
    self.output = output
    width = columns.count
    self.output.write(CSV.line(columns))
  }

  /// Writes one row.
  ///
  /// - Precondition: there is a figure for each column.
  public mutating func append(_ row: [Figure]) {
    precondition(row.count == width, "a figure a column")
    output.write(CSV.line(row.map(\.csv)))
  }
}

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
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  // By bytes: to Swift a carriage return and a line feed together are one character, which is neither of the two.
  private static func quoted(_ field: String) -> String {
    let special = field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard special else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
