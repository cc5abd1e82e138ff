import Market
import Numerics
import Results

/// A chart as plain SVG: what a page shows where Plotly is missing, scripts are off, or before they have run.
///
/// Panels, lines, bands, bars, markers and heatmaps, with the extremes of each axis written beside it, or its labels where
/// things stand side by side; no other ticks, no pointer. It takes the colours of the page around it.
struct StillPicture {
  private static let right = 16.0
  private static let points = 600

  let figure: PlotlyFigure
  var svg: SVG
  /// Where the panels begin: far enough in for what is written beside them.
  let left: Double

  private init(_ figure: PlotlyFigure, width: Double) {
    self.figure = figure
    let longest = (figure.panels.flatMap(\.axis.ticks) + figure.heatmapRows).map(\.count).max() ?? 0
    left = max(84, min(16 + 6.4 * Double(longest), width / 3))
    svg = SVG(width: width, height: Double(figure.height))
  }

  /// Where the panels end on the right, and before them the bars at the side.
  var edge: Double { svg.width - Self.right - (figure.side == nil ? 0 : Self.sideWidth) }
  private static let sideWidth = 110.0

  /// The SVG element. It scales with its place on the page, so `width` should be about that place's, or its texts come out
  /// smaller than those around it.
  static func svg(of figure: PlotlyFigure, label: String, width: Double) -> String {
    drawing(of: figure, width: width).markup(label: label)
  }

  /// The same before it is written, to be part of a larger one.
  static func drawing(of figure: PlotlyFigure, width: Double) -> SVG {
    var picture = StillPicture(figure, width: width)
    picture.draw()
    return picture.svg
  }

  private mutating func draw() {
    let columns = figure.heatmapColumns
    let x = LinearScale(
      columns.isEmpty
        ? figure.panels.flatMap { $0.traces.flatMap(\.xExtremes) } + figure.verticals.map(\.value)
        : [-0.5, Double(columns.count) - 0.5], from: left, to: edge)
    let shares = figure.panels.map(\.share).reduce(0, +)
    let room = svg.height - (hasBins ? 46 : 32)
    var top = 0.0
    for panel in figure.panels {
      let height = room * panel.share / shares
      writeNames(of: panel, y: top + 14)
      draw(panel, x: x, top: top + 24, bottom: top + height - 4)
      top += height
    }
    for vertical in figure.verticals {
      let px = x(vertical.value)
      svg.line(from: (px, 20), to: (px, svg.height - 36), stroke: vertical.paint.css, dashed: true)
      svg.text(vertical.label, x: px, y: 14, size: 11, fill: vertical.paint.css, anchor: .middle)
    }
    writeEnds(of: x)
  }

  private mutating func draw(_ panel: PlotlyFigure.Panel, x: LinearScale, top: Double, bottom: Double) {
    if let heatmap = panel.traces.first(where: \.isHeatmap) { return draw(heatmap, panel, top: top, bottom: bottom) }
    if let lines = panel.traces.first(where: \.isParallel) { return drawParallel(lines, top: top, bottom: bottom) }
    let needsZero = panel.traces.contains(where: \.startsAtZero)
    let ticks = panel.axis.ticks
    let y = LinearScale(
      ticks.isEmpty
        ? panel.traces.flatMap(\.yValues) + panel.levels.map(\.value) + (needsZero ? [0] : [])
        : [-0.5, Double(ticks.count) - 0.5],
      from: panel.axis.isReversed ? top : bottom, to: panel.axis.isReversed ? bottom : top)
    svg.line(from: (left, bottom), to: (edge, bottom), stroke: Paint(.rule).css)
    for level in panel.levels {
      let height = y(level.value)
      svg.line(
        from: (left, height), to: (edge, height), stroke: level.paint.css, dashed: true)
    }
    for trace in panel.traces { draw(trace, x: x, y: y) }
    let label = Paint(.muted).css
    for (position, tick) in ticks.enumerated() {
      svg.text(tick, x: left - 8, y: y(Double(position)) + 4, size: 11, fill: label, anchor: .end)
    }
    guard ticks.isEmpty else { return }
    svg.text(panel.axis.written(y.high), x: left - 8, y: top + 8, size: 11, fill: label, anchor: .end)
    svg.text(panel.axis.written(y.low), x: left - 8, y: bottom, size: 11, fill: label, anchor: .end)
  }

  /// The axis over the left edge of a panel, and over the right the traces' names in their colours.
  private mutating func writeNames(of panel: PlotlyFigure.Panel, y: Double) {
    svg.text(
      panel.name.map { "\($0), \(panel.axis.label)" } ?? panel.axis.label, x: left, y: y, size: 11,
      fill: Paint(.muted).css)
    let named = panel.traces.filter(\.inLegend)
    for (place, trace) in named.reversed().enumerated() {
      let x = edge - Double(place) * 100
      svg.text(trace.name, x: x, y: y, size: 11, fill: trace.paint.css, anchor: .end, weight: 600)
    }
  }

