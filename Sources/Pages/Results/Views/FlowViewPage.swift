import Market
import Results
import Views

extension FlowView: PagedView {
  public var pageKind: String { "Flow" }
  public var conventions: [String] {
    [
      "Delta: what takers bought less what they sold. CVD is its running sum over the history shown.",
      "Imbalance is VPIN with true taker sides (Easley, Lopez de Prado and O'Hara 2012); as a predictor it is disputed (Andersen and Bondarenko 2014).",
    ]
  }

  public var charts: [PageChart] { reference.answer.map { [chart($0)] } ?? [] }

  private func chart(_ flow: FlowReference) -> PageChart {
    let x = Coordinates.instants(flow.closes)
    return PageChart(
      "Delta by the hour", caption: "\(flow.instrument): price, running delta, and the delta of each hour, in coins.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(PlotlyAxis("Price"), [.line("price", x, flow.price, .accent, inLegend: false)]),
          PlotlyFigure.Panel(
            PlotlyAxis("CVD", unit: "coins"), [.line("CVD", x, flow.cumulative, .series(1), inLegend: false)],
            levels: [.init(0)]),
          PlotlyFigure.Panel(
            PlotlyAxis("Delta", unit: "coins"),
            [.bars("delta", x, flow.delta, Paint(.accent), bySign: true, inLegend: false)], levels: [.init(0)]),
        ], height: 560))
  }
}
