import Reports
import Testing

@Suite("Pictures")
struct PictureTests {
  @Test("a surface has a cell a pair of values, its labels, and the best cell ringed")
  func surface() {
    let picture = SurfacePicture(
      title: "Sharpe <ratio>", x: ("entry", ["1", "2", "3"]), y: ("look\"back", ["6h", "1d"]),
      z: [[0.1, .nan, 0.3], [-1, 2, 0.5]])
    let svg = picture.svg
    #expect(nestingFault(in: svg) == nil)
    // Ground, six cells, forty steps of the colour bar.
    #expect(svg.split(separator: "<rect").count - 1 == 47)
    #expect(svg.contains(">6h<") && svg.contains(">entry<") && svg.contains("Sharpe &lt;ratio&gt;"))
    #expect(svg.contains(">2.00<") && !svg.contains("nan"))
    #expect(svg.split(separator: "<path").count - 1 == 1)
  }

  @Test("zero has the colour of the paper, and the ends are gain and loss")
  func surfaceColours() {
    let svg = SurfacePicture(title: "t", x: ("a", ["1", "2", "3"]), y: ("b", ["1"]), z: [[-2, 0, 2]]).svg
    for colour in ["#d6453d", "#ffffff", "#0d9488"] { #expect(svg.contains("fill=\"\(colour)\"")) }
  }

  @Test("a surface of nothing but failed trials is still a picture")
  func emptySurface() {
    let svg = SurfacePicture(title: "t", x: ("a", ["1"]), y: ("b", ["1"]), z: [[.nan]]).svg
    #expect(nestingFault(in: svg) == nil)
    #expect(!svg.contains("nan"))
  }

  @Test("a sparkline is green above its start and red below")
  func sparkline() {
    #expect(Sparkline.svg([1, 3, 2], label: "equity").contains("var(--gain)"))
    #expect(Sparkline.svg([2, 3, 1], label: "equity").contains("var(--loss)"))
    #expect(Sparkline.svg([1, 2], label: "equity", standalone: true).contains("#0d9488"))
  }

  @Test(
    "a sparkline breaks where values are missing and survives having none",
    arguments: [[1, .nan, 2, 3], [], [Double.nan]])
  func gaps(values: [Double]) {
    let svg = Sparkline.svg(values, label: "equity")
    #expect(nestingFault(in: svg) == nil)
    #expect(!svg.contains("nan"))
  }
}
