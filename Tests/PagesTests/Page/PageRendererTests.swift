import Pages
import Results
import Testing

@Suite("Pages")
struct PageRendererTests {
  private static let hostile = "</script><script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\""

  private func page(named name: String) -> Page {
    Page(
      kind: "Replay", title: name, about: name, facts: [.init(name, name)],
      sections: [
        PageSection(
          name, lead: name,
          [
            .tiles([KeyFigure(name, key: "k", .text(name), unit: name, convention: name)]),
            .remark(Remark(.bad, name, name)),
            .table(
              Table(
                title: name, columns: [.init(name, unit: name, key: "k", .words)], rows: [[.text(name)]], notes: [name])
            ),
            .chart(
              PageChart(
                name, caption: name,
                PlotlyFigure(
                  x: PlotlyAxis(name, kind: .category),
                  panels: [.init(PlotlyAxis(name, unit: name), [.line(name, .labels([name, "b"]), [1, 2], .accent)])]))),
          ])
      ], conventions: [name])
  }

  @Test("a hostile name is a text wherever it stands")
  func escaping() {
    let html = PageRenderer(plotly: nil).html(page(named: Self.hostile))
    #expect(nestingFault(in: html) == nil)
    #expect(!html.contains("<script>alert"))
    #expect(!html.contains("<img"))
    // Once for the palette, once for the chart's data, once for the page's own script.
    #expect(html.split(separator: "<script").count - 1 == 3)
    #expect(html.contains("&lt;img src=x onerror=alert(1)&gt;"))
  }

  @Test("a library that holds the end of a script does not end it")
  func inlining() {
    let library = PlotlyLibrary(.script("var a = '</script>', b = '</SCRIPT >', c = 1 < 2;"), path: "x")
    let html = PageRenderer(plotly: library).html(page(named: "a"))
    #expect(html.contains(#"var a = '<\/script>', b = '<\/SCRIPT >', c = 1 < 2;"#))
  }

  @Test("nothing is fetched when a page is opened", arguments: Samples.pages.map(\.name))
  func selfContained(name: String) throws {
    let html = try PageRenderer(plotly: nil).html(Samples.page(name))
    for attribute in ["src=", "@import", "url(", "https://"] { #expect(!html.contains(attribute)) }
    // The one address is a name: SVG's namespace.
    #expect(html.replacing("http://www.w3.org/2000/svg", with: "").contains("http://") == false)
  }

  @Test("every page is well formed and has all of its parts", arguments: Samples.pages.map(\.name))
  func wellFormed(name: String) throws {
    let page = try Samples.page(name)
    // Numbers stay beside their units, which spaces that do not break see to.
    let html = PageRenderer(plotly: nil).html(page).replacing("\u{A0}", with: " ").replacing("\u{2212}", with: "-")
    #expect(nestingFault(in: html) == nil)
    for fact in page.facts { #expect(html.contains(">\(fact.name)</dt>")) }
    for section in page.sections { #expect(html.contains("<h2>\(section.title)</h2>")) }
    for convention in page.conventions { #expect(html.contains("<li>\(Markup.escaped(convention))</li>")) }
    #expect(!html.contains("{{") && !html.contains("Optional("))
    #expect(!html.contains(">nan") && !html.contains("NaN"))
  }

  @Test("without the library every chart is a still picture and the page says why")
  func withoutLibrary() throws {
    let html = try PageRenderer(plotly: nil).html(Samples.page("run"))
    #expect(html.contains("make setup"))
    #expect(html.split(separator: "<figure").count - 1 == html.split(separator: "<svg").count - 1)
    #expect(html.contains("aria-label=\"Equity, drawdown and position\""))
    let without = PageRenderer(plotly: nil).html(Page(kind: "k", title: "no charts", sections: []))
    #expect(!without.contains("make setup"))
  }

  @Test("absent parts are absent, and do not borrow from the page")
  func absentParts() {
    let html = PageRenderer(plotly: nil).html(
      Page(
        kind: "k", title: "outer", about: "about",
        sections: [PageSection("s", [.table(Table(columns: [.init("c", key: "c")], rows: [[.count(1)]]))])]))
    #expect(html.split(separator: "outer").count - 1 == 2)
    #expect(!html.contains("class=\"lead\"") && !html.contains("<h3>") && !html.contains("<tfoot>"))
    #expect(!html.contains("<nav"))
  }

  @Test("a chart without a value is left out, and so is a section that has nothing else")
  func emptyCharts() {
    let chart = PageChart(
      "nothing", caption: "c",
      PlotlyFigure(x: .time, panels: [.init(PlotlyAxis("y"), [.line("y", .numbers([1, 2]), [.nan, .nan], .accent)])]))
    let html = PageRenderer(plotly: nil).html(
      Page(
        kind: "k", title: "t",
        sections: [
          PageSection("gone", [.chart(chart), .charts([chart])]),
          PageSection("stays", [.chart(chart), .remark(Remark(.neutral, "head", "text"))]),
        ]))
    #expect(!html.contains("<figure") && !html.contains("gone") && html.contains("<h2>stays</h2>"))
  }

  @Test("what is not known has no unit")
  func missingUnit() {
    let tiles = [KeyFigure("a", key: "a", .missing, unit: "bars"), KeyFigure("b", key: "b", .count(2), unit: "bars")]
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "k", title: "t", sections: [PageSection("s", [.tiles(tiles)])]))
    #expect(html.split(separator: "<small>bars</small>").count - 1 == 1)
  }

  @Test(
    "instants and spans keep to one line, long names and sentences may break",
    arguments: [
      ("2024-07-01 to 2024-10-01", "left"), ("2024-07-01 08:05", "left"),
      ("hourly-with-a-name-as-researchers", "left name"),
      ("49,683 of 49,931 bars have a full window of it", "left long"),
    ])
  func breaks(text: String, style: String) {
    let table = Table(columns: [.init("c", key: "c", .words)], rows: [[.text(text)]])
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "k", title: "t", sections: [PageSection("s", [.table(table)])]))
    #expect(html.contains("<td class=\"\(style)\">"))
  }

