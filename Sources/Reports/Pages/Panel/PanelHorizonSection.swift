/// One horizon on the page of several markets.
public struct PanelHorizonSection: Sendable {
  /// A slope with its 95% interval, in basis points; NaN where it is not known.
  public struct Slope: Hashable, Sendable {
    public var market: String
    public var estimateBps: Double
    public var standardErrorBps: Double

    public init(market: String, estimateBps: Double, standardErrorBps: Double) {
      self.market = market
      self.estimateBps = estimateBps
      self.standardErrorBps = standardErrorBps
    }
  }

  /// `1h`.
  public var forward: String
  public var verdict: Remark
  /// What a slope is: `return in the regime less return outside`.
  public var measure: String
  /// Of all markets first, then of each.
  public var slopes: [Slope]
  public var tables: [Table]

  public init(forward: String, verdict: Remark, measure: String, slopes: [Slope], tables: [Table]) {
    self.forward = forward
    self.verdict = verdict
    self.measure = measure
    self.slopes = slopes
    self.tables = tables
  }

  var section: PageSection {
    PageSection("Forward \(forward)", [.remark(verdict), .chart(chart)] + tables.map(PageBlock.table))
  }

  private var chart: PageChart {
    let intervals = slopes.enumerated().map { index, slope in
      let margin = 1.96 * slope.standardErrorBps
      return PlotlyTrace.line(
        slope.market, .numbers([Double(index), Double(index)]),
        [slope.estimateBps - margin, slope.estimateBps + margin], index == 0 ? .accent : .muted, inLegend: false)
    }
    let dots = [slopes.prefix(1), slopes.dropFirst()].enumerated().map { part, slopes in
      PlotlyTrace.markers(
        part == 0 ? "all markets" : "one market", .numbers(slopes.indices.map(Double.init)),
        slopes.map(\.estimateBps), Paint(part == 0 ? .accent : .muted), size: 10, texts: slopes.map(\.market))
    }
    return PageChart(
      "Slope by market",
      caption: "\(measure), basis points. Dots are estimates, lines 95% intervals by Hodrick 1B; that of all markets "
        + "counts what they share at a stamp once.",
      PlotlyFigure(
        x: PlotlyAxis("", kind: .linear, ticks: slopes.map(\.market)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Next \(forward)", unit: "bps", .fixed(2)), intervals + dots, levels: [.init(0)])
        ], height: 320, hover: .closest))
  }
}
