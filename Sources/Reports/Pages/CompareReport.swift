/// The page of a comparison: strategies side by side on one window, and whether their differences are real.
public struct CompareReport: Sendable {
  /// One strategy.
  public struct Contestant: Sendable {
    public var name: String
    /// Marked at each bar's close.
    public var equity: Curve
    public var drawdown: Curve

    public init(name: String, equity: Curve, drawdown: Curve) {
      self.name = name
      self.equity = equity
      self.drawdown = drawdown
    }
  }

  public var subject: ReportSubject
  /// A row a strategy.
  public var table: Table
  public var contestants: [Contestant]
  /// The paired tests, a row a pair; nil when there are none.
  public var pairs: Table?
  /// Of UTC-daily returns, in the order of the contestants; empty when not computed.
  public var correlations: [[Double]]
  public var remarks: [Remark]
  public var conventions: [String]

  public init(
    subject: ReportSubject, table: Table, contestants: [Contestant], pairs: Table? = nil, correlations: [[Double]] = [],
    remarks: [Remark] = [], conventions: [String] = []
  ) {
    self.subject = subject
    self.table = table
    self.contestants = contestants
    self.pairs = pairs
    self.correlations = correlations
    self.remarks = remarks
    self.conventions = conventions
  }

  public var page: Page { subject.page("Comparison", sections: sections, conventions: conventions) }

  /// The page's sections, for longer pages that hold a comparison among other things.
  public var sections: [PageSection] {
    var sections = [
      PageSection("Side by side", remarks.map(PageBlock.remark) + [.table(table)]),
      PageSection("Growth", [.chart(growthChart)]),
    ]
    var blocks: [PageBlock] = []
    if let pairs { blocks.append(.table(pairs)) }
    if !correlations.isEmpty { blocks.append(.chart(correlationChart)) }
    if !blocks.isEmpty { sections.append(PageSection("Differences", blocks)) }
    return sections
  }

  private var growthChart: PageChart {
    let growth = contestants.enumerated().map { index, contestant in
      let start = contestant.equity.values.first { $0.isFinite } ?? 1
      return PlotlyTrace.line(contestant.name, contestant.equity.mapValues { $0 / start }, .series(index))
    }
    let drawdowns = contestants.enumerated().map { index, contestant in
      PlotlyTrace.line(contestant.name, contestant.drawdown, .series(index), inLegend: false)
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
    let names = contestants.map(\.name)
    return PageChart(
      "Correlation of returns", caption: "Pearson correlation of UTC-daily simple returns on the common window.",
      PlotlyFigure(
        x: PlotlyAxis("", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("", .fixed(2), kind: .category, isReversed: true),
            [
              .heatmap(
                "correlation", x: names, y: names, z: correlations, .diverging,
                texts: correlations.map { row in row.map { $0.isNaN ? "" : Figure.ratio($0).pageText } })
            ])
        ], height: min(140 + 44 * names.count, 640), hover: .closest))
  }
}
