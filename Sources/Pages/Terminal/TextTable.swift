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
    let measures = table.columns.indices.map { Measure(table, $0, showsHeader: showsHeader) }
    let fit = Fit(measures, width: style.width)
    var lines: [String] = []
    if let title = table.title {
      lines += title.withoutControlCharacters.wrapped(to: style.width).map { paint($0, .bold) }
    }
    for (index, part) in fit.parts.enumerated() {
      if index > 0 { lines.append("") }
      lines += self.lines(of: part, measures)
    }
    let left = table.columns.indices.filter { !fit.chosen.contains($0) }.map { table.columns[$0].title }
    let notes = table.notes + (left.isEmpty ? [] : ["Left out at this width: \(left.joined(separator: ", "))."])
    if !notes.isEmpty {
      lines.append("")
      for note in notes {
        lines += note.withoutControlCharacters.wrapped(to: style.textWidth).map { paint($0, .dim) }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func lines(of part: [Int], _ measures: [Measure]) -> [String] {
    let layout = Layout(part.map { measures[$0] }, width: style.width, least: Layout.narrow)
    let rule = paint(String(repeating: style.ascii ? "-" : "─", count: layout.width), .dim)
    let table = table.with(columns: part)
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
  /// What a column asks for, whatever the width of the screen: its texts are written once, however many layouts are tried.
  fileprivate struct Measure {
    let alignment: Table.Alignment
    /// Whether its cells are words, which may take several lines.
    let isWords: Bool
    let isDetail: Bool
    let namesRow: Bool
    /// Of the widest cell, and of the title as far as it does not break.
    let width: Int
    /// The longest part of a word, which is not broken.
    let longestWord: Int
    let title: String
    let unit: String?

    init(_ table: Table, _ index: Int, showsHeader: Bool) {
      let column = table.columns[index]
      let cells = (table.rows + [table.total].compactMap(\.self)).map { $0[index] }
      let texts = cells.map(\.text)
      let widest = texts.map(\.count).max() ?? 0
      alignment = column.alignment
      isDetail = column.isDetail
      namesRow = column.namesRow
      isWords = cells.allSatisfy(\.isWords)
      title = column.title
      unit = column.unit
      let words = isWords ? texts.flatMap { $0.split(separator: " ").flatMap { String($0).wordParts } } : []
      let longest = words.map(\.count).max() ?? 0
      guard showsHeader else {
        (width, longestWord) = (widest, longest)
        return
      }
      // A title longer than its cells takes more lines, so that a wide title does not push the table off the screen.
      let count = title.count <= 8 ? title.count : title.split(separator: " ").map(\.count).max() ?? 0
      (width, longestWord) = (max(widest, count, unit?.count ?? 0), max(longest, count))
    }
  }

  /// The columns that there is room for, in parts that fit.
  fileprivate struct Fit {
    private(set) var chosen: [Int]
    private(set) var parts: [[Int]] = []
    private let measures: [Measure]
    private let limit: Int

    init(_ measures: [Measure], width limit: Int) {
      (self.measures, self.limit) = (measures, limit)
      chosen = Array(measures.indices)
      while width(chosen, least: Layout.comfortable) > limit,
        let last = chosen.lastIndex(where: { measures[$0].isDetail })
      {
        chosen.remove(at: last)
      }
      // A reader follows a row; half of it under another half is two tables.
      var kept = chosen
      let names = names(of: Array(measures.indices))
      let fewest = names + max(2, (chosen.count - names + 1) / 2)
      while kept.count > fewest, width(kept, least: Layout.narrow) > limit { kept.removeLast() }
      if width(kept, least: Layout.narrow) <= limit { chosen = kept }
      // Where it goes on below all the same, details come back as far as they make no further part.
      parts = parts(of: chosen)
      guard parts.count > 1 else { return }
      for column in measures.indices where !chosen.contains(column) {
        let more = (chosen + [column]).sorted()
        let divided = parts(of: more)
        if divided.count == parts.count { (chosen, parts) = (more, divided) }
      }
    }

    /// How many, from the left, name a row.
    private func names(of columns: [Int]) -> Int { max(1, columns.prefix { measures[$0].namesRow }.count) }

    /// Parts of as many columns as fit, each beginning with what names the rows.
    private func parts(of columns: [Int]) -> [[Int]] {
      let names = names(of: columns)
      guard columns.count > names + 1, width(columns, least: Layout.narrow) > limit else { return [columns] }
      let first = Array(columns.prefix(names))
      var parts: [[Int]] = []
      var part = first
      for column in columns.dropFirst(names) {
        if part.count > names, width(part + [column], least: Layout.narrow) > limit {
          parts.append(part)
          part = first
        }
        part.append(column)
      }
      return parts + [part]
    }

    private func width(_ columns: [Int], least: Int) -> Int {
      Layout(columns.map { measures[$0] }, width: limit, least: least).width
    }
  }

  /// How wide each column is, and the lines of the header.
  fileprivate struct Layout {
    static let gap = "  "

    /// To which a column of words is narrowed before details are left out, and at most.
    static let comfortable = 28
    static let narrow = 12

    struct Column {
      let measure: Measure
      var width: Int

      func lines(of text: String) -> [String] {
        measure.isWords && text.count > width ? text.wrapped(to: width, breaksWords: true) : [text]
      }

      func place(_ text: String) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return measure.alignment == .left ? text + space : space + text
      }
    }

    private(set) var columns: [Column]

    var width: Int { columns.map(\.width).reduce(0, +) + Self.gap.count * max(0, columns.count - 1) }

    init(_ measures: [Measure], width limit: Int, least: Int) {
      columns = measures.map { Column(measure: $0, width: $0.width) }
      narrowWords(to: limit, least: least)
    }

    /// The lines of titles, then those of units if any column has one.
    var header: [String] {
      let hasUnits = columns.contains { $0.measure.unit != nil }
      let titles = columns.map { column in
        column.measure.title.wrapped(to: column.width) + (hasUnits ? [column.measure.unit ?? ""] : [])
      }
      let height = titles.map(\.count).max() ?? 0
      return (0..<height).map { level in
        let cells = zip(columns, titles).map { column, title in
          let line = level - (height - title.count)
          return column.place(line >= 0 ? title[line] : "")
        }
        return cells.joined(separator: Self.gap).trimmedRight
      }
    }

    /// Takes from the widest column of words until the table fits or every such column is down to the least. What names
    /// the rows gives way last, unless it takes most of the width, and nothing breaks where a word has no joint.
    private mutating func narrowWords(to limit: Int, least: Int) {
      func narrow(_ candidates: [Int], _ least: (Measure) -> Int) {
        while width > limit {
          let wide = candidates.filter { columns[$0].measure.isWords && columns[$0].width > least(columns[$0].measure) }
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
