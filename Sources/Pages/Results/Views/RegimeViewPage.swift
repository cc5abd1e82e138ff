import Market
import Results
import Statistics
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
    closes.isEmpty ? [] : [history, inputs, heat] + (funding.answer.map { [distribution($0)] } ?? [])
  }

  private var history: PageChart {
    let x = Coordinates.instants(closes)
    let stressed = closes.indices.filter { stress[$0] == true }
    return .overTime(
      "Crowding", caption: "Price with bars of stress marked, the three z-scores, and their mean.", height: 620,
      [
        .panel(
          "Price", unit: instrument.quoteUnit,
          [
            .line("price", x, price, .accent, inLegend: false),
            .markers(
              "stress", .instants(stressed.map { closes[$0] }), stressed.map { price[$0] }, Paint(.loss), size: 5),
          ]),
        .panel(
          "z-scores", .fixed(1),
          [
            .line("funding", x, fundingZ, .series(0)), .line("basis", x, basisZ, .series(1)),
            .line("open interest", x, interestZ, .series(2)),
          ], levels: [.init(options.entry, "stress")]),
        .panel(
          "Crowding", .fixed(1), [.line("crowding", x, crowding, .series(3), inLegend: false)], levels: [.init(0)]),
      ])
  }

  private var inputs: PageChart {
    let x = Coordinates.instants(closes)
    func bps(_ values: [Double]) -> [Double] { values.map { $0 * 1e4 } }
    return .overTime(
      "Funding, basis and open interest", caption: "As they were known at each bar's close.", height: 560,
      [
        .panel(
          "Funding", unit: "bps", [.line("funding", x, bps(fundingRate), .series(0), shape: .step, inLegend: false)],
          levels: [.init(0)]),
        .panel("Basis", unit: "bps", [.line("basis", x, bps(basis), .series(1), inLegend: false)], levels: [.init(0)]),
        .panel("Open interest", unit: "coins", [.line("open interest", x, interest, .series(2), inLegend: false)]),
      ])
  }

  private var heat: PageChart {
    .weekdays(
      "Funding by weekday and hour",
      caption: "Mean settled rate as it stood, in basis points, by UTC hour of the bar's open, over the history.",
      axis: PlotlyAxis("", unit: "bps", .fixed(2)), name: "funding", calendar.map { $0.map { $0 * 1e4 } })
  }

  private func distribution(_ funding: FundingDistribution) -> PageChart {
    let values = funding.rates.map { $0 * 1e4 }
    return .histogram(
      "Settled funding", caption: "Per eight hours, all settlements that were known.",
      axis: PlotlyAxis("Per 8 h", unit: "bps", .fixed(1)), share: "Share of settlements", Histogram(covering: [values]),
      [("funding", values, Paint(.accent))], verticals: [.init(funding.mean * 1e4, "mean")])
  }
}
