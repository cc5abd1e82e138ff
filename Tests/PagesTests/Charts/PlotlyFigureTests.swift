import Market
import Numerics
import Pages
import Results
import Testing

@Suite("Figures for Plotly")
struct PlotlyFigureTests {
  static let figure = PlotlyFigure(
    x: .time,
    panels: [
      .init(
        PlotlyAxis("Equity", unit: "USDT", .fixed(2)), [.line("equity", curve, .accent, inLegend: false)], share: 3),
      .init(PlotlyAxis("Drawdown", .percent(2)), [.line("drawdown", curve, .loss, filled: true)]),
    ])
  static let curve = Curve((1...3).map { Instant(year: 2025, month: 1, day: 1) + .hour * $0 }, [1, .nan, 3])

  @Test("panels share one time axis, from top to bottom")
  func panels() {
    let json = Self.figure.json
    #expect(json["data"]?.elements.map { $0["xaxis"] } == ["x", "x"])
    #expect(json["data"]?.elements.map { $0["yaxis"] } == ["y", "y2"])
    let upper = json["layout"]?["yaxis"]?["domain"]?.elements ?? []
    let lower = json["layout"]?["yaxis2"]?["domain"]?.elements ?? []
    #expect(upper.last == .real(1))
    #expect(lower.first == .real(0))
    #expect(json["layout"]?["xaxis"]?["anchor"] == "y2")
    #expect(json["layout"]?["xaxis"]?["rangeselector"]?["buttons"]?.elements.count == 5)
  }

  @Test("times are UTC texts and gaps are null")
  func values() {
    let trace = Self.figure.json["data"]?.elements.first
    #expect(trace?["x"]?.elements.first == "2025-01-01T01:00")
    #expect(trace?["y"]?.text(.compact) == "[1.0,null,3.0]")
  }

  @Test("one point makes no line, and is drawn as a marker")
  func onePoint() {
    let modes = [[1, .nan], [1, 2]].map { values in
      PlotlyFigure(x: .time, panels: [.init(PlotlyAxis("y"), [.line("y", .numbers([1, 2]), values, .accent)])])
        .json["data"]?.elements.first?["mode"]
    }
    #expect(modes == ["lines+markers", "lines"])
  }

  @Test("axes and the pointer name the unit")
  func units() {
    let json = Self.figure.json
    #expect(json["layout"]?["yaxis"]?["title"]?["text"] == "Equity (USDT)")
    #expect(json["data"]?.elements.first?["hovertemplate"] == "%{y:,.2f} USDT")
    #expect(json["data"]?.elements.last?["hovertemplate"] == "%{y:,.2%}")
  }

  @Test("colours are named in a page and fixed in a document, but never in the user's words")
  func colours() {
    let figure = PlotlyFigure(
      x: PlotlyAxis("x"), panels: [.init(PlotlyAxis("y"), [.line("@gain", .numbers([0]), [1], .gain, filled: true)])])
    #expect(figure.json["data"]?.elements.first?["line"]?["color"] == "@gain")
    let fixed = figure.document(in: .light)["data"]?.elements.first
    #expect(fixed?["line"]?["color"] == "#0d9488")
    #expect(fixed?["fillcolor"] == "rgba(13,148,136,0.16)")
    #expect(fixed?["name"] == "@gain")
  }

  @Test("the legend stands above the names of vertical lines")
  func legendAboveLabels() {
    func foot(_ verticals: [PlotlyFigure.Level]) -> Double? {
      let figure = PlotlyFigure(
        x: PlotlyAxis("x"), panels: [.init(PlotlyAxis("y"), [.line("a", .numbers([1, 2]), [1, 2], .accent)])],
        verticals: verticals, height: 320)
      guard case .object(let whole) = figure.json, case .object(let layout)? = whole["layout"],
        case .object(let legend)? = layout["legend"], case .real(let y)? = legend["y"]
      else { return nil }
      return y
    }
    #expect(foot([]) == 1 && foot([.init(1)]) == 1)
    // A row of 15 pixels over some 250 of panels, and another.
    #expect(abs((foot([.init(1, "price")]) ?? 0) - 1.06) < 0.01)
    #expect(abs((foot([.init(1, "price"), .init(2, "mean")]) ?? 0) - 1.12) < 0.01)
  }

  @Test("names are texts, not markup")
  func escaping() {
    let figure = PlotlyFigure(
      x: PlotlyAxis("<b>x"),
      panels: [.init(PlotlyAxis("y"), [.markers("<img>", .numbers([0]), [1], Paint(.ink), texts: ["<i>"])])])
    let text = figure.json.text(.compact)
    #expect(!text.contains("<img") && !text.contains("<i>") && !text.contains("<b>x"))
  }

  @Test("a band is two edges, the upper filled down to the lower")
  func band() {
    let figure = PlotlyFigure(
      x: PlotlyAxis("x"),
      panels: [.init(PlotlyAxis("y"), [.band("interval", .numbers([0, 1]), lower: [1, 2], upper: [3, 4], .accent)])])
    let data = figure.json["data"]?.elements ?? []
    #expect(data.map { $0["y"]?.text(.compact) } == ["[1.0,2.0]", "[3.0,4.0]"])
    #expect(data.last?["fill"] == "tonexty")
  }

  @Test("a long series says that it was thinned")
  func thinned() {
    let values = (0..<50_000).map { Double($0 % 97) }
    let figure = PlotlyFigure(
      x: PlotlyAxis("x"),
      panels: [.init(PlotlyAxis("y"), [.line("y", .numbers(values.indices.map(Double.init)), values, .accent)])])
    #expect(figure.thinned?.of == 50_000)
    #expect(figure.thinned.map { $0.drawn <= Thinning.limit } == true)
  }
}
