import Results

/// A page as HTML: what is seen of it, in the order in which it stands.
struct PageMarkup {
  private let page: Page
  private let plotly: PlotlyLibrary?
  /// Those in which there is something to see.
  private let sections: [PageSection]
  /// The data of every chart, in the order of their places.
  private let figures: [String]
  /// All of them in one, packed, where a page is long; then they are not beside their charts.
  private let packedFigures: String?
  private let hasPictures: Bool
  /// How many charts stand on the page so far.
  private var drawn = 0

  /// From here on figures are packed, which makes a quarter of them.
  private static let long = 150_000
  /// Figures take more than this where a page is a tour of others: its still pictures, which charts replace as it opens, are
  /// left to the pages that it is a tour of.
  private static let longest = 500_000

  init(_ page: Page, plotly: PlotlyLibrary?) {
    self.page = page
    self.plotly = plotly
    sections = page.sections.compactMap { section in
      var seen = section
      seen.blocks = section.blocks.compactMap(\.drawn)
      return seen.blocks.isEmpty && !section.blocks.isEmpty && !section.isChapter ? nil : seen
    }
    figures = sections.flatMap { $0.blocks.flatMap(\.charts) }.map { $0.figure.json.text(.script) }
    let length = figures.reduce(0) { $0 + $1.utf8.count }
    if case .packed = plotly?.content, length > Self.long {
      packedFigures = PackedText.base64("[\(figures.joined(separator: ","))]")
    } else {
      packedFigures = nil
    }
    hasPictures = packedFigures == nil || length <= Self.longest
  }

