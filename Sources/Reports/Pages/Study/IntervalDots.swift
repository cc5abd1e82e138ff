/// Estimates with their 95 % intervals side by side: an effect over horizons, parts of a sample, or shifts in time.
public struct IntervalDots: Hashable, Sendable {
  public struct Dot: Hashable, Sendable {
    public var label: String
    public var value: Double
    public var low: Double
    public var high: Double

    public init(_ label: String, value: Double, low: Double, high: Double) {
      self.label = label
      self.value = value
      self.low = low
      self.high = high
    }
  }

  public var title: String
  public var caption: String
  /// What the labels are: `horizon`.
  public var axis: String
  public var dots: [Dot]

  public init(_ title: String, caption: String, axis: String, dots: [Dot]) {
    self.title = title
    self.caption = caption
    self.axis = axis
    self.dots = dots
  }

  /// In basis points, zero marked.
  var chart: PageChart {
    let x = dots.indices.map(Double.init)
    let texts = dots.map { dot in
      "\(dot.label): \(Figure.bps(dot.value).pageText) bps [\(Figure.bps(dot.low).pageText), \(Figure.bps(dot.high).pageText)]"
    }
    let bars = zip(x, dots).map { x, dot in
      PlotlyTrace.line("interval", .numbers([x, x]), [dot.low, dot.high], .accent, inLegend: false)
    }
    let markers = PlotlyTrace.markers(
      "difference", .numbers(x), dots.map(\.value), Paint(.accent), size: 9, texts: texts, inLegend: false)
    return PageChart(
      title, caption: caption,
      PlotlyFigure(
        x: PlotlyAxis(axis, kind: .linear, ticks: dots.map(\.label)),
        panels: [
          PlotlyFigure.Panel(PlotlyAxis("Difference", unit: "bps", .fixed(1)), bars + [markers], levels: [.init(0)])
        ], height: 320, hover: .closest))
  }
}
