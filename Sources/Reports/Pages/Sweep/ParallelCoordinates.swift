import Research

/// Trials as lines across all swept parameters and the figure they are ranked by.
public struct ParallelCoordinates: Sendable {
  /// What the lines are coloured by: `Sharpe ratio`.
  public var figure: String
  public var format: PlotlyAxis.Format
  public var trials: ParallelTrials
  /// Whether less is better.
  public var smallestFirst: Bool

  public init(figure: String, format: PlotlyAxis.Format, trials: ParallelTrials, smallestFirst: Bool) {
    self.figure = figure
    self.format = format
    self.trials = trials
    self.smallestFirst = smallestFirst
  }

  public var chart: PageChart {
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
      PlotlyFigure(
        x: PlotlyAxis(""),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("", format),
            [.parallel(figure, axes + [scoreAxis(values)], scores: values, smallestFirst ? .falling : .rising)])
        ], height: 440, hover: .closest))
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
}
