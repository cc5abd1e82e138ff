import Foundation
import Market
import Pages
import Research
import Results
import Signals
import Testing

@Suite("How a sweep's figure lies over its parameters, in pictures")
struct SurfaceChartsTests {
  static let parameters = [
    Parameter(name: "entry", value: .number(1.5)), Parameter(name: "exit", value: .number(0)),
    Parameter(name: "lookback", value: .duration(.day)), Parameter(name: "a<b", value: .number(1)),
  ]

  /// A hill over entry and exit.
  static func section(
    grids: [String] = [], draws: [String] = [], trials: Int? = nil, known: Bool = true
  ) throws -> SurfaceCharts {
    let space = try ParameterSpace(
      SpaceRequest(grids: grids, draws: draws, trials: trials), of: Array(parameters.prefix(3)), interval: .minutes(5))
    var maps = TrialMaps(space, smallestFirst: false)
    for point in 0..<space.count {
      let (entry, exit) = (space.parameters(point)["entry"]?.scalar ?? 0, space.parameters(point)["exit"]?.scalar ?? 0)
      maps.add(point, known ? 1 - (entry - 2) * (entry - 2) - exit * exit : .nan)
    }
    return SurfaceCharts(maps, figure: "Sharpe <ratio>", format: .fixed(2))
  }

  static let grids = ["entry=1,2,3", "exit=-0.5,0,0.5", "lookback=6h,1d"]

  @Test("a surface, a slice a value of the third parameter, each parameter alone, and lines across all")
  func pictures() throws {
    let section = try Self.section(grids: Self.grids)
    #expect(
      section.pictures.map(\.name) == [
        "surface", "slice-1", "slice-2", "along-entry", "along-exit", "along-lookback", "parallel",
      ])
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "Sweep", title: "t", sections: try [#require(section.section)]))
    #expect(nestingFault(in: html) == nil)
    #expect(html.contains("lookback = 6h") && html.contains("the best cell is framed"))
  }

  @Test("a picture is a whole file: its own colours, its numbers in the cells, names escaped")
  func files() throws {
    for picture in try Self.section(grids: Self.grids).pictures {
      let svg = picture.svg
      #expect(nestingFault(in: svg) == nil, "\(picture.name)")
      #expect(!svg.contains("var(--") && !svg.contains("nan") && !svg.contains("inf"))
      #expect(svg.contains("&lt;ratio&gt;"))
    }
    let surface = try #require(try Self.section(grids: Self.grids).pictures.first).svg
    #expect(surface.contains(">1.00<") && surface.contains(">\u{2212}0.25<") && surface.contains(">entry<"))
  }

  @Test("colours of a figure that is never below zero begin at zero, those of others have it in their middle")
  func scale() throws {
    // Too many cells to write their numbers in: the scale beside them says what colours mean.
    let entries = (1...40).map(String.init).joined(separator: ",")
    let space = try ParameterSpace(
      SpaceRequest(grids: ["entry=\(entries)", "exit=0,1"], draws: [], trials: nil),
      of: Array(Self.parameters.prefix(2)),
      interval: .minutes(5))
    var maps = TrialMaps(space, smallestFirst: false)
    for point in 0..<space.count { maps.add(point, 1 + Double(point)) }
    func surface(_ isSigned: Bool) throws -> String {
      let charts = SurfaceCharts(maps, figure: "|t|", format: .fixed(2), isSigned: isSigned)
      return try #require(charts.pictures.first).svg
    }
    #expect(try surface(true).contains(">\u{2212}") && !surface(false).contains(">\u{2212}"))
    #expect(try surface(false).contains(">0.00<"))
  }

  @Test("drawn parameters have their edges beside the cells")
  func edges() throws {
    let section = try Self.section(draws: ["entry=uniform(0,4)", "exit=normal(0,1)"], trials: 400)
    let surface = try #require(section.pictures.first)
    #expect(surface.svg.contains("0.5 … 1") && surface.svg.contains(">-∞ …<"))
    #expect(surface.chart.caption.contains("equally likely parts"))
  }

  @Test("with one parameter there is its line alone, and without the figure nothing")
  func little() throws {
    #expect(try Self.section(grids: ["entry=1,2,3"]).pictures.map(\.name) == ["along-entry"])
    let unknown = try Self.section(grids: Self.grids, known: false)
    #expect(unknown.section == nil && unknown.pictures.isEmpty)
  }

  @Test("a constant figure is a picture too")
  func constant() throws {
    let space = try ParameterSpace(
      SpaceRequest(grids: Self.grids), of: Array(Self.parameters.prefix(3)), interval: .minutes(5))
    var maps = TrialMaps(space, smallestFirst: true)
    for point in 0..<space.count { maps.add(point, 0) }
    for picture in SurfaceCharts(maps, figure: "Turnover", format: .fixed(2)).pictures {
      #expect(!picture.svg.contains("nan"), "\(picture.name)")
    }
  }

  @Test("Plotly draws all of them", .enabled(if: Browser.isThere, Comment(rawValue: Browser.why)))
  func browser() throws {
    let section = try #require(try Self.section(grids: Self.grids).section)
    let html = PageRenderer(plotly: Browser.plotly).html(Page(kind: "Sweep", title: "t", sections: [section]))
    let document = try Browser.document(of: html, named: "surface")
    #expect(document.contains("data-charts=\"7\"") && document.contains("data-problems=\"0\""))
  }
}

@Suite("PNGs of pictures")
struct RasteriserTests {
  @Test("without the tool the search says what is missing and how to have it")
  func missing() {
    let search = Rasteriser.find(environment: ["PATH": "/nowhere"])
    #expect(search.tool == nil && search.note?.contains("librsvg2-bin") == true)
  }

  @Test(
    "an SVG becomes a PNG of twice its size, and a folder that cannot be written is the tool's own words",
    .enabled(if: Rasteriser.find().tool != nil, "needs rsvg-convert (`make setup`)"))
  func converts() throws {
    let tool = try #require(Rasteriser.find().tool)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hindcast-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let svg = folder.appendingPathComponent("a.svg").path
    let line = "<path d=\"M0 0L200 40\" stroke=\"#0d9488\"/>"
    try "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\">\(line)</svg>"
      .write(toFile: svg, atomically: true, encoding: .utf8)
    let png = folder.appendingPathComponent("a.png").path
    try tool.convert(svg, to: png)
    let bytes = [UInt8](try #require(FileManager.default.contents(atPath: png)))
    #expect(bytes.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    // The header chunk holds width and height as four bytes each.
    #expect(bytes[16..<24] == [0, 0, 1, 144, 0, 0, 0, 80])
    #expect(throws: Problem.self) { try tool.convert(svg, to: "/nowhere/a.png") }
  }
}
