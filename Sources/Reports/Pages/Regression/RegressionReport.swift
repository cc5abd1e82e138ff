import Market

/// The page of a regression: what goes with what, how sure one can be, and whether it lasts.
public struct RegressionReport: Sendable {
  public var subject: ReportSubject
  public var formula: String
  public var highlights: [KeyFigure]
  public var remarks: [Remark]
  public var table: Table
  public var forest: CoefficientForest
  /// Means of fitted values and outcomes in twentieths of the rows, and residuals, in `unit`.
  public var fitted: [Double]
  public var actual: [Double]
  public var residuals: [Double]
  public var unit: String
  public var paths: [CoefficientPath]
  public var conventions: [String]

  public init(
    subject: ReportSubject, formula: String, highlights: [KeyFigure], remarks: [Remark], table: Table,
    forest: CoefficientForest, fitted: [Double], actual: [Double], residuals: [Double], unit: String,
    paths: [CoefficientPath], conventions: [String]
  ) {
    self.subject = subject
    self.formula = formula
    self.highlights = highlights
    self.remarks = remarks
    self.table = table
    self.forest = forest
    self.fitted = fitted
    self.actual = actual
    self.residuals = residuals
    self.unit = unit
    self.paths = paths
    self.conventions = conventions
  }

  public var page: Page {
    var page = subject.page("Regression", sections: sections, conventions: conventions)
    page.facts.insert(Page.Fact("Formula", formula, isCode: true), at: 0)
    return page
  }

  private var sections: [PageSection] {
    var estimate: [PageBlock] = [.tiles(highlights)] + remarks.map(PageBlock.remark) + [.table(table)]
    if !forest.terms.isEmpty { estimate.append(.chart(forest.chart)) }
    return [
      PageSection("Estimate", estimate), PageSection("Fit", [.charts([calibrationChart, residualChart])]),
    ] + paths.map(\.section)
  }

  private var calibrationChart: PageChart {
    let ends = [fitted.min() ?? 0, fitted.max() ?? 0]
    return PageChart(
      "Fitted and actual",
      caption:
        "Bars sorted by fitted value and cut into \(fitted.count) pieces: the mean outcome of each against its mean "
        + "fitted value. On the dashed line the two agree. In sample: it shows the shape of the fit, not its worth.",
      PlotlyFigure(
        x: PlotlyAxis("Mean fitted value", unit: unit, .general),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Mean outcome", unit: unit, .general),
            [
              .line("equal", .numbers(ends), ends, .muted, dashed: true, inLegend: false),
              .markers("actual", .numbers(fitted), actual, Paint(.accent), size: 8, inLegend: false),
            ])
        ], height: 320, hover: .closest))
  }

  private var residualChart: PageChart {
    let bins = Histogram(covering: [residuals])
    return PageChart(
      "Residuals",
      caption:
        "Share of bars in each of \(bins.count) bins of \(bins.width.shortNumber) \(unit); the outermost bins hold "
        + "everything beyond.",
      PlotlyFigure(
        x: PlotlyAxis("Residual", unit: unit, .general),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of bars", .percent(2)),
            [
              .bars(
                "residuals", .numbers(bins.centres), bins.shares(of: residuals), Paint(.accent, opacity: 0.6),
                inLegend: false)
            ])
        ], height: 320, overlaysBars: true))
  }
}
