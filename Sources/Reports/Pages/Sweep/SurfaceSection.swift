import Research

/// The part of a sweep's page that shows how the figure lies over the parameters.
public struct SurfaceSection: Sendable {
  /// What colours and heights show: `Sharpe ratio`.
  public var figure: String
  public var format: PlotlyAxis.Format
  public var surface: ParameterSurface?
  public var slices: [ParameterSurface]
  public var marginals: [ParameterMarginal]
  public var parallel: ParallelTrials
  /// Whether less is better.
  public var smallestFirst: Bool

  public init(_ maps: TrialMaps, figure: String, format: PlotlyAxis.Format) {
    self.figure = figure
    self.format = format
    surface = maps.surface
    slices = maps.slices
    marginals = maps.marginals
    parallel = maps.parallel
    smallestFirst = maps.smallestFirst
  }

  /// Nil when no trial has the figure.
  public var section: PageSection? {
    guard !parallel.values.isEmpty else { return nil }
    var blocks: [PageBlock] = surface.map { [.chart(chart(of: $0))] } ?? []
    if !slices.isEmpty { blocks.append(.charts(slices.map(chart(ofSlice:)))) }
    blocks.append(.charts(marginals.map(chart(of:))))
    if let lines { blocks.append(.chart(lines)) }
    return PageSection("Surface", lead: "A broad hill can be trusted further than a single peak.", blocks)
  }

  /// The same pictures as files: `surface`, `slice-1` and on, `parallel`.
  public var pictures: [PictureFile] {
    guard !parallel.values.isEmpty else { return [] }
    return (surface.map { [PictureFile("surface", chart(of: $0))] } ?? [])
      + slices.enumerated().map { PictureFile("slice-\($0 + 1)", chart(ofSlice: $1)) }
      + marginals.map { PictureFile("along-\($0.bins.name)", chart(of: $0)) }
      + (lines.map { [PictureFile("parallel", $0)] } ?? [])
  }

  /// With one parameter the marginal says as much.
  private var lines: PageChart? {
    guard parallel.axes.count > 1 else { return nil }
    return ParallelCoordinates(figure: figure, format: format, trials: parallel, smallestFirst: smallestFirst).chart
  }

  private func chart(of surface: ParameterSurface) -> PageChart {
    let (x, y) = (surface.columns, surface.rows)
    let best = bestCell(surface.cells)
    return PageChart(
      "\(figure) by \(y.name) and \(x.name)",
      caption:
        "The median over all trials of a cell, whatever their other parameters; bars are the same over whole rows and "
        + "columns. Empty where no trial has the figure; \(best == nil ? "" : "the best cell is framed. ")"
        + exactness(surface) + bins(x, y),
      PlotlyFigure(
        x: PlotlyAxis(x.name, kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Median", format),
            [
              .bars(
                "median", .labels(x.labels), surface.columnMedians, Paint(.gain, opacity: 0.7), bySign: true,
                inLegend: false)
            ],
            share: 0.2),
          PlotlyFigure.Panel(PlotlyAxis(y.name, format, kind: .category), [heatmap(surface, marked: best)], share: 0.8),
        ], height: min(max(240 + 26 * y.count, 360), 760), hover: .closest,
        side: PlotlyFigure.Side(
          PlotlyAxis("Median", format), name: "median", labels: y.labels, values: surface.rowMedians)))
  }

  private func chart(ofSlice slice: ParameterSurface) -> PageChart {
    PageChart(
      "\(figure) at \(slice.slice ?? "")",
      caption: "As above, for these trials alone; all slices have one scale. \(exactness(slice))",
      PlotlyFigure(
        x: PlotlyAxis(slice.columns.name, kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis(slice.rows.name, format, kind: .category), [heatmap(slice, reach: reach)])
        ], height: min(max(140 + 22 * slice.rows.count, 280), 560), hover: .closest))
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
      figure, x: x.labels, y: y.labels, z: surface.cells, .diverging, texts: texts, reach: reach, marked: marked)
  }

  /// The farthest from zero that any slice goes.
  private var reach: Double? {
    slices.flatMap(\.cells).joined().filter(\.isFinite).map(\.magnitude).max().flatMap { $0 > 0 ? $0 : nil }
  }

  private func bestCell(_ cells: [[Double]]) -> PlotlyTrace.Cell? {
    var best: (value: Double, cell: PlotlyTrace.Cell)?
    for (row, values) in cells.enumerated() {
      for (column, value) in values.enumerated() where value.isFinite {
        guard let other = best?.value, smallestFirst ? value >= other : value <= other else {
          best = (value, PlotlyTrace.Cell(row: row, column: column))
          continue
        }
      }
    }
    return best?.cell
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
    return PageChart(
      "\(figure) along \(bins.name)",
      caption: "Best and median over all values of the other parameters. " + self.bins(bins),
      PlotlyFigure(
        x: PlotlyAxis(bins.name, kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis(figure, format),
            [
              .line("best", .labels(bins.labels), marginal.best, .accent),
              .line("median", .labels(bins.labels), marginal.median, .muted, dashed: true),
            ], levels: [.init(0)])
        ], height: 300))
  }
}
