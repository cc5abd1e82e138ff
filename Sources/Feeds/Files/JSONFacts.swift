import Market

/// What a JSON text says around rows without names: the same on all of them, or of several pages each page's on its own.
///
/// Rows with names have it as columns (`result.symbol`); these get it as columns where they are read as a table that nobody
/// described, so that one and the same code asks what it says of either.
struct JSONFacts: Sendable {
  let names: [String]
  /// The values, and the row from which on they hold.
  private let groups: [(row: Int, values: [String])]

  /// Nil where nothing is said. What has the name of a value of a row, as `count` or `time`, is none of each row's.
  init?(_ reader: JSONRows) {
    let met = reader.facts.filter { $0.row < reader.rows.count }
    // Of what stands around pages and around the rows of the first, the latter holds both.
    let all = met.indices.filter { $0 + 1 == met.count || met[$0 + 1].row > met[$0].row }.map { met[$0] }
    var places: [Int32: Int] = [:]
    var names: [String] = []
    var values = all.map { _ in [String]() }
    for (group, fact) in all.enumerated() {
      for field in fact.fields + reader.after where field.end > field.start {
        let name = reader.names.text(reader.names.columns[Int(field.column)])
        guard ColumnRoles.canSurround(name) else { continue }
        let place = places[field.column] ?? names.count
        if place == names.count {
          places[field.column] = place
          names.append(name)
        }
        let missing = names.count - values[group].count
        if missing > 0 { values[group] += [String](repeating: "", count: missing) }
        values[group][place] = String(decoding: reader.bytes[Int(field.start)..<Int(field.end)], as: UTF8.self)
      }
    }
    guard !names.isEmpty else { return nil }
    self.names = names
    groups = zip(all, values).map { fact, own in
      (fact.row, own + [String](repeating: "", count: names.count - own.count))
    }
  }

  /// What is said of all rows, by the last part of its name.
  var common: [String: String] {
    var common: [String: String] = [:]
    for (place, name) in names.enumerated() {
      let words = Set(groups.map { $0.values[place] })
      if words.count == 1, let word = words.first { common[ColumnRoles.lastPart(name)] = word }
    }
    return common
  }

  /// The table with a header, in which its own columns have their numbers for names, and what is said stands behind them.
  ///
  /// - Parameter width: how many columns it has of its own.
  func columns(behind rows: [UInt8], width: Int) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(rows.count + rows.count / 2)
    text += Array(((1...width).map(String.init) + names).joined(separator: ",").utf8)
    text.append(UInt8(ascii: "\n"))
    let behind = groups.map { Array($0.values.map { "," + Self.quoted($0) }.joined().utf8) }
    var (row, group, start) = (0, -1, rows.startIndex)
    while let end = rows[start...].firstIndex(of: UInt8(ascii: "\n")) {
      while group + 1 < groups.count, groups[group + 1].row <= row { group += 1 }
      text += rows[start..<end]
      if group >= 0 { text += behind[group] }
      text.append(UInt8(ascii: "\n"))
      (row, start) = (row + 1, end + 1)
    }
    return text
  }

  /// As a field of a table, which holds no quote.
  private static func quoted(_ text: String) -> String {
    let plain = text.filter { $0 != "\"" && !$0.isNewline }
    return plain.contains(",") ? "\"\(plain)\"" : plain
  }
}
