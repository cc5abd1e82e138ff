import Research
import Results

/// How the figure lies over the parameters of a sweep, in pictures.
public struct SurfaceCharts: Sendable {
  /// What colours and heights show: `Sharpe ratio`.
  private let figure: String
  private let format: PlotlyAxis.Format
  /// Whether it can be below zero, so that zero is the middle of its colours; else it is their beginning.
  private let isSigned: Bool
  private let maps: TrialMaps

  public init(_ maps: TrialMaps, figure: String, format: PlotlyAxis.Format, isSigned: Bool = true) {
    self.maps = maps
    self.figure = figure
    self.format = format
    self.isSigned = isSigned
  }

  /// Nil when no trial has the figure.
  public var section: PageSection? {
    guard !maps.parallel.values.isEmpty else { return nil }
    var blocks: [PageBlock] = maps.surface.map { [.chart(chart(of: $0))] } ?? []
    if !maps.slices.isEmpty { blocks.append(.charts(maps.slices.map(chart(ofSlice:)))) }
    blocks.append(.charts(maps.marginals.map(chart(of:))))
    if let lines { blocks.append(.chart(lines)) }
    return PageSection(
      "Surface", lead: "A figure that holds over neighbouring parameters is more credible than an isolated maximum.",
      blocks)
  }

  /// The same pictures as files: `surface`, `slice-1` and on, `parallel`.
  public var pictures: [PictureFile] {
    guard !maps.parallel.values.isEmpty else { return [] }
    return (maps.surface.map { [PictureFile("surface", chart(of: $0))] } ?? [])
      + maps.slices.enumerated().map { PictureFile("slice-\($0 + 1)", chart(ofSlice: $1)) }
      + maps.marginals.map { PictureFile("along-\($0.bins.name)", chart(of: $0)) }
      + (lines.map { [PictureFile("parallel", $0)] } ?? [])
  }

  /// Trials as lines across all swept parameters and the figure; with one parameter the marginal says as much.
  private var lines: PageChart? {
    let trials = maps.parallel
    guard trials.axes.count > 1 else { return nil }
    // What is drawn last lies on top: the best, and the very best over those.
    let order = Array(trials.values.indices.reversed())
    let values = order.map { trials.values[$0] }
    let axes = trials.axes.map { axis in
      ParallelAxis(
        axis.name, heights: order.map { axis.heights[$0] }, range: (axis.heights.contains { $0 < 0 } ? -0.1 : 0)...1,
        ticks: axis.ticks.map { ParallelAxis.Tick($0.height, $0.label) })
    }
    let others = trials.values.count - trials.best
    return PageChart(
      "Trials across all parameters",
      caption:
        "A line a trial, coloured by \(figure): the best \(Double.grouped(trials.best)), on top, and "
        + "\(others == 0 ? "no others" : "\(Double.grouped(others)) others, a sample of all"). Drawn parameters are spaced by "
        + "how likely a smaller value is to be drawn. Where the best lines run together, the parameter matters; where "
        + "they spread, it matters less.",
      x: PlotlyAxis(""), height: 440, hover: .closest,
      .panel(
        "", format,
        [.parallel(figure, axes + [scoreAxis(values)], scores: values, maps.smallestFirst ? .falling : .rising)]))
  }

  private func scoreAxis(_ values: [Double]) -> ParallelAxis {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let range = low < high ? low...high : (low - 1)...(high + 1)
    let steps = 4
    return ParallelAxis(
      figure, heights: values, range: range,
      ticks: (0...steps).map { step in
        let height = range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / Double(steps)
        return ParallelAxis.Tick(height, PlotlyAxis("", format).number(height))
      })
  }

  private func chart(of surface: ParameterSurface) -> PageChart {
    let (x, y) = (surface.columns, surface.rows)
    let best = surface.best(smallestFirst: maps.smallestFirst).map { PlotlyTrace.Cell(row: $0.row, column: $0.column) }
    return PageChart(
      "\(figure) by \(y.name) and \(x.name)",
      caption:
        "The median over all trials of a cell, whatever their other parameters; bars are the same over whole rows and "
        + "columns. Empty where no trial has the figure; \(best == nil ? "" : "the best cell is framed. ")"
        + exactness(surface) + bins(x, y),
      x: PlotlyAxis(x.name, kind: .category), height: min(max(240 + 26 * y.count, 360), 760), hover: .closest,
      side: PlotlyFigure.Side(
        PlotlyAxis("Median", format), name: "median", labels: y.labels, values: surface.rowMedians),
      [
        .panel(
          "Median", format,
          [
            .bars(
              "median", .labels(x.labels), surface.columnMedians, Paint(.gain, opacity: 0.7), bySign: true,
              inLegend: false)
          ], share: 0.2),
        PlotlyFigure.Panel(PlotlyAxis(y.name, format, kind: .category), [heatmap(surface, marked: best)], share: 0.8),
      ])
  }

  private func chart(ofSlice slice: ParameterSurface) -> PageChart {
    PageChart(
      "\(figure) at \(slice.slice ?? "")",
      caption: "As above, for these trials alone; all slices have one scale. \(exactness(slice))",
      x: PlotlyAxis(slice.columns.name, kind: .category), height: min(max(140 + 22 * slice.rows.count, 280), 560),
      hover: .closest,
      PlotlyFigure.Panel(
        PlotlyAxis(slice.rows.name, format, kind: .category), [heatmap(slice, reach: maps.sliceReach)]))
  }

  private func heatmap(_ surface: ParameterSurface, marked: PlotlyTrace.Cell? = nil, reach: Double? = nil)
    -> PlotlyTrace
  {
    let (x, y) = (surface.columns, surface.rows)
    let axis = PlotlyAxis("", format)
    let texts =
      x.count <= 14 && y.count <= 20
      ? surface.cells.map { $0.map { $0.isNaN ? "" : axis.number($0) } } : []
    return .heatmap(
      figure, x: x.labels, y: y.labels, z: surface.cells, isSigned ? .diverging : .sequential, texts: texts,
      reach: reach ?? (isSigned ? nil : surface.reach), marked: marked)
  }

  private func exactness(_ surface: ParameterSurface) -> String {
    surface.isExact
      ? "Medians are exact. "
      : "Medians of more than \(Double.grouped(surface.exactUpTo)) trials are those of a sample. "
  }

  private func bins(_ axes: AxisBins...) -> String {
    let names = axes.filter { !$0.edges.isEmpty }.map(\.name)
    guard !names.isEmpty else { return "" }
    return "\(names.joined(separator: " and ")) \(names.count > 1 ? "are" : "is") cut into equally likely parts."
  }

  private func chart(of marginal: ParameterMarginal) -> PageChart {
    let bins = marginal.bins
    // Where no other parameter varies the two are one.
    let isAlone = maps.parallel.axes.count == 1 && bins.edges.isEmpty
    let best = PlotlyTrace.line("best", .labels(bins.labels), marginal.best, .accent, inLegend: !isAlone)
    return PageChart(
      "\(figure) along \(bins.name)",
      caption: isAlone
        ? "At each of its values." : "Best and median over all values of the other parameters. " + self.bins(bins),
      x: PlotlyAxis(bins.name, kind: .category), height: 300,
      .panel(
        figure, format,
        [best]
          + (isAlone ? [] : [.line("median", .labels(bins.labels), marginal.median, .muted, dashed: true)]),
        levels: [.init(0)]))
  }
}
