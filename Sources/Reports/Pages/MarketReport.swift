/// The page of a dataset: what is in it, and what the market looked like.
public struct MarketReport: Sendable {
  /// One series over time in a panel of its own.
  public struct Panel: Sendable {
    public var axis: PlotlyAxis
    public var curve: Curve
    /// Whether each value holds until the next, as a funding rate does.
    public var isStep: Bool

    public init(_ axis: PlotlyAxis, _ curve: Curve, isStep: Bool = false) {
      self.axis = axis
      self.curve = curve
      self.isStep = isStep
    }
  }

  public var subject: ReportSubject
  public var highlights: [KeyFigure]
  /// From top to bottom, price first.
  public var panels: [Panel]
  /// A row a series: rows, span, gaps.
  public var series: Table
  public var remarks: [Remark]
  public var conventions: [String]

  public init(
    subject: ReportSubject, highlights: [KeyFigure] = [], panels: [Panel], series: Table, remarks: [Remark] = [],
    conventions: [String] = []
  ) {
    self.subject = subject
    self.highlights = highlights
    self.panels = panels
    self.series = series
    self.remarks = remarks
    self.conventions = conventions
  }

  public var page: Page { subject.page("Market", sections: sections, conventions: conventions) }

  /// The page's sections, for longer pages that hold a market among other things.
  public var sections: [PageSection] {
    let tiles: [PageBlock] = highlights.isEmpty ? [] : [.tiles(highlights)]
    return [
      PageSection("Market", tiles + remarks.map(PageBlock.remark) + [.chart(chart)]),
      PageSection("Series", [.table(series)]),
    ]
  }

  private var chart: PageChart {
    let panels = self.panels.enumerated().map { index, panel in
      PlotlyFigure.Panel(
        panel.axis,
        [
          .line(
            panel.axis.title.lowercased(), panel.curve, index == 0 ? .accent : .series(index),
            shape: panel.isStep ? .step : .linear, inLegend: false)
        ], share: index == 0 ? 1.7 : 1)
    }
    return PageChart(
      "The market over time",
      caption:
        "Each value where it was known: bars at their close, snapshots and settlements at their stamp. Gaps are left "
        + "open.",
      PlotlyFigure(x: .time, panels: panels, height: 190 + 150 * max(panels.count, 1)))
  }
}
