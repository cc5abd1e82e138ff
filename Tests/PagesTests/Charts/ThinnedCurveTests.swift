import Market
import Numerics
import Pages
import Results
import Testing

@Suite("Curves drawn from some of their points")
struct ThinnedCurveTests {
  @Test("a position drawn from its changes is exact, and says so")
  func exactStep() {
    let values = (0..<100_000).map { $0 / 500 % 2 == 0 ? 0.0 : 1 }
    let figure = PlotlyFigure(
      x: PlotlyAxis("bar"),
      panels: [
        .init(
          PlotlyAxis("position"),
          [.line("position", .numbers(values.indices.map(Double.init)), values, .accent, shape: .step)])
      ])
    #expect(figure.thinned == nil)
    #expect(figure.panels.first?.traces.first?.count == 400)
  }

  @Test("a curve made of what is drawn is drawn as the whole one", arguments: [3, 4000, 30_000], [1, 7, 5000])
  func drawn(count: Int, hold: Int) {
    let grid = Grid(start: Instant(year: 2021, month: 1, day: 1), interval: .minute, count: count)
    let values = (0..<count).map { row in row % 997 == 5 ? .nan : Double(row / hold * 7919 % 1013) }
    func drawn(_ curve: Curve, _ shape: PlotlyTrace.Shape) -> (text: String, source: Int) {
      let trace = PlotlyTrace.line("held", curve, .accent, shape: shape)
      let figure = PlotlyFigure(x: .time, panels: [.init(PlotlyAxis("Held", .fixed(2)), [trace])])
      return (figure.json.text(), trace.sourceCount)
    }
    for shape in [PlotlyTrace.Shape.linear, .step] {
      let some = Curve(drawing: values, shape: shape, at: grid.open)
      #expect(drawn(some, shape) == drawn(Curve((0..<count).map(grid.open), values), shape))
      #expect(some.values.count <= Thinning.limit)
    }
  }
}
