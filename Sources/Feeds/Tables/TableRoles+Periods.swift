import Market

/// Rates whose stamps are where the period begins that they are of. A rate is paid when its period ends: charged at the
/// beginning it is charged an interval early, and known before anybody could know it.
extension TableRoles {
  /// Takes the column of ends where there is one beside that of beginnings, and marks stamps that are beginnings.
  ///
  /// - Throws: `Problem` for a name that says a beginning and not whether of a rate's period.
  mutating func findSettlements(_ kind: SeriesKind, _ table: TableText) throws {
    guard kind == .funding, !isLabelSaid, let name = columns[ColumnRoles.time], let start = NamedStart(name) else {
      return
    }
    let shown = PrintableText.short(name)
    let end = table.names.first { other in
      NamedEnds.contains(other) && NamedEnds.saysTime(other) && DateForms.beginsUsual(table, other)
    }
    if let end, !said.contains(ColumnRoles.time) {
      columns[ColumnRoles.time] = end
      notes.append(
        "rates are paid at the times of '\(PrintableText.short(end))', where their periods end, and not of '\(shown)', where "
          + "these begin")
      return
    }
    guard start == .period else {
      throw Problem(
        "'\(shown)' says that something begins there, and a rate is paid when its period ends",
        at: Problem.Place(file: table.text.location, line: 1),
        remedy:
          "say --label instant where each rate was paid at its time, or --label open where its period begins there")
    }
    areStarts = true
    notes.append(
      "times are those of '\(shown)', where the period begins that a rate is of: it is paid when that ends, an interval "
        + "later; say --label instant where it was paid at its time")
  }
}
