import Market
import Results

/// Expressions over time as a page of one chart, and as a table of what their values are.
public struct ExpressionPlot: Sendable {
  public struct Line: Sendable {
    /// The expression.
    public let name: String
    /// By row of the frame, NaN where it is not known.
    public let values: [Double]
    /// Whether it is drawn as a step between 0 and 1.
    public let isCondition: Bool

    public init(name: String, values: [Double], isCondition: Bool) {
      self.name = name
      self.values = values
      self.isCondition = isCondition
    }
  }

  let frame: Frame
  let lines: [Line]

  public init(frame: Frame, lines: [Line]) {
    self.frame = frame
    self.lines = lines
  }

  /// On how many bars each is known, and its least, middle, greatest and last value there.
  public var table: Table {
    var table = Table(
      title: "\(frame.market) (\(frame.instrument)) \(frame.grid.interval)",
      columns: [
        .init("expression", key: "expression", .words), .init("bars", key: "bars"), .init("known", key: "known"),
        .init("least", key: "least"), .init("middle", key: "median"), .init("greatest", key: "greatest"),
        .init("last", key: "last"),
      ], notes: frame.findings)
    for line in lines {
      let values = line.values[frame.evaluation]
      let known = values.filter { !$0.isNaN }.sorted()
      func figure(_ value: Double?) -> Figure { value.map { .price($0) } ?? .missing }
      table.append([
        .text(line.name), .count(values.count), .count(known.count), figure(known.first),
        figure(known.isEmpty ? nil : known[known.count / 2]), figure(known.last), figure(values.last { !$0.isNaN }),
      ])
    }
    return table
  }

  public var page: Page {
    let start = frame.evaluation.lowerBound
    let panels = lines.enumerated().map { index, line in
      let curve = Curve(
        drawing: Array(line.values[frame.evaluation]), shape: line.isCondition ? .step : .linear,
        at: { frame.grid.close(start + $0) })
      return PlotlyFigure.Panel(
        PlotlyAxis(line.name, .general, showsZero: line.values.contains { $0 < 0 }),
        [.line(line.name, curve, .series(index), shape: line.isCondition ? .step : .linear, inLegend: false)],
        share: line.isCondition ? 0.5 : 1)
    }
    let chart = PageChart.overTime(
      "Values at each bar's close", caption: "As they were known then; a gap is a value that was not.",
      height: 140 + 200 * lines.count, panels)
    return Page(
      "Plot", lines.map(\.name).joined(separator: ", "), ResultHeader(strategy: nil, on: frame),
      further: [Page.Fact("Fingerprint", String(frame.fingerprint.prefix(12)), isCode: true)],
      sections: [PageSection("Over time", [.chart(chart)]), PageSection("Values", [.table(table)])], conventions: [])
  }
}
