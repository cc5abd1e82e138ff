/// A data frame as a program prints it: columns that stand below each other between spaces, behind an index, with rows and
/// columns left out in the middle and numbers in as many digits as fit.
///
/// It looks like a table and is a picture of one. Read by its spaces, a file of a year would be ten rows of it.
struct PrintedTable {
  /// What is wrong with it.
  let what: String
  static let remedy = "save the table itself, and not what print shows of it: df.to_csv('table.csv')"

  private static let longest = 1 << 16

  /// Nil for all else.
  init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes.prefix(Self.longest), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains { $0 != " " } }
    let end = String(decoding: bytes.suffix(256), as: UTF8.self).split(whereSeparator: \.isNewline).last { !$0.isEmpty }
    let size = end.flatMap(Self.size)
    let isBoxed = lines.first?.hasPrefix("shape: (") == true && text.contains("┌")
    guard isBoxed || size != nil && lines.count > 2 || Self.isAligned(lines) else { return nil }
    let isCut = lines.contains { line in
      Self.words(line).contains { ["...", "..", "…"].contains($0) }
    }
    let rows = size.map { "of \($0.rows) rows and \($0.columns) columns some" } ?? "some of its rows or columns"
    what =
      "the file is a printed table, as a program shows a data frame: its columns stand between spaces"
      + (isCut ? ", and \(rows) are left out ('...')" : ", and its numbers have lost the digits that were not shown")
  }

  private static func words(_ line: Substring) -> [Substring] {
    line.split { $0 == " " || $0 == "│" || $0 == "┆" }
  }

  /// What the last line says: `[8760 rows x 6 columns]`.
  private static func size(_ line: Substring) -> (rows: Int, columns: Int)? {
    let words = line.split(separator: " ")
    guard words.count == 5, line.hasPrefix("["), line.hasSuffix("]"), words[1] == "rows", words[2] == "x",
      words[4] == "columns]", let rows = Int(words[0].dropFirst()), let columns = Int(words[3])
    else { return nil }
    return (rows, columns)
  }

  /// Whether names stand right of an index, and each row has a value for each of them behind it.
  private static func isAligned(_ lines: [Substring]) -> Bool {
    guard let header = lines.first, header.first == " ", lines.count > 2,
      lines.prefix(20).allSatisfy({ !$0.contains { ",;\t|{".contains($0) } })
    else { return false }
    let names = words(header)
    guard names.count > 1, names.allSatisfy({ $0.contains(where: \.isLetter) || $0 == "..." }) else { return false }
    // A line that names the index, and one that says what is left out, are no rows.
    let rows = lines.dropFirst().map(words).filter { $0.count > names.count }
    let counts = rows.map(\.count)
    return rows.count > 1 && rows.count * 5 >= (lines.count - 1) * 3 && Set(counts).count == 1
      && counts[0] <= names.count + 2 && rows.allSatisfy { row in row.last.map { Double($0) != nil } ?? false }
      && rows.allSatisfy { $0[0].first?.isNumber == true }
  }
}
