import Research
import Results

extension CompareSummary {
  /// The page of a comparison: strategies side by side on one window, and whether their differences are real.
  public var page: Page {
    var differences: [PageBlock] = comparison.pairs.isEmpty ? [] : [.table(pairs)]
    if !comparison.correlation.isEmpty { differences.append(.chart(correlationChart)) }
    return Page(
      "Comparison", comparison.contenders.map(\.name).joined(separator: ", "), header,
      further: [Page.Fact("Seed", "\(comparison.seed)")],
      sections: [
        PageSection("Side by side", [.remark(Remark(.neutral, "Conclusion", conclusion)), .table(table)]),
        PageSection("Growth", [.chart(growthChart)]),
      ] + (differences.isEmpty ? [] : [PageSection("Differences", differences)]),
      conventions: [
        "Sharpe ratios are of UTC-daily returns, annualised over 365 days.",
        "Pairs are resampled together, day by day in blocks (stationary bootstrap).",
      ])
  }

  private var growthChart: PageChart {
    let contenders = zip(comparison.contenders.map(\.name), runs)
    let growth = contenders.enumerated().map { index, contender in
      let start = contender.1.run.figures.initialEquity
      return PlotlyTrace.line(contender.0, contender.1.equityCurve.mapValues { $0 / start }, .series(index))
    }
    let drawdowns = contenders.enumerated().map { index, contender in
      PlotlyTrace.line(contender.0, contender.1.drawdownCurve, .series(index), inLegend: false)
    }
    return PageChart(
      "Equity and drawdown",
      caption:
        "Equity of each strategy over its own start, net of fees, slippage and funding; drawdown from the highest "
        + "equity so far.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(PlotlyAxis("Equity", unit: "start = 1", .fixed(4)), growth, share: 2),
          PlotlyFigure.Panel(PlotlyAxis("Drawdown", .percent(2)), drawdowns),
        ], height: 520))
  }

  private var correlationChart: PageChart {
    let names = comparison.contenders.map(\.name)
    let cells = comparison.correlation.map { $0.map { $0 ?? .nan } }
    return PageChart(
      "Correlation of daily returns", caption: "Pearson correlation of UTC-daily returns, flat days included.",
      PlotlyFigure(
        x: PlotlyAxis("", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("", .fixed(2), kind: .category, isReversed: true),
            [
              .heatmap(
                "correlation", x: names, y: names, z: cells, .diverging,
                texts: cells.map { row in row.map { $0.isNaN ? "" : Figure.ratio($0).pageText } })
            ])
        ], height: min(140 + 44 * names.count, 640), hover: .closest))
  }
}
