import Results

/// A table as HTML.
struct TableMarkup {
  private let table: Table
  private let density: String

  init(_ whole: Table) {
    // A column of key figures that all do without a unit is room for their conventions.
    table = whole.withoutBlankColumns
    // Tables of few columns do not spread over the page, and those of many draw together; on paper the heads of the widest may
    // break within words. Key figures stand with their conventions below them where a page is narrow.
    density =
      switch table.columns.count {
      case _ where whole.isOfKeyFigures: "figures"
      case _ where whole.columns.count < 4: "narrow"
      case ...8: ""
      case ...12: "dense"
      default: "dense wide"
      }
  }

  var html: HTML {
    let head: HTML? =
      table.columns.contains { !$0.title.isEmpty } ? "<thead><tr>\(table.columns.map(head))</tr></thead>\n" : nil
    let notes: HTML? =
      table.notes.isEmpty ? nil : "<ul class=\"notes\">\n\(table.notes.map { "<li>\($0.onPage)</li>\n" })</ul>"
    return """
      <div class="card">
      \(table.title.map { "<h3>\($0.onPage)</h3>" })
      <div class="scroll"><table class="\(density)">
      \(head)<tbody>
      \(table.rows.map { "<tr>\(cells($0))</tr>\n" })</tbody>
      \(table.total.map { "<tfoot><tr>\(cells($0))</tr></tfoot>\n" })</table></div>
      \(notes)
      </div>

      """
  }

  private func head(_ column: Table.Column) -> HTML {
    let unit: HTML? = column.unit.map { "<small>\($0)</small>" }
    return "<th scope=\"col\" class=\"\(column.alignment.rawValue)\">\(column.title)\(unit)</th>"
  }

  private func cells(_ row: [Figure]) -> [HTML] {
    zip(row, table.columns).map { figure, column in
      // A sentence has its minus; an expression is what somebody types.
      let text = column.key == "figures" || column.key == "convention" ? figure.pageText.onPage : figure.pageText
      // Sentences may break, and in a table of many columns long names; instants, spans and numbers keep to one line.
      let length = text.count > 36 ? "long" : text.count > 24 ? "name" : ""
      let style = [column.alignment.rawValue, figure.tone, length, column.key == "convention" ? "convention" : ""]
        .filter { !$0.isEmpty }.joined(separator: " ")
      let content = SparkPicture.svg(ofBlocks: text).map(HTML.init(raw:)) ?? "\(text)"
      return "<td class=\"\(style)\">\(content)</td>"
    }
  }
}

extension Table {
  fileprivate var isOfKeyFigures: Bool { columns.map(\.key) == ["figure", "value", "unit", "convention"] }

  fileprivate var withoutBlankColumns: Table {
    let lines = rows + [total].compactMap(\.self)
    let blank = columns.indices.filter { index in !lines.isEmpty && lines.allSatisfy { $0[index].text.isEmpty } }
    return blank.reversed().reduce(self) { $0.without(column: $1) }
  }
}
