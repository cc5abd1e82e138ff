/// The page of a study of a signal: does a number say anything about what follows, for how long, all the time, and would it
/// pay?
public struct SignalReport: Sendable {
  /// A coefficient at one horizon with its 95% interval.
  public struct DecayPoint: Hashable, Sendable {
    /// `1h`.
    public var forward: String
    public var coefficient: Double
    /// NaN where there is no error.
    public var low: Double
    public var high: Double

    public init(forward: String, coefficient: Double, low: Double, high: Double) {
      self.forward = forward
      self.coefficient = coefficient
      self.low = low
      self.high = high
    }
  }

  public var subject: ReportSubject
  /// Name of the signal and how it is written.
  public var signal: String
  public var expression: String
  public var highlights: [KeyFigure]
  public var decay: [DecayPoint]
  public var horizons: [SignalHorizonSection]
  /// A row a horizon each, as in the terminal.
  public var tables: [Table]
  public var remarks: [Remark]
  public var conventions: [String]

  public init(
    subject: ReportSubject, signal: String, expression: String, highlights: [KeyFigure], decay: [DecayPoint],
    horizons: [SignalHorizonSection], tables: [Table], remarks: [Remark] = [], conventions: [String] = []
  ) {
    self.subject = subject
    self.signal = signal
    self.expression = expression
    self.highlights = highlights
    self.decay = decay
    self.horizons = horizons
    self.tables = tables
    self.remarks = remarks
    self.conventions = conventions
  }

  public var page: Page {
    var page = subject.page("Study of a signal", sections: sections, conventions: conventions)
    page.facts.insert(Page.Fact("Signal", "\(signal): \(expression)", isCode: true), at: 0)
    return page
  }

  public var sections: [PageSection] {
    var overview: [PageBlock] = [.tiles(highlights)] + remarks.map(PageBlock.remark)
    if decay.count >= 2 { overview.append(.chart(decayChart)) }
    return [PageSection("Signal", overview)] + horizons.map(\.section) + [
      PageSection("Every horizon", tables.map(PageBlock.table))
    ]
  }

  private var decayChart: PageChart {
    let x = Coordinates.numbers(decay.indices.map(Double.init))
    return PageChart(
      "Information coefficient by horizon",
      caption:
        "Rank correlation of the signal with the return over horizons that double; the band is a 95% interval by "
        + "Hodrick 1B, one horizon at a time.",
      PlotlyFigure(
        x: PlotlyAxis("Horizon", kind: .linear, ticks: decay.map(\.forward)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Rank coefficient", .fixed(3)),
            [
              .band("95% interval", x, lower: decay.map(\.low), upper: decay.map(\.high), .accent, inLegend: true),
              .line("coefficient", x, decay.map(\.coefficient), .accent),
            ], levels: [.init(0)])
        ], height: 320))
  }
}
