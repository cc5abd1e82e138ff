/// One horizon on the page of a signal.
public struct SignalHorizonSection: Sendable {
  /// The coefficient span by span.
  public struct ThroughTime: Hashable, Sendable {
    /// `month`.
    public var span: String
    /// The UTC day each begins, `2025-01-06`, or its month, `2025-01`.
    public var labels: [String]
    public var coefficients: [Double]
    public var mean: Double

    public init(span: String, labels: [String], coefficients: [Double], mean: Double) {
      self.span = span
      self.labels = labels
      self.coefficients = coefficients
      self.mean = mean
    }
  }

  /// `1h`.
  public var forward: String
  public var verdict: Remark
  public var tiles: [KeyFigure]
  public var throughTime: ThroughTime?
  /// Mean forward return by bucket, lowest first, in basis points.
  public var bucketsBps: [Double]
  /// Known bars that only made edges.
  public var warmUp: Int
  /// The slope by each estimator, and the rank coefficient.
  public var tables: [Table]

  public init(
    forward: String, verdict: Remark, tiles: [KeyFigure], throughTime: ThroughTime?, bucketsBps: [Double], warmUp: Int,
    tables: [Table]
  ) {
    self.forward = forward
    self.verdict = verdict
    self.tiles = tiles
    self.throughTime = throughTime
    self.bucketsBps = bucketsBps
    self.warmUp = warmUp
    self.tables = tables
  }

  var section: PageSection {
    let charts = [throughTimeChart, bucketChart].compactMap(\.self)
    return PageSection(
      "Forward \(forward)",
      [.remark(verdict), .tiles(tiles)] + (charts.isEmpty ? [] : [.charts(charts)]) + tables.map(PageBlock.table))
  }

  private var throughTimeChart: PageChart? {
    guard let throughTime else { return nil }
    return PageChart(
      "Coefficient by \(throughTime.span)",
      caption: "Rank correlation within each \(throughTime.span), UTC; \(throughTime.span)s with too few bars are left "
        + "out. Dashed: their mean.",
      PlotlyFigure(
        x: PlotlyAxis("", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Rank coefficient", .fixed(3)),
            [
              .bars(
                "coefficient", .labels(throughTime.labels), throughTime.coefficients, Paint(.accent), bySign: true,
                inLegend: false)
            ], levels: [.init(throughTime.mean, "mean")])
        ], height: 300))
  }

  private var bucketChart: PageChart? {
    guard !bucketsBps.isEmpty else { return nil }
    return PageChart(
      "Mean return by fifth of the signal",
      caption: "Fifth 1 is the lowest. Edges at each bar come from earlier values only; the first "
        + "\(Double.grouped(warmUp)) known bars make edges and are not counted.",
      PlotlyFigure(
        x: PlotlyAxis("Fifth", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Next \(forward)", unit: "bps", .fixed(2)),
            [
              .bars(
                "mean", .labels(bucketsBps.indices.map { "\($0 + 1)" }), bucketsBps, Paint(.accent), bySign: true,
                inLegend: false)
            ], levels: [.init(0)])
        ], height: 300))
  }
}
