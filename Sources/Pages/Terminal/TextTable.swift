import Results

/// A table for the terminal: numbers to the right, units under the titles, conventions below.
///
///                              std.
///     estimator   difference  error       p
///                        bps    bps
///     ─────────────────────────────────────
///     OLS, iid        +12.40   3.10  <0.001
///     Hodrick 1B      +12.40   7.90   0.117
///
/// Where the table would be wider than asked, titles and words break into lines; then columns marked as details are left
/// out, and up to half of the others from the right, which is said; and what is still too wide goes on below, each part under
/// the columns that name its rows. Nothing is cut.
public struct TextTable: Sendable {
  /// What the terminal can show. The caller knows whether it is one.
  public struct Style: Hashable, Sendable {
    /// Characters a line of a table.
    public var width: Int
    /// Characters a line of the sentences below it.
    public var textWidth: Int
    /// Bold titles, gains green and losses red, by ANSI sequences.
    public var colour: Bool
    /// Rules of `-` rather than of box-drawing characters.
    public var ascii: Bool

    public init(width: Int = 100, textWidth: Int? = nil, colour: Bool = false, ascii: Bool = false) {
      self.width = width
      self.textWidth = textWidth ?? width
      self.colour = colour
      self.ascii = ascii
    }
  }

  public var table: Table
  public var style: Style
  /// Whether the titles of the columns are shown; a list of key figures does without.
  public var showsHeader: Bool

  public init(_ table: Table, style: Style = Style(), showsHeader: Bool = true) {
    self.table = table
    self.style = style
    self.showsHeader = showsHeader
  }

