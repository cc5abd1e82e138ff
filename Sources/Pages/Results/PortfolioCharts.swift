import Market
import Replay
import Results

/// What the instruments of a portfolio did, as charts of its run.
extension RunSummary {
  private func curve(_ values: [Double]) -> Curve { Curve(drawing: values) { run.grid.close($0) } }

  func grossAndNet(_ account: PortfolioAccount) -> [PlotlyTrace] {
    [
      .line("gross exposure", curve(account.gross), .series(1), shape: .step),
      .line("net exposure", curve(account.net), .series(3), shape: .step),
    ]
  }

  /// The instruments that earned and cost most, by bar.
  func instrumentChart(_ account: PortfolioAccount) -> PageChart {
    let order = account.members.sorted { $0.leg.sums.net > $1.leg.sums.net }
    let shown = order.count > 10 ? Array(order.prefix(5) + order.suffix(5)) : order
    let lines = shown.enumerated().map { index, member in
      PlotlyTrace.line(member.leg.name, curve(member.leg.result.map(Money.quote)), .series(index))
    }
    return .overTime(
      "Result by instrument",
      caption: "Price, funding and costs of each, marked at each bar's close"
        + (shown.count < order.count ? "; the five that earned most and the five that cost most." : "."), height: 420,
      .panel("Result", unit: quote, .fixed(2), lines, levels: [.init(0)]))
  }

  /// How many instruments are held and how many there are to choose from.
  func exposureChart(_ account: PortfolioAccount) -> PageChart {
    PageChart.overTime(
      "Exposure and instruments",
      caption:
        "Gross is the absolute value of all positions over equity, net the same with their signs, at closes. Below, how many "
        + "instruments are held, and how many belong to the universe at the bar.", height: 420,
      [
        .panel("Exposure", unit: "× equity", .fixed(2), grossAndNet(account), share: 5, levels: [.init(0)]),
        .panel(
          "Instruments", .fixed(0),
          [
            .line("instruments held", curve(account.held.map(Double.init)), .series(2), shape: .step),
            .line("in the universe", curve(account.belonging.map(Double.init)), .muted, shape: .step),
          ], share: 3),
      ])
  }
}
