/// One horizon of a study.
public struct StudyHorizon: Sendable {
  /// One estimator of the difference between the regime and the rest.
  public struct Estimator: Hashable, Sendable {
    public var name: String
    public var estimateBps: Double
    public var standardErrorBps: Double
    public var t: Double
    public var p: Double
    /// How often a nominal 5% test of this kind rejects a true null of this shape; NaN where that is not known.
    public var nullRejection: Double
    /// Kernel, lags, correction, distribution.
    public var method: String
    /// Whether the verdict rests on it.
    public var decides: Bool

    public init(
      _ name: String, estimateBps: Double, standardErrorBps: Double, t: Double, p: Double, nullRejection: Double,
      method: String = "", decides: Bool = false
    ) {
      self.name = name
      self.estimateBps = estimateBps
      self.standardErrorBps = standardErrorBps
      self.t = t
      self.p = p
      self.nullRejection = nullRejection
      self.method = method
      self.decides = decides
    }
  }

  /// What the difference would have been had the regime come at other times.
  public struct ShiftNull: Hashable, Sendable {
    public var observedBps: Double
    /// The difference at each admissible circular shift of the regime.
    public var shiftedBps: [Double]
    public var p: Double

    public init(observedBps: Double, shiftedBps: [Double], p: Double) {
      self.observedBps = observedBps
      self.shiftedBps = shiftedBps
      self.p = p
    }
  }

  /// `1h`.
  public var forward: String
  public var verdict: Remark
  public var inside: Estimate
  public var outside: Estimate
  public var estimators: [Estimator]
  /// Forward returns in basis points, inside the regime and outside, for the picture of their distribution.
  public var insideBps: [Double]
  public var outsideBps: [Double]
  public var shift: ShiftNull?
  /// What a reader of the verdict should know before acting on it.
  public var cautions: [Remark]
  /// Charts beside the distribution: placebos, calibration.
  public var charts: [PageChart]
  /// What follows: conditions, parts of the sample.
  public var further: [PageBlock]

  public init(
    forward: String, verdict: Remark, inside: Estimate, outside: Estimate, estimators: [Estimator],
    insideBps: [Double], outsideBps: [Double], shift: ShiftNull? = nil, cautions: [Remark] = [],
    charts: [PageChart] = [], further: [PageBlock] = []
  ) {
    self.forward = forward
    self.verdict = verdict
    self.inside = inside
    self.outside = outside
    self.estimators = estimators
    self.insideBps = insideBps
    self.outsideBps = outsideBps
    self.shift = shift
    self.cautions = cautions
    self.charts = charts
    self.further = further
  }

  var section: PageSection {
    PageSection(
      "Forward \(forward)",
      [.remark(verdict)] + cautions.map(PageBlock.remark) + [
        .table(table), .charts([distributionChart] + [shiftChart].compactMap(\.self) + charts),
      ] + further)
  }

  /// The estimators side by side.
  public var table: Table {
    Table(
      title: "Return in the regime less return outside, next \(forward)",
      columns: [
        Table.Column("Estimator", key: "name", .words), Table.Column("Difference", unit: "bps", key: "estimate_bps"),
        Table.Column("Std. error", unit: "bps", key: "se_bps"), Table.Column("t", key: "t"),
        Table.Column("p", key: "p"),
        Table.Column("Rejects a true null", unit: "nominal 5%", key: "null_rejection"),
        Table.Column("Method", key: "method", .words),
      ],
      rows: estimators.map { estimator in
        [
          .text(estimator.name + (estimator.decides ? " *" : "")), .bps(estimator.estimateBps),
          .unsignedBps(estimator.standardErrorBps), .ratio(estimator.t), .pValue(estimator.p),
          .percent(estimator.nullRejection, decimals: 1), .text(estimator.method),
        ]
      },
      notes: estimators.contains(where: \.decides) ? ["* The verdict rests on these."] : [])
  }

  private var distributionChart: PageChart {
    let bins = Histogram(covering: [insideBps, outsideBps])
    let x = Coordinates.numbers(bins.centres)
    return PageChart(
      "Distribution of forward returns",
      caption: "Share of bars in each of \(bins.count) bins of \(bins.width.fixed(1)) bps; the outermost bins hold "
        + "everything beyond. Dashed: the two means.",
      PlotlyFigure(
        x: PlotlyAxis("Next \(forward)", unit: "bps", .fixed(1)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of bars", .percent(2)),
            [
              .bars("outside", x, bins.shares(of: outsideBps), Paint(.muted, opacity: 0.45)),
              .bars("in regime", x, bins.shares(of: insideBps), Paint(.accent, opacity: 0.55)),
            ])
        ],
        verticals: [.init(inside.mean, "", Paint(.accent)), .init(outside.mean, "", Paint(.muted))], height: 320,
        overlaysBars: true))
  }

  private var shiftChart: PageChart? {
    guard let shift else { return nil }
    let bins = Histogram(covering: [shift.shiftedBps], trim: 0)
    return PageChart(
      "The same regime at other times",
      caption:
        "Difference at each of \(Double.grouped(shift.shiftedBps.count)) circular shifts of the regime. A share of "
        + "\(Figure.pValue(shift.p).text) is at least as far from zero as what was observed.",
      PlotlyFigure(
        x: PlotlyAxis("Difference", unit: "bps", .fixed(2)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of shifts", .percent(2)),
            [
              .bars(
                "shifted", .numbers(bins.centres), bins.shares(of: shift.shiftedBps), Paint(.muted, opacity: 0.6),
                inLegend: false)
            ])
        ],
        verticals: [.init(shift.observedBps, "observed \(Figure.bps(shift.observedBps).pageText)", Paint(.accent))],
        height: 320, overlaysBars: true))
  }
}
