/// Rows of figures under named columns, with the conventions they were computed under.
///
/// One table is printed in a terminal (`TextTable`), written as CSV and JSON rows, and shown on a page.
public struct Table: Hashable, Sendable {
  /// On which side the cells of a column line up.
  public enum Alignment: String, Hashable, Sendable {
    case left
    case right
  }

  public struct Column: Hashable, Sendable {
    /// What people read: `mean in regime`.
    public var title: String
    /// The unit under the title, such as `bps`; nil where the cells show it themselves.
    public var unit: String?
    /// What programs read, snake_case with the unit where it matters: `mean_in_bps`.
    public var key: String
    public var alignment: Alignment
    /// Whether a narrow terminal does without it. CSV, JSON and pages have it all the same.
    public var isDetail: Bool
    /// Whether it names the row, with those before it: a part of a table that is too wide begins with them again. The first
    /// column does in any case.
    public var namesRow: Bool

    public init(
      _ title: String, unit: String? = nil, key: String, _ alignment: Alignment = .right, isDetail: Bool = false,
      namesRow: Bool = false
    ) {
      self.namesRow = namesRow
      self.title = title
      self.unit = unit
      self.key = key
      self.alignment = alignment
      self.isDetail = isDetail
    }
  }

  public var title: String?
  public var columns: [Column]
  public private(set) var rows: [[Figure]]
  /// A last row set off by a rule: sums, usually.
  public var total: [Figure]?
  /// Conventions and caveats, a sentence each, printed below.
  public var notes: [String]

  /// - Precondition: each row has one figure for each column.
  public init(
    title: String? = nil, columns: [Column], rows: [[Figure]] = [], total: [Figure]? = nil, notes: [String] = []
  ) {
    precondition((rows + [total].compactMap(\.self)).allSatisfy { $0.count == columns.count }, "a figure a column")
    self.title = title
    self.columns = columns
    self.rows = rows
    self.total = total
    self.notes = notes
  }

  /// Adds a row of one figure for each column.
  public mutating func append(_ row: [Figure]) {
    precondition(row.count == columns.count, "a figure a column")
    rows.append(row)
  }
}

extension Table {
  /// The table without one of its columns.
  public func without(column: Int) -> Table { with(columns: columns.indices.filter { $0 != column }) }

  /// The table with some of its columns, in that order.
  public func with(columns chosen: [Int]) -> Table {
    Table(
      title: title, columns: chosen.map { columns[$0] }, rows: rows.map { row in chosen.map { row[$0] } },
      total: total.map { row in chosen.map { row[$0] } }, notes: notes)
  }
}

extension Table {
  /// The same with the currency that its amounts are in at the heads of their columns.
  package func amounts(in quote: String) -> Table {
    var table = self
    for index in columns.indices where columns[index].unit == Form<Double>.quoteUnit {
      table.columns[index].unit = quote
    }
    return table
  }
}

extension Table.Alignment {
  /// For columns of words.
  public static let words = Table.Alignment.left
}

extension Table {
  /// A header line of keys and a line a row, as `CSVWriter` writes them. The total is left out: it would be one more row
  /// to anybody who adds the column up.
  public var csv: String {
    var writer = CSVWriter(columns: columns.map(\.key), into: "")
    for row in rows { writer.append(row) }
    return writer.output
  }

  /// One object a row, members named by the columns' keys. The total is left out, as in CSV.
  public var json: JSONValue {
    .array(
      rows.map { row in
        .members(zip(columns.map(\.key), row.map(\.json)))
      })
  }
}
