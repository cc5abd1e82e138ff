import Market

/// The page of a study: does the next return differ while a regime holds, and how sure can one be?
public struct StudyReport: Sendable {
  public var subject: ReportSubject
  /// Name of the signal and how it is written.
  public var signal: String
  public var expression: String
  /// Sample sizes: bars, bars in the regime, episodes.
  public var highlights: [KeyFigure]
  public var horizons: [StudyHorizon]
  /// Verdicts with their rule, shown before anything else.
  public var verdicts: [Remark]
  /// What the sample could have seen.
  public var power: Table?
  /// The effect over horizons.
  public var decay: PageChart?
  public var calibration: PageChart?
  /// Average paths around the beginning of an episode, price first.
  public var paths: [EventPath]
  public var remarks: [Remark]
  public var conventions: [String]

  public init(
    subject: ReportSubject, signal: String, expression: String, highlights: [KeyFigure], horizons: [StudyHorizon],
    verdicts: [Remark] = [], power: Table? = nil, decay: PageChart? = nil, calibration: PageChart? = nil,
    paths: [EventPath] = [],
    remarks: [Remark] = [], conventions: [String] = []
  ) {
    self.subject = subject
    self.signal = signal
    self.expression = expression
    self.highlights = highlights
    self.horizons = horizons
    self.verdicts = verdicts
    self.power = power
    self.decay = decay
    self.calibration = calibration
    self.paths = paths
    self.remarks = remarks
    self.conventions = conventions
  }

  public var page: Page {
    var page = subject.page("Study", sections: sections, conventions: conventions)
    page.facts.insert(Page.Fact("Signal", "\(signal): \(expression)", isCode: true), at: 0)
    return page
  }

  /// The page's sections, for longer pages that hold a study among other things.
  public var sections: [PageSection] {
    var overview: [PageBlock] = verdicts.map(PageBlock.remark) + [.tiles(highlights)] + remarks.map(PageBlock.remark)
    if let power { overview.append(.table(power)) }
    if !horizons.isEmpty { overview.append(.charts([meansChart, decay].compactMap(\.self))) }
    // Its eighteen names need the whole width.
    if let calibration { overview.append(.chart(calibration)) }
    var sections = [PageSection("Regime", overview)] + horizons.map(\.section)
    if !paths.isEmpty {
      sections.append(PageSection("Around the beginning of an episode", [.charts(paths.map(\.chart))]))
    }
    return sections
  }

  private var meansChart: PageChart {
    let labels = horizons.map(\.forward)
    let groups: [(String, (StudyHorizon) -> Estimate, Colour)] = [
      ("in regime", \.inside, .accent), ("outside", \.outside, .muted),
    ]
    let traces = groups.enumerated().flatMap { index, group in
      // Markers of one horizon stand side by side, so that their intervals can be compared.
      let x = labels.indices.map { Double($0) + (Double(index) - 0.5) * 0.16 }
      let estimates = horizons.map(group.1)
      let texts = zip(labels, estimates).map { "\($0) \(group.0): \($1.text)" }
      let dots = PlotlyTrace.markers(
        group.0, .numbers(x), estimates.map(\.mean), Paint(group.2), size: 10, texts: texts)
      let bars = zip(x, estimates).map { x, estimate in
        PlotlyTrace.line(
          group.0, .numbers([x, x]), [estimate.low, estimate.high], group.2, inLegend: false)
      }
      return bars + [dots]
    }
    return PageChart(
      "Mean forward return by horizon",
      caption:
        "Dots are means over bars; vertical lines are 95% intervals that allow for the overlap of forward returns, "
        + "where they were estimated.",
      PlotlyFigure(
        x: PlotlyAxis("Horizon", kind: .linear, ticks: labels),
        panels: [
          PlotlyFigure.Panel(PlotlyAxis("Mean forward return", unit: "bps", .fixed(2)), traces, levels: [.init(0)])
        ],
        height: 340, hover: .closest))
  }
}

/// A mean with its interval, in basis points.
public struct Estimate: Hashable, Sendable {
  public var mean: Double
  public var low: Double
  public var high: Double
  /// How many bars it is the mean of.
  public var count: Int

  public init(mean: Double, low: Double, high: Double, count: Int) {
    self.mean = mean
    self.low = low
    self.high = high
    self.count = count
  }

  var text: String {
    "\(Figure.bps(mean).pageText) bps [\(Figure.bps(low).pageText), \(Figure.bps(high).pageText)], "
      + "\(Double.grouped(count)) bars"
  }
}
