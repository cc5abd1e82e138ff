import Results
import Statistics

// The few kinds of charts that several results are shown by, as functions of numbers.

extension PlotlyFigure.Panel {
  /// Against an axis that needs nothing but its title, its unit and how its numbers are written.
  static func panel(
    _ title: String, unit: String? = nil, _ format: PlotlyAxis.Format, _ traces: [PlotlyTrace],
    share: Double = 1, levels: [PlotlyFigure.Level] = [], name: String? = nil
  ) -> PlotlyFigure.Panel {
    .init(PlotlyAxis(title, unit: unit, format), traces, share: share, levels: levels, name: name)
  }

  static func panel(
    _ title: String, unit: String? = nil, _ traces: [PlotlyTrace], share: Double = 1,
    levels: [PlotlyFigure.Level] = [], name: String? = nil
  ) -> PlotlyFigure.Panel {
    .panel(title, unit: unit, .general, traces, share: share, levels: levels, name: name)
  }

  /// What 1 has grown to.
  static func growth(_ traces: [PlotlyTrace]) -> PlotlyFigure.Panel {
    PlotlyFigure.Panel(PlotlyAxis("Equity", unit: "start = 1", .fixed(4)), traces, levels: [.init(1)])
  }
}

extension PageChart {
  /// Panels from top to bottom over one x axis.
  init(
    _ title: String, caption: String, x: PlotlyAxis, height: Int = 320, hover: PlotlyFigure.Hover = .unified,
    overlaysBars: Bool = false, verticals: [PlotlyFigure.Level] = [], side: PlotlyFigure.Side? = nil,
    _ panels: [PlotlyFigure.Panel]
  ) {
    self.init(
      title, caption: caption,
      PlotlyFigure(
        x: x, panels: panels, verticals: verticals, height: height, hover: hover, overlaysBars: overlaysBars,
        side: side))
  }

  init(
    _ title: String, caption: String, x: PlotlyAxis, height: Int = 320, hover: PlotlyFigure.Hover = .unified,
    overlaysBars: Bool = false, verticals: [PlotlyFigure.Level] = [], _ panel: PlotlyFigure.Panel
  ) {
    self.init(
      title, caption: caption, x: x, height: height, hover: hover, overlaysBars: overlaysBars, verticals: verticals,
      [panel])
  }

  /// The same over time.
  static func overTime(
    _ title: String, caption: String, height: Int, hover: PlotlyFigure.Hover = .unified, overlaysBars: Bool = false,
    _ panels: [PlotlyFigure.Panel]
  ) -> PageChart {
    PageChart(title, caption: caption, x: .time, height: height, hover: hover, overlaysBars: overlaysBars, panels)
  }

  static func overTime(
    _ title: String, caption: String, height: Int, hover: PlotlyFigure.Hover = .unified, _ panel: PlotlyFigure.Panel
  ) -> PageChart {
    .overTime(title, caption: caption, height: height, hover: hover, [panel])
  }

  /// One sample or several as shares over bins they share.
  static func histogram(
    _ title: String, caption: String, axis: PlotlyAxis, share: String, decimals: Int = 1, _ bins: Histogram,
    _ samples: [(name: String, values: [Double], paint: Paint)], verticals: [PlotlyFigure.Level] = [],
    height: Int = 320
  ) -> PageChart {
    PageChart(
      title, caption: caption,
      x: axis, height: height, overlaysBars: true, verticals: verticals,
      PlotlyFigure.Panel(
        PlotlyAxis(share, .percent(decimals)),
        samples.map { sample in
          .bars(
            sample.name, .numbers(bins.centres), bins.shares(of: sample.values), sample.paint,
            inLegend: samples.count > 1)
        }))
  }

  /// An estimate with the ends of its interval.
  package struct Dot {
    var label: String
    var value: Double
    var low: Double
    var high: Double
    var colour = Colour.accent
    /// In the legend; nil where there is one kind of dots.
    var kind: String?

    package init(
      _ label: String, _ value: Double, low: Double, high: Double, _ colour: Colour = .accent, kind: String? = nil
    ) {
      (self.label, self.value, self.low, self.high) = (label, value, low, high)
      (self.colour, self.kind) = (colour, kind)
    }

    /// In basis points, with the 95% interval of a normal error.
    init(_ label: String, bps value: Double, error: Double?, _ colour: Colour = .accent, kind: String? = nil) {
      let margin = 1.959963984540054 * (error ?? .nan)
      self.init(
        label, value * 1e4, low: (value - margin) * 1e4, high: (value + margin) * 1e4, colour, kind: kind)
    }

    func text(_ unit: String) -> String {
      "\(label): \(Figure.bps(value).pageText) \(unit) [\(Figure.bps(low).pageText), \(Figure.bps(high).pageText)]"
    }
  }

