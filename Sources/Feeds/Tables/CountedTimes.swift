import Market

/// Times under a name that says none, and times that are none of the rows'.
///
/// HTX numbers its bars by the second that they open at (`id`), and says of the whole answer when it was given (`ts`): what
/// stands around the rows stands in each of them, and is the time of none.
struct CountedTimes {
  let name: String
  var note: String { "times are those of '\(PrintableText.short(name))', which counts since 1970" }

  private static let names: Set<String> = ["id", "data_id"]
  private static let sample = 200

  /// Nil where a column that is a time by its name moves from row to row, or no other counts whole minutes.
  init?(_ table: TableText, besides candidates: [String]) {
    guard !candidates.contains(where: { Self.moves($0, in: table) }),
      let field = table.names.firstIndex(where: { Self.names.contains(ColumnRoles.plain($0)) })
    else { return nil }
    let texts = table.texts(of: [field], most: Self.sample)
    let counts = texts.compactMap { text -> Int64? in
      guard let count = Int64(text.text[0]), let unit = EpochUnit(of: Double(count)) else { return nil }
      return unit.milliseconds(count)
    }
    guard counts.count > 1, counts.count == texts.count, counts.allSatisfy({ $0.isMultiple(of: 60_000) }) else {
      return nil
    }
    name = table.names[field]
  }

  /// Those that say another time in some row, where any does: of a table of one instant for many symbols none.
  static func moving(_ candidates: [String], in table: TableText) -> [String] {
    guard table.text.isJSON, candidates.count > 1 else { return candidates }
    let moving = candidates.filter { moves($0, in: table) }
    return moving.isEmpty ? candidates : moving
  }

  private static func moves(_ name: String, in table: TableText) -> Bool {
    guard let field = table.names.firstIndex(of: name) else { return false }
    return table.texts(of: [field], most: 2).count > 1
  }
}
