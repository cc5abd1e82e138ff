/// Coefficients side by side on one axis: what one standard deviation more of each column goes with.
public struct CoefficientForest: Hashable, Sendable {
  public struct Term: Hashable, Sendable {
    public var name: String
    /// Coefficient times the standard deviation of its column, and its 95 % interval.
    public var effect: Double
    public var low: Double
    public var high: Double

    public init(_ name: String, effect: Double, low: Double, high: Double) {
      self.name = name
      self.effect = effect
      self.low = low
      self.high = high
    }
  }

  public var terms: [Term]
  /// What effects are measured in.
  public var unit: String

  public init(terms: [Term], unit: String) {
    self.terms = terms
    self.unit = unit
  }

  var chart: PageChart {
    // The first term on top: an axis of rows runs upwards.
    let rows = Array(terms.reversed())
    let y = rows.indices.map(Double.init)
    let intervals = zip(rows, y).map { term, y in
      PlotlyTrace.line(term.name, .numbers([term.low, term.high]), [y, y], .accent, inLegend: false)
    }
    let dots = PlotlyTrace.markers(
      "coefficient", .numbers(rows.map(\.effect)), y, Paint(.accent), size: 9,
      texts: rows.map {
        "\($0.name): \(Figure.bps($0.effect).pageText) \(unit) [\(Figure.bps($0.low).pageText), \(Figure.bps($0.high).pageText)]"
      }, inLegend: false)
    return PageChart(
      "Coefficients",
      caption:
        "Coefficient times the standard deviation of its column, so that columns in different units can be compared; lines are 95% intervals by the errors of the table.",
      PlotlyFigure(
        x: PlotlyAxis("For one standard deviation more", unit: unit, .fixed(2)),
        panels: [
          PlotlyFigure.Panel(PlotlyAxis("", kind: .linear, ticks: rows.map(\.name)), intervals + [dots])
        ],
        verticals: [.init(0, "", Paint(.muted))], height: max(220, 70 + 30 * rows.count), hover: .closest))
  }
}
