/// The coefficients of a regression that moves through time.
public struct CoefficientPath: Sendable {
  public struct Term: Sendable {
    public var name: String
    /// The estimate at every bar.
    public var estimate: Curve
    /// 95 % intervals at the bars that were judged.
    public var judged: Curve
    public var low: [Double]
    public var high: [Double]

    public init(_ name: String, estimate: Curve, judged: Curve, low: [Double], high: [Double]) {
      self.name = name
      self.estimate = estimate
      self.judged = judged
      self.low = low
      self.high = high
    }
  }

  /// `Rolling 7d`.
  public var title: String
  public var terms: [Term]
  public var unit: String
  /// How errors were judged, in a few words.
  public var errors: String
  public var table: Table
  /// What forecasts were worth, bar by bar; nil where nothing was forecast.
  public var advantage: Curve?
  public var remark: Remark?

  public init(
    title: String, terms: [Term], unit: String, errors: String, table: Table, advantage: Curve? = nil,
    remark: Remark? = nil
  ) {
    self.title = title
    self.terms = terms
    self.unit = unit
    self.errors = errors
    self.table = table
    self.advantage = advantage
    self.remark = remark
  }

  var section: PageSection {
    var blocks: [PageBlock] = [.table(table), .charts(terms.map(chart))]
    if let remark { blocks.append(.remark(remark)) }
    if let advantage { blocks.append(.chart(Self.chart(advantage))) }
    return PageSection(title, blocks)
  }

  private func chart(_ term: Term) -> PageChart {
    PageChart(
      term.name,
      caption: "The line is the estimate at each bar, the band its 95% interval by \(errors), at evenly spaced bars.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Coefficient", unit: unit, .general),
            [
              .band("95% interval", .instants(term.judged.instants), lower: term.low, upper: term.high, .accent),
              .line(term.name, term.estimate, .accent, inLegend: false),
            ], levels: [.init(0)])
        ], height: 260))
  }

  private static func chart(_ advantage: Curve) -> PageChart {
    PageChart(
      "Forecasts against the historical mean",
      caption:
        "Squared errors of the mean less those of the regression, summed up to each bar, as a share of those of the mean over all: it rises while the regression forecasts better, and ends at the out-of-sample R2.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Advantage of the regression", .percent(2)),
            [.line("advantage", advantage, .accent, inLegend: false)], levels: [.init(0)])
        ], height: 260))
  }
}
