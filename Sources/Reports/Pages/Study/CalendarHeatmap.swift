/// Mean forward return in the regime by weekday and hour.
public struct CalendarHeatmap: Hashable, Sendable {
  /// `bps[weekday][hour]`, Monday first, UTC; NaN where there is too little.
  public var bps: [[Double]]

  public init(bps: [[Double]]) {
    self.bps = bps
  }

  var chart: PageChart {
    PageChart(
      "In the regime, by weekday and hour",
      caption:
        "Mean forward return of bars in the regime, UTC, where two episodes or more have a bar. A picture, not a test: "
        + "its 168 cells are as many looks.",
      PlotlyFigure(
        x: PlotlyAxis("Hour", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("", unit: "bps", .fixed(1), kind: .category, isReversed: true),
            [
              .heatmap(
                "mean", x: (0..<24).map { "\($0)" }, y: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], z: bps,
                .diverging)
            ])
        ], height: 300, hover: .closest))
  }
}