  /// Estimates with their intervals side by side, zero marked; rows of an upright list or along an axis.
  package static func intervals(
    _ title: String, caption: String, axis: String = "", value: String, unit: String, isList: Bool = false,
    _ dots: [Dot], height: Int = 320
  ) -> PageChart {
    let places = dots.indices.map(Double.init)
    let bars = zip(places, dots).map { place, dot in
      isList
        ? PlotlyTrace.line(dot.label, .numbers([dot.low, dot.high]), [place, place], dot.colour, inLegend: false)
        : PlotlyTrace.line(dot.label, .numbers([place, place]), [dot.low, dot.high], dot.colour, inLegend: false)
    }
    var kinds: [String?] = []
    for dot in dots where !kinds.contains(dot.kind) { kinds.append(dot.kind) }
    let markers = kinds.map { kind in
      let chosen = dots.indices.filter { dots[$0].kind == kind }
      let values = chosen.map { dots[$0].value }
      let at = chosen.map(Double.init)
      return PlotlyTrace.markers(
        kind ?? value, .numbers(isList ? values : at), isList ? at : values, Paint(dots[chosen[0]].colour), size: 9,
        texts: chosen.map { dots[$0].text(unit) }, inLegend: kind != nil)
    }
    let traces = bars + markers
    let names = dots.map(\.label)
    return PageChart(
      title, caption: caption,
      isList
        ? PlotlyFigure(
          x: PlotlyAxis(value, unit: unit, .fixed(2), range: reach(dots)),
          panels: [PlotlyFigure.Panel(PlotlyAxis("", isReversed: true, ticks: names), traces)],
          verticals: [.init(0)], height: height, hover: .closest)
        : PlotlyFigure(
          x: PlotlyAxis(axis, kind: .linear, ticks: names),
          panels: [PlotlyFigure.Panel(PlotlyAxis(value, unit: unit, .fixed(1)), traces, levels: [.init(0)])],
          height: height, hover: .closest))
  }

  /// So far that no interval ends at the frame.
  private static func reach(_ dots: [Dot]) -> ClosedRange<Double>? {
    let ends = (dots.flatMap { [$0.low, $0.high, $0.value] } + [0]).filter(\.isFinite)
    guard let low = ends.min(), let high = ends.max(), low < high else { return nil }
    let margin = (high - low) * 0.05
    return (low - margin)...(high + margin)
  }

  /// A bar for each label, zero marked.
  static func bars(
    _ title: String, caption: String, x: String = "", _ y: PlotlyAxis, name: String, _ labels: [String],
    _ values: [Double], bySign: Bool = true, level: Double = 0, height: Int = 280
  ) -> PageChart {
    PageChart(
      title, caption: caption,
      x: PlotlyAxis(x, kind: .category), height: height,
      PlotlyFigure.Panel(
        y, [.bars(name, .labels(labels), values, Paint(.accent), bySign: bySign, inLegend: false)],
        levels: [.init(level)]))
  }

  /// Cells of labels against labels, the first row on top, on a scale with zero in its middle.
  ///
  /// - Parameter axis: the unit of the cells and how they are written.
  static func map(
    _ title: String, caption: String, x: String = "", axis: PlotlyAxis, name: String, columns: [String],
    rows: [String], _ cells: [[Double]], texts: [[String]] = [], reach: Double? = nil, height: Int
  ) -> PageChart {
    PageChart(
      title, caption: caption,
      x: PlotlyAxis(x, kind: .category), height: height, hover: .closest,
      PlotlyFigure.Panel(
        PlotlyAxis("", unit: axis.unit, axis.format, kind: .category, isReversed: true),
        [.heatmap(name, x: columns, y: rows, z: cells, .diverging, texts: texts, reach: reach)]))
  }

  /// The same of weekdays, Monday first, against the hours of the day.
  static func weekdays(
    _ title: String, caption: String, axis: PlotlyAxis, name: String, _ cells: [[Double]], height: Int = 340
  ) -> PageChart {
    .map(
      title, caption: caption, x: "UTC hour", axis: axis, name: name, columns: (0..<24).map { "\($0)h" },
      rows: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], cells, height: height)
  }

  /// Means by bucket, lowest first.
  static func buckets(_ title: String, caption: String, axis: String, forward: String, _ means: [Double]) -> PageChart {
    .bars(
      title, caption: caption, x: axis, PlotlyAxis("Next \(forward)", unit: "bps", .fixed(2)), name: "mean",
      means.indices.map { "\($0 + 1)" }, means.map { $0 * 1e4 }, height: 300)
  }
}
