import Market
import Research
import Results

extension CompareSummary {
  /// The page of a comparison: strategies side by side on the same days, and whether their differences are real.
  public var page: Page {
    Page(
      "Comparison", comparison.contenders.map(\.name).joined(separator: ", "), header,
      further: [Page.Fact("Seed", "\(comparison.seed)")] + (benchmark.map { [Page.Fact("Benchmark", $0)] } ?? []),
      sections: ([opening] + marketSections + differences + [mixSection].compactMap(\.self)).alarming(alarm),
      conventions: [
        "Sharpe ratios are of UTC-daily returns, annualised over 365 days.",
        "Pairs are resampled together, day by day in blocks: stationary bootstrap with percentiles, and circular blocks, studentised, by Ledoit & Wolf (2008).",
      ])
  }

  private var opening: PageSection {
    let remarks = said.filter { $0.title != BeyondReal.title }
      .map { PageBlock.remark(Remark(.neutral, $0.title, $0.text)) }
    let against = [againstTable].compactMap(\.self).map(PageBlock.table)
    guard let totalTable else { return PageSection("Side by side", remarks + [.table(tables[0])] + against) }
    let totals = [totalsAgainstTable].compactMap(\.self).map(PageBlock.table)
    return PageSection("All markets", remarks + [.table(totalTable), .chart(totalChart)] + totals + against)
  }

  /// More charts than these are a carpet; the tables go on.
  private static let mostCharts = 12

  private var marketSections: [PageSection] {
    guard total != nil else { return [PageSection("Growth", [.chart(growthChart(parts[0]))])] }
    return zip(parts, tables).enumerated().map { index, part in
      PageSection(
        part.0.market, [.table(part.1)] + (index < Self.mostCharts ? [.chart(growthChart(part.0))] : []))
    }
  }

  private var differences: [PageSection] {
    guard !comparison.pairs.isEmpty else { return [] }
    return [
      PageSection(
        "Differences",
        [
          .table(pairs),
          .charts([
            correlationChart(
              "Correlation of daily returns", "Pearson correlation of UTC-daily returns, flat days included.",
              comparison.correlation),
            correlationChart(
              "Correlation of drawdowns",
              "Pearson correlation of drawdowns at the ends of UTC days: whether they are under water together. Drawdowns last, so few are independent.",
              comparison.drawdownCorrelation),
          ]),
        ])
    ]
  }

  private var mixSection: PageSection? {
    mixTable.map {
      PageSection(
        "All strategies at equal risk", lead: "What holding all of the strategies would have earned.", [.table($0)])
    }
  }

  private func growthChart(_ part: Part) -> PageChart {
    let start = { (run: RunSummary) in run.run.figures.initialEquity }
    let growth = part.rows.enumerated().map { index, row in
      PlotlyTrace.line(row.name, row.run.equityCurve.mapValues { $0 / start(row.run) }, .series(index))
    }
    let drawdowns = part.rows.enumerated().map { index, row in
      PlotlyTrace.line(row.name, row.run.drawdownCurve, .series(index), inLegend: false)
    }
    // The curves of the runs are of what their accounts are in.
    let against = part.runs.lazy.compactMap(\.against).first { $0.comparison.currency == nil }
    let beside = against.map { [$0.curve($0.comparison.name)] } ?? []
    let mix = total == nil ? mixTrace : []
    return .overTime(
      total == nil ? "Equity and drawdown" : "Equity and drawdown on \(part.market)",
      caption:
        "Equity of each strategy over its own start, net of fees, slippage and funding; drawdown from the highest "
        + "equity so far." + (beside.isEmpty ? "" : " Dashed: \(benchmark ?? ""), before costs where it is held.")
        + (mix.isEmpty ? "" : " Grey: all at equal risk, weights chosen in sample."), height: 520,
      [
        .panel("Equity", unit: "start = 1", .fixed(4), beside + growth + mix, share: 2),
        .panel("Drawdown", .percent(2), drawdowns),
      ])
  }

  /// The mix at the ends of days; none where fewer than two traded.
  private var mixTrace: [PlotlyTrace] {
    guard let mix = comparison.mix.answer else { return [] }
    let ends = comparison.contenders[0].days.map { $0.day + .day }
    return [.line("equal risk", Curve(ends, mix.equity), .muted)]
  }

  /// Over all markets, day by day.
  private var totalChart: PageChart {
    let lines = comparison.contenders.enumerated().map { index, contender in
      PlotlyTrace.line(contender.name, RunAgainst.growth(contender.days), .series(index))
    }
    let beside = totalsAgainst?.answer?.first.map { [$0.curve($0.comparison.name)] } ?? []
    return .overTime(
      "Growth over all markets",
      caption:
        "Growth of 1 with an equal part in each market, made equal again each day, at the ends of the UTC days that all markets have. Grey: all strategies at equal risk, weights chosen in sample."
        + (beside.isEmpty ? "" : " Dashed: \(benchmark ?? ""), in equal parts as well."), height: 420,
      .growth(beside + lines + mixTrace))
  }

  private func correlationChart(_ title: String, _ caption: String, _ matrix: [[Double?]]) -> PageChart {
    let names = comparison.contenders.map(\.name)
    let cells = matrix.map { $0.map { $0 ?? .nan } }
    return .map(
      title, caption: caption, axis: PlotlyAxis("", .fixed(2)), name: "correlation", columns: names, rows: names, cells,
      texts: cells.map { row in row.map { $0.isNaN ? "" : Figure.ratio($0).pageText } }, reach: 1,
      height: min(140 + 44 * names.count, 640))
  }
}
