/// What regimes that know nothing would have shown, and what this one shows.
public struct PlaceboChart: Hashable, Sendable {
  /// Hodrick 1B's t of each placebo.
  public var ts: [Double]
  public var observed: Double
  /// Share of placebos at least as far from zero.
  public var p: Double

  public init(ts: [Double], observed: Double, p: Double) {
    self.ts = ts
    self.observed = observed
    self.p = p
  }

  var chart: PageChart {
    let bins = Histogram(covering: [ts], trim: 0)
    return PageChart(
      "Placebos",
      caption:
        "t by Hodrick 1B of \(Double.grouped(ts.count)) regimes whose episodes and gaps are drawn from this one's "
        + "lengths and fall anywhere. A share of \(Figure.percent(p, decimals: 1).text) is at least as far from zero.",
      PlotlyFigure(
        x: PlotlyAxis("t", .fixed(2)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of placebos", .percent(1)),
            [
              .bars(
                "placebos", .numbers(bins.centres), bins.shares(of: ts), Paint(.series(3), opacity: 0.55),
                inLegend: false)
            ])
        ], verticals: [.init(observed, "observed \(Figure.ratio(observed).pageText)", Paint(.accent))], height: 320,
        overlaysBars: true))
  }
}
