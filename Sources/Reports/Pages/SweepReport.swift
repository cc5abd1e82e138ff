/// The page of a sweep: the best of many trials, and how much of that is luck.
public struct SweepReport: Sendable {
  /// A figure over two parameters.
  public struct Surface: Sendable {
    public var x: (name: String, values: [String])
    public var y: (name: String, values: [String])
    /// `z[row][column]`, rows along y; NaN where no trial ran.
    public var z: [[Double]]
    /// What became of the other parameters: `best over size`, `size = 1`.
    public var slice: String?

    public init(
      x: (name: String, values: [String]), y: (name: String, values: [String]), z: [[Double]], slice: String? = nil
    ) {
      self.x = x
      self.y = y
      self.z = z
      self.slice = slice
    }
  }

  /// The ranked figure along one parameter, over all values of the others.
  public struct Marginal: Sendable {
    public var parameter: String
    public var values: [String]
    public var best: [Double]
    public var median: [Double]

    public init(parameter: String, values: [String], best: [Double], median: [Double]) {
      self.parameter = parameter
      self.values = values
      self.best = best
      self.median = median
    }
  }

  public var subject: ReportSubject
  /// What trials are ranked by: `Sharpe ratio (UTC-daily, ×√365)`.
  public var rankedBy: String
  /// Trials, seconds, best.
  public var highlights: [KeyFigure]
  /// Deflated Sharpe, effective trials, PBO, minimum length: what the best is worth given how many were tried.
  public var honesty: [KeyFigure]
  /// The best trials, a row each.
  public var top: Table
  public var surface: Surface?
  public var marginals: [Marginal]
  /// The ranked figure of every trial in the order they were counted; NaN for a trial that failed.
  public var ranked: [Double]
  /// What the best of so many trials without skill would show; nil when it was not estimated.
  public var expectedBest: Double?
  /// Logits of the out-of-sample ranks of the in-sample best (CSCV); empty when not computed.
  public var logits: [Double]
  public var remarks: [Remark]
  public var conventions: [String]

  public init(
    subject: ReportSubject, rankedBy: String, highlights: [KeyFigure], honesty: [KeyFigure], top: Table,
    surface: Surface? = nil, marginals: [Marginal] = [], ranked: [Double], expectedBest: Double? = nil,
    logits: [Double] = [], remarks: [Remark] = [], conventions: [String] = []
  ) {
    self.subject = subject
    self.rankedBy = rankedBy
    self.highlights = highlights
    self.honesty = honesty
    self.top = top
    self.surface = surface
    self.marginals = marginals
    self.ranked = ranked
    self.expectedBest = expectedBest
    self.logits = logits
    self.remarks = remarks
    self.conventions = conventions
  }

  public var page: Page { subject.page("Sweep", sections: sections, conventions: conventions) }

  /// The page's sections, for longer pages that hold a sweep among other things.
  public var sections: [PageSection] {
    var sections = [
      PageSection("Trials", [.tiles(highlights), .table(top)]),
      PageSection(
        "Honesty",
        lead: "The best of many trials looks good even when none has any skill. How much of it survives that?",
        remarks.map(PageBlock.remark) + [.tiles(honesty)]
          + [.charts([spreadChart] + (logits.isEmpty ? [trialsChart] : [logitChart]))]),
    ]
    var surfaces: [PageBlock] = []
    if let surface { surfaces.append(.chart(chart(of: surface))) }
    if !marginals.isEmpty { surfaces.append(.charts(marginals.map(chart(of:)))) }
    if !surfaces.isEmpty {
      sections.append(
        PageSection("Surface", lead: "A broad hill can be trusted further than a single peak.", surfaces))
    }
    if !logits.isEmpty { sections.append(PageSection("Every trial", [.chart(trialsChart)])) }
    return sections
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
      expectedBest == nil ? "" : " \"Best of luck\" is the expected best of as many trials without skill."
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

  private var logitChart: PageChart {
    let bins = Histogram(covering: [logits], trim: 0)
    return PageChart(
      "Where the in-sample best lands out of sample",
      caption:
        "Logit of its out-of-sample rank over \(Double.grouped(logits.count)) splits (CSCV). The share at or below "
        + "zero is the probability of backtest overfitting.",
      PlotlyFigure(
        x: PlotlyAxis("Logit of out-of-sample rank", .fixed(2)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of splits", .percent(1)),
            [
              .bars(
                "splits", .numbers(bins.centres), bins.shares(of: logits), Paint(.series(3), opacity: 0.55),
                inLegend: false)
            ])
        ], verticals: [.init(0, "median rank")], height: 320, overlaysBars: true))
  }

  private func chart(of surface: Surface) -> PageChart {
    PageChart(
      "\(rankedBy) by \(surface.x.name) and \(surface.y.name)",
      caption: "A cell a pair of values; empty where no trial ran." + (surface.slice.map { " Others: \($0)." } ?? ""),
      PlotlyFigure(
        x: PlotlyAxis(surface.x.name, kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis(surface.y.name, .fixed(2), kind: .category),
            [
              .heatmap(
                rankedBy, x: surface.x.values, y: surface.y.values, z: surface.z, .diverging,
                texts: surface.x.values.count <= 16 && surface.y.values.count <= 20
                  ? surface.z.map { row in row.map { $0.isNaN ? "" : Figure.ratio($0).pageText } } : [])
            ])
        ], height: min(max(160 + 30 * surface.y.values.count, 320), 720), hover: .closest))
  }

  private func chart(of marginal: Marginal) -> PageChart {
    PageChart(
      "Along \(marginal.parameter)", caption: "Best and median over all values of the other parameters.",
      PlotlyFigure(
        x: PlotlyAxis(marginal.parameter, kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis(rankedBy, .fixed(2)),
            [
              .line("best", .labels(marginal.values), marginal.best, .accent),
              .line("median", .labels(marginal.values), marginal.median, .muted, dashed: true),
            ], levels: [.init(0)])
        ], height: 300))
  }
}
