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

  public var charts: [PageChart] {
    reference.answer.map { flow in
      [chart(flow), ratios(flow)] + (flow.largeShare.contains { $0.isFinite } ? [large(flow)] : []) + [heat(flow)]
    } ?? []
  }

  private func chart(_ flow: FlowReference) -> PageChart {
    let x = Coordinates.instants(flow.closes)
    return .overTime(
      "Hourly delta", caption: "\(flow.instrument): price, running delta, and the delta of each hour, in coins.",
      height: 560,
      [
        .panel("Price", unit: flow.instrument.quoteUnit, [.line("price", x, flow.price, .accent, inLegend: false)]),
        .panel(
          "CVD", unit: "coins", [.line("CVD", x, flow.cumulative, .series(1), inLegend: false)], levels: [.init(0)]),
        .panel(
          "Delta", unit: "coins", [.bars("delta", x, flow.delta, Paint(.accent), bySign: true, inLegend: false)],
          levels: [.init(0)]),
      ])
  }

  private func ratios(_ flow: FlowReference) -> PageChart {
    let x = Coordinates.instants(flow.closes)
    return .overTime(
      "Taker ratio and delta shock",
      caption: "Bought over sold, mean of a day's hours, and how unusual the size of net flow is.", height: 420,
      [
        .panel(
          "Bought / sold", .fixed(2), [.line("1d mean", x, flow.meanRatio1d, .series(1), inLegend: false)],
          levels: [.init(1)]),
        .panel(
          "Delta shock", unit: "z", .fixed(1), [.line("shock", x, flow.shockSeries, .series(2), inLegend: false)],
          levels: [.init(0)]),
      ])
  }

  private func large(_ flow: FlowReference) -> PageChart {
    PageChart.overTime(
      "Large trades", caption: "Share of what was traded in each hour in trades that the series counts as large.",
      height: 260,
      .panel(
        "Share", .percent(0), [.line("large", .instants(flow.closes), flow.largeShare, .series(3), inLegend: false)]))
  }

  private func heat(_ flow: FlowReference) -> PageChart {
    .weekdays(
      "Ratio by weekday and hour", caption: "Mean of bought over sold less one, by UTC hour of the bar's open.",
      axis: PlotlyAxis("", .fixed(2)), name: "ratio - 1", flow.calendar.map { $0.map { $0 - 1 } })
  }
}
