import Market

/// A text as the table that a profile says it is: its columns by name, and a scanner over its rows.
struct TableText {
  let text: FeedText
  /// Names of the columns; their numbers where the table has no header.
  let names: [String]
  let numbers: NumberFormat
  private let separator: UInt8
  private let isQuoted: Bool
  private let hasHeader: Bool

  /// - Throws: `Problem` for a text without a row.
  init(_ text: FeedText, as profile: ImportProfile) throws {
    self.text = try text.rows(at: profile.rows)
    let bytes = self.text.bytes
    separator = self.text.isJSON ? comma : profile.delimiter?.utf8.first ?? comma
    isQuoted = bytes.contains(UInt8(ascii: "\""))
    hasHeader = self.text.hasNames ?? profile.header ?? true
    numbers = NumberFormat(
      decimal: profile.decimal?.utf8.first ?? UInt8(ascii: "."), thousands: profile.thousands?.utf8.first,
      missing: profile.missing)
    guard let names = Self.names(of: self.text, as: profile) else {
      throw Problem(
        "the file has no row that can be used", at: Problem.Place(file: text.location),
        remedy: "check where it comes from: it is empty")
    }
    self.names = names
  }

  /// Names of the columns, or their numbers; nil without a row.
  ///
  /// - Complexity: looks at the first row alone.
  static func names(of text: FeedText, as profile: ImportProfile) -> [String]? {
    let separator = text.isJSON ? comma : profile.delimiter?.utf8.first ?? comma
    var scanner = CSVScanner(text, columns: [], separator: separator, quoted: true)
    guard scanner.advance() else { return nil }
    guard text.hasNames ?? profile.header ?? true else { return (1...scanner.count).map(String.init) }
    return (0..<scanner.count).map { index in
      String(decoding: scanner.content(index), as: UTF8.self)
    }
  }

  /// Before the first row of data.
  func scanner() -> CSVScanner {
    var scanner = CSVScanner(text, columns: names, separator: separator, quoted: isQuoted)
    if hasHeader { _ = scanner.advance() }
    return scanner
  }

  /// Whether the text ends without a line's end, in a row of fewer fields than all others, or in a number that has fewer
  /// decimals than all others of its column.
  func endsShort() -> Bool {
    guard let last = text.bytes.last, last != UInt8(ascii: "\n"), last != UInt8(ascii: "\r") else { return false }
    var scanner = scanner()
    var (rows, least, leastFields) = (0, Int.max, Int.max)
    var (own, fields) = (0, 0)
    while scanner.advance() {
      if rows > 0 { (least, leastFields) = (min(least, own), min(leastFields, fields)) }
      fields = scanner.count
      let field = scanner.content(fields - 1)
      own = field.lastIndex(of: UInt8(ascii: ".")).map { field.endIndex - $0 } ?? 0
      rows += 1
    }
    return rows > 20 && (fields < leastFields || least > 1 && own < least)
  }

  /// - Throws: `Problem` for a name that no column has, or several.
  func column(_ name: String, of profile: String) throws -> Int {
    guard let index = names.firstIndex(of: name) ?? names.firstIndex(where: { Self.firstLanguage(of: $0) == name })
    else {
      throw Problem(
        "there is no column '\(name)'\(hasHeader ? "" : ": the table has no header and \(names.count) columns")",
        at: Problem.Place(file: text.location, line: hasHeader ? 1 : nil),
        remedy: hasHeader ? nearest(to: name) : "name columns by their number, from 1")
    }
    guard names.lastIndex(of: names[index]) == index else {
      throw Problem(
        "column '\(PrintableText.short(name))' stands there twice",
        at: Problem.Place(file: text.location, line: 1), remedy: "rename one of them")
    }
    return index
  }

  /// What stands before the slash of a name in two languages: `size` of `size/数量`, whatever bytes the second is written
  /// in. Nil for other names.
  static func firstLanguage(of name: String) -> String? {
    guard let slash = name.firstIndex(of: "/"), slash > name.startIndex, name[..<slash].utf8.allSatisfy({ $0 < 0x80 }),
      name[slash...].utf8.contains(where: { $0 >= 0x80 })
    else { return nil }
    return String(name[..<slash])
  }

  /// The nearest name there is, and which there are.
  private func nearest(to name: String) -> String {
    let shown = names.map(PrintableText.short)
    let there = "the columns are \(shown.listed(most: 24))"
    return nearestWord(to: name, in: shown).map {
      "did you mean '\($0)'? \(there.prefix(1).uppercased() + there.dropFirst())"
    } ?? there
  }

  /// The line of the file that a line of the table was made of.
  func line(_ line: Int) -> Int { text.sourceLine(line) }
}
