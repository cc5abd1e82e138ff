import Market
import Replay
import Results

/// What the instruments of a portfolio did, as charts of its run.
extension RunSummary {
  private func curve(_ values: [Double]) -> Curve {
    Curve(drawing: values) { run.grid.close($0) }
  }

  func grossAndNet(_ account: PortfolioAccount) -> [PlotlyTrace] {
    [
      .line("gross", curve(account.gross), .series(1), shape: .step),
      .line("net", curve(account.net), .series(3), shape: .step),
    ]
  }

  /// The instruments that earned and cost most, by bar.
  func instrumentChart(_ account: PortfolioAccount) -> PageChart {
    let order = account.members.sorted { $0.leg.sums.net > $1.leg.sums.net }
    let shown = order.count > 10 ? Array(order.prefix(5) + order.suffix(5)) : order
    let lines = shown.enumerated().map { index, member in
      PlotlyTrace.line(member.leg.name, curve(member.leg.result.map(Money.quote)), .series(index))
    }
    return PageChart(
      "What instruments came to",
      caption: "Price, funding and costs of each, marked at each bar's close"
        + (shown.count < order.count ? "; the five that earned most and the five that cost most." : "."),
      PlotlyFigure(
        x: .time,
        panels: [PlotlyFigure.Panel(PlotlyAxis("Result", unit: quote, .fixed(2)), lines, levels: [.init(0)])],
        height: 420))
  }

  /// How many instruments are held and how many there are to choose from.
  func exposureChart(_ account: PortfolioAccount) -> PageChart {
    PageChart(
      "Exposure and instruments",
      caption:
        "Gross is the absolute value of all positions over equity, net the same with their signs, at closes. Below, how many "
        + "instruments are held, and how many belong to the universe at the bar.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Exposure", unit: "× equity", .fixed(2)), grossAndNet(account), share: 5, levels: [.init(0)]),
          PlotlyFigure.Panel(
            PlotlyAxis("Instruments", .fixed(0)),
            [
              .line("held", curve(account.held.map(Double.init)), .series(2), shape: .step),
              .line("universe", curve(account.belonging.map(Double.init)), .muted, shape: .step),
            ], share: 3),
        ], height: 420))
  }
}
