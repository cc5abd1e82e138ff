/// The average path of a series around the bar at which episodes begin.
public struct EventPath: Hashable, Sendable {
  /// What the path is of: `price`.
  public var series: String
  public var unit: String
  /// Time from the first bar of an episode, in hours; negative before it.
  public var hours: [Double]
  /// Mean change since the first bar's close.
  public var mean: [Double]
  /// The same mean around placebo starts.
  public var drift: [Double]
  /// 95 % at each offset alone.
  public var low: [Double]
  public var high: [Double]
  /// 95 % at all offsets together.
  public var lowAll: [Double]
  public var highAll: [Double]
  public var episodes: Int
  /// Episodes whose window reaches into another's.
  public var overlapping: Int
  /// Share of placebos that stray as far after the first bar.
  public var pAfter: Double

  public init(
    series: String, unit: String, hours: [Double], mean: [Double], drift: [Double], low: [Double], high: [Double],
    lowAll: [Double], highAll: [Double], episodes: Int, overlapping: Int, pAfter: Double
  ) {
    self.series = series
    self.unit = unit
    self.hours = hours
    self.mean = mean
    self.drift = drift
    self.low = low
    self.high = high
    self.lowAll = lowAll
    self.highAll = highAll
    self.episodes = episodes
    self.overlapping = overlapping
    self.pAfter = pAfter
  }

  var chart: PageChart {
    let x = Coordinates.numbers(hours)
    return PageChart(
      "Average path of \(series)",
      caption: "Mean change over \(Double.grouped(episodes)) episodes, zero at the close of the first bar; "
        + "\(Double.grouped(overlapping)) of them have a window that reaches into another's. Bands hold 95% of placebo paths "
        + "at one offset (inner) and at all offsets (outer), whose starts are moved together and so overlap as much; dashed is "
        + "what they do on average. As far off after the first bar: p \(Figure.pValue(pAfter).text).",
      PlotlyFigure(
        x: PlotlyAxis("Time since the episode began", unit: "hours", .general),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Change", unit: unit, .fixed(1)),
            [
              .band("95%, all offsets", x, lower: lowAll, upper: highAll, .muted, inLegend: true),
              .band("95%, one offset", x, lower: low, upper: high, .accent, inLegend: true),
              .line("any time", x, drift, .muted, dashed: true), .line("mean", x, mean, .accent),
            ], levels: [.init(0)])
        ], verticals: [.init(0, "first bar")], height: 360))
  }
}
