import Market

/// Columns that a profile reads nothing from, and that say of rows that they are none of its series: bars that were open when the
/// file was written, and rates that were expected and not paid.
struct UnreadFlags {
  private var columns: [(flags: FlaggedRows, filter: RowFilter)] = []
  private var count = 0

  init() {}

  /// - Parameter fields: those that nothing is read from.
  /// - Throws: `Problem` for a column that says of some rows neither the one nor the other.
  init(_ table: TableText, _ fields: [Int], _ entries: [BoundEntry]) throws {
    let kinds = Set(entries.map(\.kind))
    guard !entries.isEmpty, kinds.allSatisfy({ $0.rows == .one && $0 != .external && $0 != .predictedFunding }) else {
      return
    }
    let rows = FlaggedRows.Rows(kinds, areBars: entries.allSatisfy { $0.known == .atClose })
    let unread = Set(fields.map { table.names[$0] })
    let used = Set(table.names).subtracting(unread)
    columns = try FlaggedRows.all(table, rows, besides: used).compactMap { flags in
      table.names.firstIndex(of: flags.column).map {
        (flags, RowFilter(field: $0, flags.words.joined(separator: "|")))
      }
    }
  }

  mutating func leavesOut(_ row: borrowing CSVScanner) -> Bool {
    for column in columns where !column.filter.allows(row) {
      count += 1
      return true
    }
    return false
  }

  /// What is to be said of rows that were left out.
  var note: String? {
    guard count > 0, let first = columns.first else { return nil }
    let by = columns.map { "'\(PrintableText.short($0.flags.column))'" }.joined(separator: " and ")
    return "\(count == 1 ? "1 row that was" : "\(count) rows that were") \(first.flags.flag.leftOut), by \(by), "
      + "\(count == 1 ? "is" : "are") left out"
  }
}
