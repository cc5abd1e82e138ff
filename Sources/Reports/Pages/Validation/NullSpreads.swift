/// The distributions of null strategies, with the strategy's own mark.
public struct NullSpreads: Sendable {
  public struct Spread: Sendable {
    public var name: String
    /// Annual Sharpe ratio of each draw.
    public var sharpes: [Double]

    public init(name: String, sharpes: [Double]) {
      self.name = name
      self.sharpes = sharpes
    }
  }

  public var spreads: [Spread]
  /// Nulls without chance in them.
  public var marks: [(name: String, sharpe: Double)]
  public var observed: Double

  public init(spreads: [Spread], marks: [(name: String, sharpe: Double)], observed: Double) {
    self.spreads = spreads
    self.marks = marks
    self.observed = observed
  }

  var chart: PageChart {
    // Bins follow the smallest sample, and one mark is no sample of its own.
    let bins = Histogram(covering: spreads.map { $0.sharpes + [observed] }, trim: 0)
    let lines = spreads.enumerated().map { index, spread in
      PlotlyTrace.line(
        spread.name, .numbers(bins.centres), bins.shares(of: spread.sharpes), .series(index + 1), filled: true)
    }
    let own = PlotlyTrace.markers(
      "the strategy \(observed.fixed(2))", .numbers([observed]), [0], Paint(.accent), size: 10)
    let single = PlotlyTrace.markers(
      "without chance", .numbers(marks.map(\.sharpe)), marks.map { _ in 0 }, Paint(.muted), symbol: .diamond, size: 9,
      texts: marks.map { "\($0.name) \($0.sharpe.fixed(2))" })
    return PageChart(
      "What luck earns",
      caption:
        "Share of draws by annual Sharpe ratio out of sample (UTC-daily, net of the same costs). Diamonds on the axis "
        + "are nulls without chance: the opposite positions, late decisions, the market.",
      PlotlyFigure(
        x: PlotlyAxis("Sharpe ratio", .fixed(2)),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Share of draws", .percent(0)), lines + (marks.isEmpty ? [] : [single]) + [own])
        ], verticals: [.init(observed, "", Paint(.accent))], height: 360,
        hover: .closest))
  }
}
