import Market
import Results
import Views

extension RegimeView: PagedView {
  public var pageKind: String { "Regime" }
  public var conventions: [String] {
    [
      "z-scores over \(options.window) of \(interval) bars; the crowding score is the mean of the three (Aperiodic, intro-derivatives).",
      "Between settlements a funding rate stands still: its z-score over a day rests on few values.",
    ]
  }

  public var charts: [PageChart] {
    closes.isEmpty ? [] : [history, heat] + (funding.answer.map { [distribution($0)] } ?? [])
  }

  private var history: PageChart {
    let x = Coordinates.instants(closes)
    let stressed = closes.indices.filter { stress[$0] == true }
    return PageChart(
      "Crowding", caption: "Price with bars of stress marked, the three z-scores, and their mean.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Price"),
            [
              .line("price", x, price, .accent, inLegend: false),
              .markers(
                "stress", .instants(stressed.map { closes[$0] }), stressed.map { price[$0] }, Paint(.loss), size: 5),
            ]),
          PlotlyFigure.Panel(
            PlotlyAxis("z-scores", .fixed(1)),
            [
              .line("funding", x, fundingZ, .series(0)), .line("basis", x, basisZ, .series(1)),
              .line("open interest", x, interestZ, .series(2)),
            ], levels: [.init(options.entry, "stress")]),
          PlotlyFigure.Panel(
            PlotlyAxis("Crowding", .fixed(1)), [.line("crowding", x, crowding, .series(3), inLegend: false)],
            levels: [.init(0)]),
        ], height: 620))
  }

  private var heat: PageChart {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return PageChart(
      "Crowding by weekday and hour", caption: "Mean score by UTC hour of the bar's close, over all that was known.",
      PlotlyFigure(
        x: PlotlyAxis("UTC hour", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("", .fixed(2), kind: .category, isReversed: true),
            [.heatmap("crowding", x: (0..<24).map { "\($0)h" }, y: days, z: calendar, .diverging)])
        ], height: 340, hover: .closest))
  }

  private func distribution(_ funding: FundingDistribution) -> PageChart {
    let values = funding.rates.map { $0 * 1e4 }
    return .histogram(
      "Settled funding", caption: "Per eight hours, all settlements that were known.",
      axis: PlotlyAxis("Per 8 h", unit: "bps", .fixed(1)), share: "Share of settlements", Histogram(covering: [values]),
      [("funding", values, Paint(.accent))], verticals: [.init(funding.mean * 1e4, "mean")])
  }
}
