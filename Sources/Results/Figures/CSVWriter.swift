import Market

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
