/// The page of a sweep: the best of many trials, and how much of that is luck.
public struct SweepReport: Sendable {
  public var subject: ReportSubject
  /// What trials are ranked by: `Sharpe ratio (UTC-daily, ×√365)`.
  public var rankedBy: String
  /// Trials, failures, best.
  public var highlights: [KeyFigure]
  /// The best trials, a row each.
  public var top: Table
  /// The ranked figure of the trials in their order; NaN where there is none.
  public var ranked: [Double]
  /// What the best of so many trials without skill would show; nil when it was not estimated.
  public var expectedBest: Double?
  /// What the best is worth.
  public var selectionBias: [PageSection]
  /// How the figure lies over the parameters.
  public var surfaces: [PageSection]
  public var conventions: [String]

  public init(
    subject: ReportSubject, rankedBy: String, highlights: [KeyFigure], top: Table, ranked: [Double],
    expectedBest: Double? = nil, selectionBias: [PageSection] = [], surfaces: [PageSection] = [],
    conventions: [String] = []
  ) {
    self.subject = subject
    self.rankedBy = rankedBy
    self.highlights = highlights
    self.top = top
    self.ranked = ranked
    self.expectedBest = expectedBest
    self.selectionBias = selectionBias
    self.surfaces = surfaces
    self.conventions = conventions
  }

  public var page: Page { subject.page("Sweep", sections: sections, conventions: conventions) }

  /// The page's sections, for longer pages that hold a sweep among other things.
  public var sections: [PageSection] {
    selectionBias + [PageSection("Trials", [.tiles(highlights), .table(top)])] + surfaces
      + [PageSection("Every trial", [.charts([spreadChart, trialsChart])])]
  }

  private var best: Double? { ranked.filter(\.isFinite).max() }

  private var references: [PlotlyFigure.Level] {
    let luck = expectedBest.map { PlotlyFigure.Level($0, "best of luck \($0.fixed(2))", Paint(.loss)) }
    let top = best.map { PlotlyFigure.Level($0, "best \($0.fixed(2))", Paint(.accent)) }
    return [luck, top].compactMap(\.self)
  }

  private var spreadChart: PageChart {
    let bins = Histogram(covering: [ranked], trim: 0)
    let luck =
      expectedBest == nil ? "" : " The expected maximum is that of as many trials with no skill."
    return PageChart(
      "Distribution over trials", caption: "Share of trials by \(rankedBy)." + luck,
      PlotlyFigure(
        x: PlotlyAxis(rankedBy, .fixed(2)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of trials", .percent(1)),
            [
              .bars(
                "trials", .numbers(bins.centres), bins.shares(of: ranked), Paint(.accent, opacity: 0.55),
                inLegend: false)
            ])
        ], verticals: references, height: 320, overlaysBars: true))
  }

  private var trialsChart: PageChart {
    PageChart(
      "Trial by trial", caption: "\(rankedBy) of each trial, in the order of the grid.",
      PlotlyFigure(
        x: PlotlyAxis("Trial", .fixed(0), showsZero: false),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis(rankedBy, .fixed(2)),
            [
              .markers(
                "trial", .numbers(ranked.indices.map(Double.init)), ranked, Paint(.accent, opacity: 0.5), size: 5,
                inLegend: false)
            ], levels: references)
        ], height: 320, hover: .closest))
  }
}
