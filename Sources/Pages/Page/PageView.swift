import Mustache
import Results

// What the templates read: the page as texts. Mustache finds the members by their names, by reflection but for those that a
// page has thousands of.

struct PageView {
  var kind: String
  var title: String
  var about: String?
  var facts: [Page.Fact]
  var navigation: [Link]
  var hasNavigation: Bool
  var warning: String?
  var sections: [SectionView]
  var conventions: [String]
  var hasConventions: Bool
  var style = PageStyle.css
  var palette = PageView.palettes
  /// The chart library as a script, or packed.
  var plotly: String?
  var packedPlotly: String?
  /// Of a long page all figures in one, in the order of their places; then they are not beside them.
  var packedFigures: String?
  var script = PageScript.source

  struct Link {
    var id: String
    var name: String
  }

  init(_ page: Page, plotly: PlotlyLibrary?) {
    kind = page.kind
    title = page.title
    about = page.about
    facts = page.facts
    conventions = page.conventions.map(\.onPage)
    hasConventions = !page.conventions.isEmpty
    var ids = Identifiers()
    var group = 0
    sections = page.sections.compactMap { section in
      if section.isChapter { group += 1 }
      let view = SectionView(section, id: ids.unique(for: section.title), group: group)
      return view.blocks.isEmpty && !section.blocks.isEmpty && !section.isChapter ? nil : view
    }
    let chapters = sections.filter(\.isChapter)
    navigation = (chapters.isEmpty ? sections : chapters).map { Link(id: $0.id, name: $0.heading) }
    hasNavigation = navigation.count > 2
    let hasCharts = sections.contains { $0.blocks.contains { $0.chart != nil || $0.row?.charts.isEmpty == false } }
    switch hasCharts ? plotly?.content : nil {
    case .script(let script): self.plotly = Self.inlined(script)
    case .packed(let text):
      packedPlotly = text
      packFigures()
    case nil: break
    }
    if plotly == nil, hasCharts {
      warning =
        "plotly.min.js was not found when this page was made, so its charts do not zoom; \(PlotlyLibrary.remedy)."
    }
  }

  /// From here on figures are packed, which makes a quarter of them.
  private static let long = 150_000
  /// Figures take more than this where a page is a tour of others: its still pictures, which charts replace as it opens, are
  /// left to the pages that it is a tour of.
  private static let longest = 500_000

  private mutating func packFigures() {
    var figures: [String] = []
    for section in sections { for block in section.blocks { figures += block.charts.map(\.data) } }
    let length = figures.reduce(0) { $0 + $1.utf8.count }
    guard length > Self.long,
      let packed = PackedText.base64("[\(figures.joined(separator: ","))]")
    else { return }
    packedFigures = packed
    for section in sections.indices {
      for block in sections[section].blocks.indices {
        sections[section].blocks[block].clearCharts(pictures: length > Self.longest)
      }
    }
  }

  private static let palettes: String = {
    let schemes = Scheme.allCases.map { scheme in
      let colours = Colour.named.map { ($0.name, JSONValue.string($0.hex(in: scheme))) }
      return (scheme.rawValue, JSONValue.object(Dictionary(colours, uniquingKeysWith: { first, _ in first })))
    }
    return JSONValue.object(Dictionary(schemes, uniquingKeysWith: { first, _ in first })).text(.script)
  }()

  /// A script that stands in a page ends at the first `</script`, wherever that is in it. Found by bytes: the library is
  /// megabytes long, and a search by characters takes seconds.
  private static func inlined(_ script: String) -> String {
    let end = Array("</script".utf8)
    let bytes = Array(script.utf8)
    var parts: [UInt8] = []
    parts.reserveCapacity(bytes.count)
    var copied = 0
    var index = 0
    while let less = bytes[index...].firstIndex(of: end[0]) {
      if bytes[less...].prefix(end.count).map({ $0 | 0x20 }) == end.map({ $0 | 0x20 }) {
        parts += bytes[copied...less]
        parts.append(UInt8(ascii: "\\"))
        copied = less + 1
      }
      index = less + 1
    }
    return copied == 0 ? script : String(decoding: parts + bytes[copied...], as: UTF8.self)
  }
}

/// Names for places in a page, from headings and each only once.
struct Identifiers {
  /// Those that the page has of its own are taken: a script looks its data up by them.
  private var used: Set<String> = ["palette", "plotly", "figures"]

  mutating func unique(for heading: String) -> String {
    let letters = heading.lowercased().unicodeScalars.map { scalar -> Character in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
    }
    let words = String(letters).split(separator: "-").joined(separator: "-")
    let stem = words.isEmpty ? "section" : words
    var id = stem
    var number = 2
    while !used.insert(id).inserted {
      id = "\(stem)-\(number)"
      number += 1
    }
    return id
  }
}

struct SectionView {
  var id: String
  /// Charts zoom together within a chapter, and not with those of another, which may show other years.
  var group: Int
  var heading: String
  var lead: String?
  var isChapter: Bool
  var blocks: [BlockView]

  init(_ section: PageSection, id: String, group: Int) {
    self.id = id
    self.group = group
    heading = section.title
    lead = section.lead?.onPage
    isChapter = section.isChapter
    blocks = section.blocks.compactMap { BlockView($0) }
  }
}

struct BlockView {
  struct Tiles {
    var items: [TileView]
    /// In a row of a wide window: so that rows are as even as they can be, six at most.
    var columns: Int

    init(_ figures: [KeyFigure]) {
      items = figures.map(TileView.init)
      let rows = max(1, (figures.count + 5) / 6)
      columns = max(1, (figures.count + rows - 1) / rows)
    }
  }

  struct Facts {
    var facts: [Page.Fact]
  }