  private mutating func draw(_ trace: PlotlyTrace, x: LinearScale, y: LinearScale) {
    let colour = trace.paint.css
    switch trace.kind {
    case .line(let xs, let ys, let shape, let filled, _):
      let points = Self.points(xs, ys, shape, x: x, y: y)
      if filled, let first = points.first, let last = points.last {
        svg.area(points + [(last.x, y(0)), (first.x, y(0))], fill: colour, opacity: 0.16)
      }
      svg.path(points, stroke: colour)
    case .band(let xs, let lower, let upper):
      let edges = Self.points(xs, upper, .linear, x: x, y: y) + Self.points(xs, lower, .linear, x: x, y: y).reversed()
      svg.area(edges, fill: colour, opacity: trace.paint.opacity)
    case .markers(let xs, let ys, _, let size, _):
      let positions = xs.positions
      for row in Thinning.rows(of: ys, limit: Self.points) where ys[row].isFinite {
        svg.circle(x: x(positions[row]), y: y(ys[row]), radius: size / 3, fill: colour, opacity: trace.paint.opacity)
      }
    case .bars(let xs, let ys, let bySign):
      let width = max((edge - left) / Double(max(ys.count, 1)) * 0.8, 1)
      for (position, value) in zip(xs.positions, ys) where value.isFinite {
        let fill = bySign ? Paint(value < 0 ? .loss : .gain).css : colour
        svg.rectangle(
          x: x(position) - width / 2, y: min(y(value), y(0)), width: width, height: (y(value) - y(0)).magnitude,
          fill: fill, opacity: trace.paint.opacity)
      }
    case .candles(let xs, let candles): draw(candles, at: xs.positions.map { x($0) }, y: y)
    case .heatmap, .parallel: break
    }
  }

  private mutating func draw(_ candles: PlotlyTrace.Candles, at xs: [Double], y: LinearScale) {
    let width = max((edge - left) / Double(max(xs.count, 1)) * 0.7, 1)
    for (row, middle) in xs.enumerated() {
      let (open, close) = (y(candles.open[row]), y(candles.close[row]))
      let fill = Paint(candles.close[row] < candles.open[row] ? .loss : .gain).css
      svg.line(from: (middle, y(candles.high[row])), to: (middle, y(candles.low[row])), stroke: fill)
      svg.rectangle(
        x: middle - width / 2, y: min(open, close), width: width, height: max((open - close).magnitude, 1), fill: fill)
    }
  }

  private static func points(
    _ xs: Coordinates, _ ys: [Double], _ shape: PlotlyTrace.Shape, x: LinearScale, y: LinearScale
  ) -> [(x: Double, y: Double)] {
    let positions = xs.positions
    var points: [(x: Double, y: Double)] = []
    for row in Thinning.rows(of: ys, limit: Self.points) {
      if shape == .step, let last = points.last { points.append((x(positions[row]), last.y)) }
      points.append((x(positions[row]), y(ys[row])))
    }
    return points
  }

  /// The first and last x, or the labels of all, under the lowest panel.
  private mutating func writeEnds(of x: LinearScale) {
    let isNumbered = !figure.panels.contains { $0.traces.contains { $0.isHeatmap || $0.isParallel } }
    let label = Paint(.muted).css
    let baseline = svg.height - 8
    let ticks = figure.x.ticks.isEmpty ? labels : figure.x.ticks
    writeLabels(ticks, every: (edge - left) / Double(max(ticks.count, 1)), y: baseline - (hasBins ? 28 : 14)) {
      x(Double($0))
    }
    if isNumbered, ticks.isEmpty {
      svg.text(figure.x.written(x.low), x: left, y: baseline, size: 11, fill: label)
      svg.text(figure.x.written(x.high), x: edge, y: baseline, size: 11, fill: label, anchor: .end)
    }
    let middle = (left + edge) / 2
    svg.text(figure.x.label, x: middle, y: baseline, size: 11, fill: label, anchor: .middle)
  }
}

extension StillPicture {
  /// Whether labels along x take two lines.
  private var hasBins: Bool { (figure.heatmapColumns + labels).contains { $0.contains(Self.binSign) } }

  /// What stands under the points of a category axis.
  private var labels: [String] {
    let all = figure.panels.flatMap(\.traces).compactMap { trace -> [String]? in
      if case .labels(let labels)? = trace.coordinates { labels } else { nil }
    }
    // A heatmap writes its own.
    return figure.heatmapColumns.isEmpty ? all.first ?? [] : []
  }
}

extension PlotlyTrace {
  var isHeatmap: Bool { if case .heatmap = kind { true } else { false } }
  var isParallel: Bool { if case .parallel = kind { true } else { false } }

  fileprivate var startsAtZero: Bool {
    switch kind {
    case .bars: true
    case .line(_, _, _, let filled, _): filled
    default: false
    }
  }

  fileprivate var xExtremes: [Double] {
    let positions = coordinates?.positions.filter(\.isFinite) ?? []
    guard let low = positions.min(), let high = positions.max() else { return [] }
    switch kind {
    case .bars, .candles: break
    default: return [low, high]
    }
    let half = (high - low) / Double(max(positions.count - 1, 1)) / 2
    return [low - half, high + half]
  }

  fileprivate var yValues: [Double] {
    switch kind {
    case .line(_, let ys, _, _, _), .markers(_, let ys, _, _, _), .bars(_, let ys, _): ys
    case .band(_, let lower, let upper): lower + upper
    case .candles(_, let candles): candles.low + candles.high
    case .heatmap, .parallel: []
    }
  }
}

extension PlotlyAxis {
  /// A value as the end of an axis shows it.
  fileprivate func written(_ value: Double) -> String {
    switch (kind, format) {
    case (.date, _): Instant(milliseconds: Int64(value)).dateText
    case (.category, _): ""
    default: number(value)
    }
  }

  /// A value in the axis' format.
  func number(_ value: Double) -> String {
    let text =
      switch format {
      case .percent(let decimals): (value * 100).fixed(decimals) + "%"
      case .fixed(let decimals): value.fixed(decimals, grouped: true)
      case .general: value.fixed(value.magnitude >= 1000 ? 0 : value.magnitude >= 10 ? 1 : 3, grouped: true)
      }
    // The minus of the library's own ticks.
    return text.hasPrefix("-") ? "\u{2212}\(text.dropFirst())" : text
  }
}
