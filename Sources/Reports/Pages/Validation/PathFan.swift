import Market

/// The paths of combinatorial cross-validation: each goes through all of the data with parameters chosen without it.
public struct PathFan: Sendable {
  public var paths: [Curve]
  /// Annual Sharpe ratio of each.
  public var sharpes: [Double]
  /// Of the one path of purged k-fold, and of the stitched walk-forward.
  public var kFold: Double?
  public var walkForward: Double?

  public init(paths: [Curve], sharpes: [Double], kFold: Double?, walkForward: Double?) {
    self.paths = paths
    self.sharpes = sharpes
    self.kFold = kFold
    self.walkForward = walkForward
  }

  /// More lines than these are a carpet.
  private static let mostLines = 60

  var chart: PageChart {
    let shown = paths.prefix(Self.mostLines)
    return PageChart(
      "Paths through held-out data",
      caption:
        "Growth of 1 along \(shown.count == paths.count ? "each of the \(paths.count)" : "the first \(shown.count) of \(paths.count)") paths; each day with a set that was chosen without it and its neighbourhood.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Equity", unit: "start = 1", .fixed(4)),
            shown.enumerated().map { index, path in
              .line("path \(index + 1)", path, .series(index), inLegend: false)
            }, levels: [.init(1)])
        ], height: 360, hover: .closest))
  }

  var spread: PageChart {
    let bins = Histogram(covering: [sharpes], trim: 0)
    let marks = [
      walkForward.map { PlotlyFigure.Level($0, "walk-forward \($0.fixed(2))", Paint(.accent)) },
      kFold.map { PlotlyFigure.Level($0, "k-fold \($0.fixed(2))", Paint(.series(3))) },
    ]
    return PageChart(
      "Sharpe ratios of the paths",
      caption: "Share of paths by annual Sharpe ratio (UTC-daily); left of zero a path loses.",
      PlotlyFigure(
        x: PlotlyAxis("Sharpe ratio", .fixed(2)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of paths", .percent(0)),
            [
              .bars(
                "paths", .numbers(bins.centres), bins.shares(of: sharpes), Paint(.series(2), opacity: 0.55),
                inLegend: false)
            ])
        ], verticals: marks.compactMap(\.self), height: 360, overlaysBars: true))
  }
}