  struct Notes {
    var title: String
    var lines: [String]
  }

  struct Row {
    var charts: [ChartView] = []
    var tables: [TableView] = []
  }

  var tiles: Tiles?
  var row: Row?
  var chart: ChartView?
  var table: TableView?
  var remark: Remark?
  var list: Facts?
  var notes: Notes?

  /// In the order in which they stand on the page.
  var charts: [ChartView] { (row?.charts ?? []) + (chart.map { [$0] } ?? []) }

  mutating func clearCharts(pictures: Bool) {
    chart?.clear(picture: pictures)
    for index in row?.charts.indices ?? 0..<0 { row?.charts[index].clear(picture: pictures) }
  }

  /// Nil where there is nothing to see: axes without a value are no chart.
  init?(_ block: PageBlock) {
    switch block {
    case .tiles(let figures): tiles = Tiles(figures)
    case .chart(let chart):
      guard !chart.figure.isEmpty else { return nil }
      self.chart = ChartView(chart, width: 1060)
    case .charts(let charts):
      let drawn = charts.filter { !$0.figure.isEmpty }
      guard !drawn.isEmpty else { return nil }
      row = Row(charts: drawn.map { ChartView($0, width: 500) })
    case .table(let table): self.table = TableView(table)
    case .tables(let tables): row = Row(tables: tables.map(TableView.init))
    case .facts(let facts): list = Facts(facts: facts)
    case .notes(let title, let lines): notes = Notes(title: title, lines: lines.map(\.onPage))
    case .remark(let remark): self.remark = Remark(remark.tone, remark.head.onPage, remark.text.onPage)
    }
  }
}

struct TileView {
  var name: String
  var value: String
  var tone: String
  var unit: String?
  var convention: String?

  init(_ figure: KeyFigure) {
    name = figure.name
    value = figure.figure.pageText
    tone = figure.figure.tone
    unit = figure.figure.value == .missing ? nil : figure.unit
    convention = figure.convention?.onPage
  }
}

struct ChartView {
  var heading: String
  var caption: String
  var followsTime: Bool
  var picture: String
  var data: String
  var hasData = true

  mutating func clear(picture isCleared: Bool) {
    (data, hasData) = ("", false)
    if isCleared { picture = "" }
  }

  /// - Parameter width: about how wide it will be in a full window, in pixels.
  init(_ chart: PageChart, width: Double) {
    heading = chart.title
    followsTime = chart.followsTime
    caption = chart.caption.onPage
    if let (drawn, of) = chart.figure.thinned {
      caption += " Drawn from \(Double.grouped(drawn)) of \(Double.grouped(of)) points; extremes are kept."
    }
    picture = StillPicture.svg(of: chart.figure, label: chart.title, width: width)
    data = chart.figure.json.text(.script)
  }
}

struct TableView {
  struct Column {
    var name: String
    var unit: String?
    var side: String
  }

  struct Cell {
    /// Markup: the text, or the picture of a row of blocks.
    var html: String
    var style: String

    init(_ figure: Figure, in column: Table.Column) {
      // A sentence has its minus; an expression is what somebody types.
      let text = column.key == "figures" || column.key == "convention" ? figure.pageText.onPage : figure.pageText
      html = SparkPicture.svg(ofBlocks: text) ?? Markup.escaped(text)
      // Sentences may break, and in a table of many columns long names; instants, spans and numbers keep to one line.
      let length = text.count > 36 ? "long" : text.count > 24 ? "name" : ""
      let classes = [column.alignment.rawValue, figure.tone, length, column.key == "convention" ? "convention" : ""]
      style = classes.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  struct Row {
    var cells: [Cell]
  }

  var heading: String?
  /// Tables of few columns do not spread over the page, and those of many draw together; on paper the heads of
  /// the widest may break within words. Key figures stand with their conventions below them where a page is narrow.
  var density: String
  var columns: [Column]
  var hasHeader: Bool
  var rows: [Row]
  var total: Row?
  var notes: [String]
  var hasNotes: Bool

  init(_ whole: Table) {
    // A column of key figures that all do without a unit is room for their conventions.
    let table = whole.withoutBlankColumns
    heading = table.title?.onPage
    density =
      switch table.columns.count {
      case _ where whole.isOfKeyFigures: "figures"
      case _ where whole.columns.count < 4: "narrow"
      case ...8: ""
      case ...12: "dense"
      default: "dense wide"
      }
    columns = table.columns.map { Column(name: $0.title, unit: $0.unit, side: $0.alignment.rawValue) }
    hasHeader = table.columns.contains { !$0.title.isEmpty }
    let row = { (figures: [Figure]) in
      Row(cells: zip(figures, table.columns).map(Cell.init))
    }
    rows = table.rows.map(row)
    total = table.total.map(row)
    notes = table.notes.map(\.onPage)
    hasNotes = !table.notes.isEmpty
  }
}

extension TableView.Row: MustacheParent {
  func child(named name: String) -> Any? { name == "cells" ? cells : nil }
}

extension TableView.Cell: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "html": html
    case "style": style
    default: nil
    }
  }
}

extension Figure {
  fileprivate var tone: String { isGain.map { $0 ? "gain" : "loss" } ?? "" }
}

extension Table {
  fileprivate var isOfKeyFigures: Bool { columns.map(\.key) == ["figure", "value", "unit", "convention"] }

  fileprivate var withoutBlankColumns: Table {
    let lines = rows + [total].compactMap(\.self)
    let blank = columns.indices.filter { index in !lines.isEmpty && lines.allSatisfy { $0[index].text.isEmpty } }
    return blank.reversed().reduce(self) { $0.without(column: $1) }
  }
}
