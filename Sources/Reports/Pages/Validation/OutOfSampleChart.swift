import Market

/// Stitched out-of-sample equity beside what a search over all of the data would have promised for the same days.
public struct OutOfSampleChart: Sendable {
  public var stitched: Curve
  /// The set that is best on all of the data, over the same days; nil when it is the same set throughout.
  public var promise: Curve?
  /// First day of each test window.
  public var borders: [Instant]

  public init(stitched: Curve, promise: Curve?, borders: [Instant]) {
    self.stitched = stitched
    self.promise = promise
    self.borders = borders
  }

  var chart: PageChart {
    let known = stitched.values.indices.filter { borders.contains(stitched.instants[$0]) }
    return PageChart(
      "Equity out of sample",
      caption:
        "Growth of 1 at UTC day ends, net of all costs. Rings mark where a test window begins and parameters are chosen "
        + "anew."
        + (promise == nil
          ? "" : " Dashed: the set that is best in hindsight on all of the data, which nobody could have known."),
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Equity", unit: "start = 1", .fixed(4)),
            (promise.map { [.line("best in hindsight", $0, .muted, dashed: true)] } ?? []) + [
              .line("out of sample", stitched, .accent),
              .markers(
                "new choice", .instants(known.map { stitched.instants[$0] }), known.map { stitched.values[$0] },
                Paint(.accent), symbol: .ring, size: 8),
            ], levels: [.init(1)])
        ], height: 400))
  }
}
