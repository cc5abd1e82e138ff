/// The average path of price around the bar at which episodes begin.
public struct EventPath: Hashable, Sendable {
  /// Time from the first bar of an episode, in hours; negative before it.
  public var hours: [Double]
  /// Mean cumulative return since the first bar's close, in basis points.
  public var meanBps: [Double]
  /// A pointwise 95% interval over episodes.
  public var lowBps: [Double]
  public var highBps: [Double]
  public var episodes: Int

  public init(hours: [Double], meanBps: [Double], lowBps: [Double], highBps: [Double], episodes: Int) {
    self.hours = hours
    self.meanBps = meanBps
    self.lowBps = lowBps
    self.highBps = highBps
    self.episodes = episodes
  }

  var chart: PageChart {
    PageChart(
      "Average path of price",
      caption: "Mean cumulative return over \(Double.grouped(episodes)) episodes, zero at the close of the first bar; "
        + "the band is a pointwise 95% interval over episodes. What lies left of zero was known, what lies right was not.",
      PlotlyFigure(
        x: PlotlyAxis("Time since the episode began", unit: "hours", .general),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Cumulative return", unit: "bps", .fixed(1)),
            [
              .band("95% interval", .numbers(hours), lower: lowBps, upper: highBps, .accent, inLegend: true),
              .line("mean", .numbers(hours), meanBps, .accent),
            ], levels: [.init(0)])
        ], verticals: [.init(0, "first bar")], height: 360))
  }
}
