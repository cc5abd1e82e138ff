import Market
import Replay

/// The trials of a sweep in order of a figure.
public struct SweepRanking: Sendable {
  public let figure: FigureKey
  /// Best first; trials without the figure are not in it. Ties keep the order of the grid.
  public let trials: [Trial]

  /// Every figure is ranked largest first: costs and drawdowns are negative numbers, so larger is better for them too.
  /// Volatility and turnover are ranked smallest first.
  public init(_ trials: [Trial], by figure: FigureKey) {
    self.figure = figure
    let scored = trials.compactMap { trial in trial.figures?[figure].map { (trial, $0) } }
    let smallestFirst = figure == .volatilityAnnual || figure == .turnover || figure == .liquidations
    self.trials = scored.sorted { a, b in
      if a.1 != b.1 { return smallestFirst ? a.1 < b.1 : a.1 > b.1 }
      return a.0.index < b.0.index
    }.map(\.0)
  }
}

/// A figure over two parameters of a grid: one cell for each pair of values.
public struct SweepSurface: Sendable {
  public let figure: FigureKey
  public let rows: ParameterAxis
  public let columns: ParameterAxis
  /// `cells[row][column]`: the median over all trials with that pair; nil where none has the figure.
  public let cells: [[Double?]]

  /// Nil when the grid has fewer than two axes with more than one value. The first two such axes are taken; over any
  /// further axes the median is shown, because the best would show the luckiest.
  public init?(_ trials: [Trial], grid: ParameterGrid, figure: FigureKey) {
    let varied = grid.axes.indices.filter { grid.axes[$0].values.count > 1 }
    guard varied.count >= 2 else { return nil }
    let (first, second) = (varied[0], varied[1])
    rows = grid.axes[first]
    columns = grid.axes[second]
    self.figure = figure
    var values = [[[Double]]](
      repeating: [[Double]](repeating: [], count: grid.axes[second].values.count),
      count: grid.axes[first].values.count)
    for trial in trials {
      guard let value = trial.figures?[figure] else { continue }
      let positions = grid.positions(trial.index)
      values[positions[first]][positions[second]].append(value)
    }
    cells = values.map { $0.map(Self.median) }
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
