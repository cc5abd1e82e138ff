import Market

extension ScaleWord {
  /// The power of ten that the name of a column says, as its last word.
  static func power(named name: String) -> Int? {
    guard let last = ColumnRoles.plain(name).split(separator: "_").last.map(String.init) else { return nil }
    return words[last] ?? (isBracketed(name) ? letters[last.uppercased()] : nil)
  }

  /// The name of a column without that word, as columns are told by.
  static func without(_ name: String) -> String? {
    guard power(named: name) != nil else { return nil }
    return ColumnRoles.plain(name).split(separator: "_").dropLast().joined(separator: "_")
  }

  private static func isBracketed(_ name: String) -> Bool {
    name.contains { "([".contains($0) } && (name.last.map { ")]".contains($0) } ?? false)
  }
}

extension TableRoles {
  /// Amounts in thousands or millions by the names of their columns.
  static func nameScales(_ sources: inout [String: ImportProfile.Source], of kind: SeriesKind) {
    for column in kind.columns + kind.otherColumns where [.base, .quote, .contracts, .count].contains(column.unit) {
      guard let source = sources[column.name], source.scale == nil, source.unit?.power ?? 0 == 0,
        let power = ScaleWord.power(named: source.from)
      else { continue }
      sources[column.name]?.scale = power == 3 ? 1e3 : power == 6 ? 1e6 : 1e9
    }
  }

  /// What is to be said of amounts whose names say how they are counted.
  func scaleNotes(_ entry: ImportProfile.Entry) -> [String] {
    entry.columns.sorted { $0.key < $1.key }.compactMap { _, source in
      guard source.scale != nil, let power = ScaleWord.power(named: source.from) else { return nil }
      return "'\(PrintableText.short(source.from))' is in \(ScaleWord.name(power)), as its name says"
    }
  }
}
