/// How often each estimator rejects a true null on this very sample, beside the 5 % it promises.
public struct CalibrationChart: Hashable, Sendable {
  public struct Series: Hashable, Sendable {
    /// `1h`.
    public var forward: String
    /// A share for each estimator; NaN where it is not known.
    public var shares: [Double]

    public init(forward: String, shares: [Double]) {
      self.forward = forward
      self.shares = shares
    }
  }

  public var estimators: [String]
  public var series: [Series]
  /// Moves behind each share.
  public var moves: Int

  public init(estimators: [String], series: [Series], moves: Int) {
    self.estimators = estimators
    self.series = series
    self.moves = moves
  }

  var chart: PageChart {
    // Bars of horizontal names would be cut on a phone; dots over numbered ticks are not.
    let known = estimators.indices.filter { index in series.contains { !$0.shares[index].isNaN } }
    let traces = series.enumerated().map { row, series in
      let x = known.indices.map { Double($0) + (Double(row) - Double(self.series.count - 1) / 2) * 0.14 }
      return PlotlyTrace.markers(
        series.forward, .numbers(x), known.map { series.shares[$0] }, Paint(.series(row)), size: 9,
        texts: known.map {
          "\(estimators[$0]), next \(series.forward): \(Figure.percent(series.shares[$0], decimals: 1).pageText)"
        })
    }
    return PageChart(
      "False-positive rate of each estimator",
      caption:
        "Share of \(Double.grouped(moves)) random moves of the labels over these same returns on which it rejects at 5%. "
        + "One of correct size lies on the line.",
      PlotlyFigure(
        // Room on the right for the last name, which is written at a slant.
        x: PlotlyAxis(
          "", kind: .linear, range: -0.5...Double(known.count) + 0.5, ticks: known.map { estimators[$0] }),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Rejects a true null", .percent(0)), traces, levels: [.init(0.05, "nominal 5%", Paint(.loss))])
        ], height: 380, hover: .closest))
  }
}