  @Test("sections of one name have places of their own")
  func anchors() {
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "k", title: "t", sections: ["Für 1h", "Für 1h", "???"].map { PageSection($0, []) }))
    for id in ["für-1h", "für-1h-2", "section"] {
      #expect(html.contains("<section id=\"\(id)\""))
      #expect(html.contains("href=\"#\(id)\""))
    }
  }

  @Test("a section does not take a name that the page's script looks its data up by", arguments: ["Figures", "Plotly"])
  func reservedNames(name: String) throws {
    let points = (0..<12_000).map(Double.init)
    let chart = PageChart(
      name, caption: "long enough to be packed",
      PlotlyFigure(
        x: PlotlyAxis("x"),
        panels: [
          .init(PlotlyAxis("y"), [.bars("y", .numbers(points), points.map { ($0 * 0.7).squareRoot() }, Paint(.accent))])
        ]))
    let page = Page(kind: "View", title: "t", sections: [PageSection(name, [.chart(chart)])])
    let html = PageRenderer(plotly: PlotlyLibrary(.packed("cGxvdGx5"), path: "x")).html(page)
    #expect(html.contains("<section id=\"\(name.lowercased())-2\""))
    for id in ["figures", "plotly", "palette"] {
      #expect(html.split(separator: "id=\"\(id)\"").count == 2, "\(id) once")
    }
  }

  @Test("tiles stand in rows as even as they can be", arguments: [(3, 3), (6, 6), (7, 4), (8, 4), (13, 5), (21, 6)])
  func tileRows(count: Int, columns: Int) {
    let tiles = (0..<count).map { KeyFigure("f\($0)", key: "k\($0)", .count($0)) }
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "k", title: "t", sections: [PageSection("s", [.tiles(tiles)])]))
    #expect(html.contains("--columns: \(columns)\""))
  }

  @Test("a column that says nothing in any row is left to the others")
  func blankColumns() {
    let table = Table([KeyFigure("Trades", key: "n", .count(3), convention: "round trips")])
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "k", title: "t", sections: [PageSection("s", [.table(table)])]))
    #expect(html.contains(">convention<") && !html.contains(">unit<"))
  }

  @Test("of key figures a narrow page sets the convention below; of another table with such a column it does not")
  func keyFigures() {
    func html(_ table: Table) -> String {
      PageRenderer(plotly: nil).html(Page(kind: "k", title: "t", sections: [PageSection("s", [.table(table)])]))
    }
    let figures = html(Table([KeyFigure("Trades", key: "n", .count(3), convention: "least -2 bps")]))
    #expect(
      figures.contains("<table class=\"figures\">")
        && figures.contains("<td class=\"left convention\">least \u{2212}2 bps"))
    let other = html(Table(columns: [.init("c", key: "convention", .words)], rows: [[.text("x")]]))
    #expect(!other.contains("class=\"figures\""))
  }

  @Test("sentences beside a result are a list below their heading, each escaped")
  func notes() {
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "k", title: "t", sections: [PageSection("s", [.notes("Found in the data", ["a < b", "p < 0.05"])])]))
    #expect(nestingFault(in: html) == nil)
    #expect(html.contains("<h3>Found in the data</h3>") && html.contains("<li>a &lt; b</li>"))
    #expect(html.contains("<li>p\u{A0}&lt;\u{A0}0.05</li>"))
  }

  @Test("the same report gives the same bytes")
  func deterministic() throws {
    let renderer = PageRenderer(plotly: nil)
    #expect(try renderer.html(Samples.run().page) == renderer.html(Samples.run().page))
  }
}
