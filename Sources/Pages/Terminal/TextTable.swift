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
/// Where the table would be wider than asked, titles break between words, columns of words are cut with `...`, and columns
/// marked as details are left out. Numbers are never cut, so a table of many numbers may still be wider.
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
    let table = fitted
    let layout = Layout(table, width: style.width, showsHeader: showsHeader)
    let rule = String(repeating: style.ascii ? "-" : "─", count: layout.width)
    var lines: [String] = []
    if let title = table.title { lines.append(paint(title.withoutControlCharacters, .bold)) }
    if showsHeader {
      lines += layout.header.map { paint($0, .dim) }
      lines.append(paint(rule, .dim))
    }
    lines += table.rows.map { line($0, layout) }
    if let total = table.total {
      lines.append(paint(rule, .dim))
      lines.append(line(total, layout))
    }
    if !table.notes.isEmpty {
      lines.append("")
      for note in table.notes {
        lines += note.withoutControlCharacters.wrapped(to: style.textWidth).map { paint($0, .dim) }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The table without the details it has no room for, which it says.
  private var fitted: Table {
    var table = self.table
    var left: [String] = []
    while Layout(table, width: style.width, showsHeader: showsHeader).width > style.width,
      let column = table.columns.lastIndex(where: \.isDetail)
    {
      left.insert(table.columns[column].title, at: 0)
      table = table.without(column: column)
    }
    if !left.isEmpty { table.notes.append("Left out at this width: \(left.joined(separator: ", ")).") }
    return table
  }

  private func line(_ row: [Figure], _ layout: Layout) -> String {
    let cells = zip(row, layout.columns).map { figure, column in
      let cell = column.place(figure.text)
      return switch figure.isGain {
      case true?: paint(cell, .green)
      case false?: paint(cell, .red)
      case nil: cell
      }
    }
    return cells.joined(separator: Layout.gap).trimmedRight
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

    struct Column {
      let alignment: Table.Alignment
      /// Whether its cells are words, which may be cut.
      let isWords: Bool
      var width: Int
      /// The title's lines, then the unit if any column has one.
      var header: [String] = []

      func place(_ text: String) -> String {
        let text = text.count > width ? text.cut(to: width) : text
        let space = String(repeating: " ", count: width - text.count)
        return alignment == .left ? text + space : space + text
      }
    }

    var columns: [Column]
    var header: [String] = []

    var width: Int { columns.map(\.width).reduce(0, +) + Self.gap.count * max(0, columns.count - 1) }

    init(_ table: Table, width limit: Int, showsHeader: Bool) {
      let rows = table.rows + [table.total].compactMap(\.self)
      columns = table.columns.enumerated().map { index, column in
        let cells = rows.map { $0[index].text.count }.max() ?? 0
        let isWords = rows.allSatisfy { $0[index].isWords }
        guard showsHeader else { return Column(alignment: column.alignment, isWords: isWords, width: cells) }
        // A title longer than its cells takes more lines, so that a wide title does not push the table off the screen.
        let words = column.title.split(separator: " ").map(\.count)
        let title = column.title.count <= 8 ? column.title.count : words.max() ?? 0
        return Column(alignment: column.alignment, isWords: isWords, width: max(cells, title, column.unit?.count ?? 0))
      }
      narrowWords(to: limit)
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

    /// Takes from the widest column of words until the table fits or every such column is down to twelve characters.
    private mutating func narrowWords(to limit: Int) {
      while width > limit {
        let words = columns.indices.filter { columns[$0].isWords && columns[$0].width > 12 }
        guard let widest = words.max(by: { columns[$0].width < columns[$1].width }) else { return }
        columns[widest].width -= 1
      }
    }
  }
}
