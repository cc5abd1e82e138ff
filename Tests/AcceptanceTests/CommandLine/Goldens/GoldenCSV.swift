/// Rows for programs, compared cell by cell.
enum GoldenCSV {
  static func differences(_ golden: String, _ now: String) -> [String] {
    guard golden != now else { return [] }
    let (old, new) = (rows(golden), rows(now))
    guard old.first == new.first else { return ["header: \(old.first ?? []), now \(new.first ?? [])"] }
    guard old.count == new.count else { return ["\(old.count - 1) rows, now \(new.count - 1)"] }
    let header = old.first ?? []
    return zip(old, new).enumerated().dropFirst().flatMap { index, pair in
      let (a, b) = pair
      guard a.count == b.count else { return ["row \(index): \(a.count) cells, now \(b.count)"] }
      return a.indices.filter { !isSame(a[$0], b[$0]) }.map { column in
        "row \(index), \(column < header.count ? header[column] : "?"): \(a[column]), now \(b[column])"
      }
    }
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    if let a = Double(a), let b = Double(b) { return GoldenNumber.isClose(a, b) }
    return GoldenText.sameLine(a, b)
  }

  /// With quoted cells, in which quotes are doubled.
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\n" where !isQuoted, "\r\n" where !isQuoted:
        rows.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.append(character)
      }
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [cell]) }
    return rows
  }
}