  /// The whole table, each line with its end.
  public var text: String {
    let (table, parts) = fitted
    var lines: [String] = []
    if let title = table.title {
      lines += title.withoutControlCharacters.wrapped(to: style.width).map { paint($0, .bold) }
    }
    for (index, part) in parts.enumerated() {
      if index > 0 { lines.append("") }
      lines += self.lines(of: part)
    }
    if !table.notes.isEmpty {
      lines.append("")
      for note in table.notes {
        lines += note.withoutControlCharacters.wrapped(to: style.textWidth).map { paint($0, .dim) }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The table without the details it has no room for, which it says, in parts that fit.
  private var fitted: (Table, [Table]) {
    var chosen = Array(table.columns.indices)
    while width(table.with(columns: chosen), least: Layout.comfortable) > style.width,
      let last = chosen.lastIndex(where: { table.columns[$0].isDetail })
    {
      chosen.remove(at: last)
    }
    // A reader follows a row; half of it under another half is two tables.
    var kept = chosen
    let names = max(1, table.columns.prefix(while: \.namesRow).count)
    let fewest = names + max(2, (chosen.count - names + 1) / 2)
    while kept.count > fewest, width(table.with(columns: kept), least: Layout.narrow) > style.width {
      kept.removeLast()
    }
    if width(table.with(columns: kept), least: Layout.narrow) <= style.width { chosen = kept }
    // Where it goes on below all the same, details come back as far as they make no further part.
    let count = parts(of: table.with(columns: chosen)).count
    if count > 1 {
      for column in table.columns.indices where !chosen.contains(column) {
        let more = (chosen + [column]).sorted()
        if parts(of: table.with(columns: more)).count == count { chosen = more }
      }
    }
    var shown = table.with(columns: chosen)
    let left = table.columns.indices.filter { !chosen.contains($0) }.map { table.columns[$0].title }
    if !left.isEmpty { shown.notes.append("Left out at this width: \(left.joined(separator: ", ")).") }
    return (shown, parts(of: shown))
  }

  /// A table too wide for the screen in parts of as many columns as fit, each beginning with what names the rows.
  private func parts(of table: Table) -> [Table] {
    let names = Array(0..<max(1, table.columns.prefix(while: \.namesRow).count))
    guard table.columns.count > names.count + 1, width(table, least: Layout.narrow) > style.width else {
      return [table]
    }
    var parts: [Table] = []
    var chosen = names
    for column in table.columns.indices.dropFirst(names.count) {
      if chosen.count > names.count, width(table.with(columns: chosen + [column]), least: Layout.narrow) > style.width {
        parts.append(table.with(columns: chosen))
        chosen = names
      }
      chosen.append(column)
    }
    return parts + [table.with(columns: chosen)]
  }

  private func width(_ table: Table, least: Int) -> Int {
    Layout(table, width: style.width, least: least, showsHeader: showsHeader).width
  }

  private func lines(of table: Table) -> [String] {
    let layout = Layout(table, width: style.width, least: Layout.narrow, showsHeader: showsHeader)
    let rule = paint(String(repeating: style.ascii ? "-" : "─", count: layout.width), .dim)
    var lines = showsHeader ? layout.header.map { paint($0, .dim) } + [rule] : []
    lines += table.rows.flatMap { self.lines(of: $0, layout) }
    if let total = table.total { lines += [rule] + self.lines(of: total, layout) }
    return lines
  }

  private func lines(of row: [Figure], _ layout: Layout) -> [String] {
    let cells = zip(row, layout.columns).map { figure, column in column.lines(of: figure.text) }
    return (0..<(cells.map(\.count).max() ?? 0)).map { level in
      row.indices.map { index in
        let cell = layout.columns[index].place(level < cells[index].count ? cells[index][level] : "")
        return switch row[index].isGain {
        case true?: paint(cell, .green)
        case false?: paint(cell, .red)
        case nil: cell
        }
      }.joined(separator: Layout.gap).trimmedRight
    }
  }

  private enum Paint: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
  }

  private func paint(_ text: String, _ paint: Paint) -> String {
    style.colour && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }
}

extension TextTable {
  /// How wide each column is, and the lines of the header.
  fileprivate struct Layout {
    static let gap = "  "

    /// To which a column of words is narrowed before details are left out, and at most.
    static let comfortable = 28
    static let narrow = 12

    struct Column {
      let alignment: Table.Alignment
      /// Whether its cells are words, which may take several lines.
      let isWords: Bool
      var width: Int
      /// The longest part of a word, which is not broken.
      let longestWord: Int
      /// The title's lines, then the unit if any column has one.
      var header: [String] = []

      func lines(of text: String) -> [String] {
        isWords && text.count > width ? text.wrapped(to: width, breaksWords: true) : [text]
      }

      func place(_ text: String) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return alignment == .left ? text + space : space + text
      }
    }

    var columns: [Column]
    var header: [String] = []

    var width: Int { columns.map(\.width).reduce(0, +) + Self.gap.count * max(0, columns.count - 1) }

    init(_ table: Table, width limit: Int, least: Int, showsHeader: Bool) {
      let rows = table.rows + [table.total].compactMap(\.self)
      columns = table.columns.enumerated().map { index, column in
        let cells = rows.map { $0[index].text.count }.max() ?? 0
        let isWords = rows.allSatisfy { $0[index].isWords }
        let longest =
          isWords
          ? rows.flatMap { $0[index].text.split(separator: " ").flatMap { String($0).wordParts.map(\.count) } }.max()
            ?? 0
          : 0
        guard showsHeader else {
          return Column(alignment: column.alignment, isWords: isWords, width: cells, longestWord: longest)
        }
        // A title longer than its cells takes more lines, so that a wide title does not push the table off the screen.
        let words = column.title.split(separator: " ").map(\.count)
        let title = column.title.count <= 8 ? column.title.count : words.max() ?? 0
        return Column(
          alignment: column.alignment, isWords: isWords, width: max(cells, title, column.unit?.count ?? 0),
          longestWord: max(longest, title))
      }
      narrowWords(to: limit, least: least)
      guard showsHeader else { return }

      let hasUnits = table.columns.contains { $0.unit != nil }
      for (index, column) in table.columns.enumerated() {
        columns[index].header = column.title.wrapped(to: columns[index].width)
        if hasUnits { columns[index].header.append(column.unit ?? "") }
      }
      let height = columns.map(\.header.count).max() ?? 0
      header = (0..<height).map { level in
        let cells = columns.map { column in
          let line = level - (height - column.header.count)
          return column.place(line >= 0 ? column.header[line] : "")
        }
        return cells.joined(separator: Self.gap).trimmedRight
      }
    }

    /// Takes from the widest column of words until the table fits or every such column is down to the least. What names
    /// the rows gives way last, unless it takes most of the width, and nothing breaks where a word has no joint.
    private mutating func narrowWords(to limit: Int, least: Int) {
      func narrow(_ candidates: [Int], _ least: (Column) -> Int) {
        while width > limit {
          let wide = candidates.filter { columns[$0].isWords && columns[$0].width > least(columns[$0]) }
          guard let widest = wide.max(by: { columns[$0].width < columns[$1].width }) else { return }
          columns[widest].width -= 1
        }
      }
      let others = Array(columns.indices.dropFirst())
      let first = [0].filter(columns.indices.contains)
      narrow(others) { max($0.longestWord, Self.comfortable) }
      narrow(first) { max($0.longestWord, limit / 2) }
      narrow(others) { max($0.longestWord, least) }
      narrow(first) { max($0.longestWord, least) }
    }
  }
}