  mutating func html() -> HTML {
    var ids = Identifiers()
    let named = sections.map { (section: $0, id: ids.unique(for: $0.title)) }
    var group = 0
    let main = named.map { section, id -> HTML in
      if section.isChapter { group += 1 }
      return markup(section, id: id, group: group)
    }
    let chapters = named.filter(\.section.isChapter)
    let places = chapters.isEmpty ? named : chapters
    let navigation: HTML? =
      places.count > 2
      ? """
      <nav aria-label="Sections"><ul>
      \(places.map { "<li><a href=\"#\($0.id)\">\($0.section.title)</a></li>\n" })</ul></nav>

      """ : nil
    let conventions: HTML? =
      page.conventions.isEmpty
      ? nil
      : """
      <h2>Conventions</h2>
      <ul>
      \(page.conventions.map { "<li>\($0.onPage)</li>\n" })</ul>

      """
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="hindcast">
      <link rel="icon" href="data:,">
      <title>\(page.title) · \(page.kind)</title>
      <style>
      \(raw: PageStyle.css)
      </style>
      </head>
      <body>
      <header class="masthead">
      <p class="kind">\(page.kind)</p>
      <h1>\(page.title)</h1>
      \(page.about.map { "<p class=\"about\">\($0)</p>\n" })\(Self.markup(page.facts))</header>
      \(navigation)<main>
      \(warning)\(main)</main>
      <footer>
      \(conventions)</footer>
      <script type="application/json" id="palette">\(raw: Self.palettes)</script>
      \(library)<script>
      \(raw: PageScript.source)
      </script>
      </body>
      </html>

      """
  }

  private var warning: HTML? {
    guard plotly == nil, !figures.isEmpty else { return nil }
    return """
      <p class="remark missing"><b>Still pictures.</b>plotly.min.js was not found when this page was made, so its charts do not \
      zoom; \(PlotlyLibrary.remedy).</p>

      """
  }

  /// The chart library as a script, or packed, and behind it the figures that are packed.
  private var library: HTML? {
    guard !figures.isEmpty else { return nil }
    switch plotly?.content {
    case .script(let script): return "<script>\(raw: Self.inlined(script))</script>\n"
    case .packed(let text):
      let figures: HTML? = packedFigures.map {
        "<script type=\"application/gzip\" id=\"figures\">\(raw: $0)</script>\n"
      }
      return "\(figures)<script type=\"application/gzip\" id=\"plotly\">\(raw: text)</script>\n"
    case nil: return nil
    }
  }

  private static let palettes: String = {
    let schemes = Scheme.allCases.map { scheme in
      (scheme.rawValue, JSONValue.members(Colour.named.map { ($0.name, .string($0.hex(in: scheme))) }))
    }
    return JSONValue.members(schemes).text(.script)
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

// MARK: What stands in a page

extension PageMarkup {
  /// - Parameter group: charts zoom together within a chapter, and not with those of another, which may show other years.
  private mutating func markup(_ section: PageSection, id: String, group: Int) -> HTML {
    let chapter: HTML? = section.isChapter ? " class=\"chapter\"" : nil
    let blocks = section.blocks.map { markup($0) }
    return """
      <section id="\(id)" data-group="\(group)"\(chapter)>
      <h2>\(section.title)</h2>
      \(section.lead.map { "<p class=\"lead\">\($0.onPage)</p>\n" })\(blocks)</section>

      """
  }

  private mutating func markup(_ block: PageBlock) -> HTML {
    switch block {
    case .tiles(let figures): return Self.markup(figures)
    case .chart(let chart): return markup(chart, width: 1060)
    case .charts(let charts): return "<div class=\"row\">\n\(charts.map { markup($0, width: 500) })</div>\n"
    case .table(let table): return TableMarkup(table).html
    case .tables(let tables): return "<div class=\"row\">\n\(tables.map { TableMarkup($0).html })</div>\n"
    case .facts(let facts): return Self.markup(facts)
    case .notes(let title, let lines):
      return """
        <div class="card"><h3>\(title)</h3><ul class="notes">
        \(lines.map { "<li>\($0.onPage)</li>\n" })</ul></div>

        """
    case .remark(let remark):
      return "<p class=\"remark \(remark.tone.rawValue)\"><b>\(remark.head.onPage).</b>\(remark.text.onPage)</p>\n"
    }
  }

  private static func markup(_ facts: [Page.Fact]) -> HTML {
    let lines = facts.map { fact -> HTML in
      let code: HTML? = fact.isCode ? " class=\"code\"" : nil
      return "<div><dt>\(fact.name)</dt><dd\(code)>\(fact.value)</dd></div>\n"
    }
    return "<dl class=\"facts\">\n\(lines)</dl>\n"
  }

  /// Side by side in a wide window, in rows as even as they can be, six at most.
  private static func markup(_ tiles: [KeyFigure]) -> HTML {
    let rows = max(1, (tiles.count + 5) / 6)
    let items = tiles.map { tile -> HTML in
      let unit: HTML? = tile.figure.value == .missing ? nil : tile.unit.map { " <small>\($0)</small>" }
      let convention: HTML? = tile.convention.map { "<div class=\"convention\">\($0.onPage)</div>" }
      return """
        <div class="tile"><div class="name">\(tile.name)</div>\
        <div class="value \(tile.figure.tone)">\(tile.figure.pageText)\(unit)</div>\(convention)</div>

        """
    }
    return """
      <div class="tiles" style="--columns: \(max(1, (tiles.count + rows - 1) / rows))">
      \(items)</div>

      """
  }

  /// - Parameter width: about how wide it will be in a full window, in pixels.
  private mutating func markup(_ chart: PageChart, width: Double) -> HTML {
    var caption = chart.caption.onPage
    if let (drawn, of) = chart.figure.thinned {
      caption += " Drawn from \(Double.grouped(drawn)) of \(Double.grouped(of)) points; extremes are kept."
    }
    let picture = hasPictures ? StillPicture.svg(of: chart.figure, label: chart.title, width: width) : ""
    let data: HTML? =
      packedFigures == nil ? "<script type=\"application/json\">\(raw: figures[drawn])</script>\n" : nil
    let time: HTML? = chart.followsTime ? " data-time" : nil
    drawn += 1
    return """
      <figure class="card">
      <h3>\(chart.title)</h3>
      <div class="pan"><div class="plot"\(time)>\(raw: picture)</div></div>
      <figcaption class="caption">\(caption)</figcaption>
      \(data)</figure>

      """
  }
}

extension PageBlock {
  /// What there is to see of it: axes without a value are no chart. Nil where there is nothing.
  fileprivate var drawn: PageBlock? {
    switch self {
    case .chart(let chart): chart.figure.isEmpty ? nil : self
    case .charts(let charts):
      charts.allSatisfy(\.figure.isEmpty) ? nil : .charts(charts.filter { !$0.figure.isEmpty })
    default: self
    }
  }

  /// In the order in which they stand on the page.
  fileprivate var charts: [PageChart] {
    switch self {
    case .chart(let chart): [chart]
    case .charts(let charts): charts
    default: []
    }
  }
}

extension Figure {
  var tone: String { isGain.map { $0 ? "gain" : "loss" } ?? "" }
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
