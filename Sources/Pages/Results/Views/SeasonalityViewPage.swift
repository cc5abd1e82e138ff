import Results
import Views

extension SeasonalityView: PagedView {
  public var pageKind: String { "Seasonality" }
  public var past: String { "\(window.from.dateText) to \(window.to.minuteText)" }
  public var conventions: [String] {
    [
      isTested
        ? "Each bucket is tested against all other bars, two samples of unequal variance; Holm corrects for the buckets of its kind."
        : "What lasts over bars is shown as it is: its means have no simple error."
    ]
  }

  public var charts: [PageChart] { buckets.isEmpty ? [] : [bars("hour"), bars("weekday"), heat] }

  private var scale: Double { isTested ? 1e4 : 1 }
  private var unit: String? { isTested ? "bps" : nil }

  private func bars(_ kind: String) -> PageChart {
    let some = buckets.filter { $0.kind == kind }
    return PageChart(
      "By \(kind)", caption: "Mean of \(expression) by the bar's open, UTC.",
      PlotlyFigure(
        x: PlotlyAxis("", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Mean", unit: unit),
            [
              .bars(
                "mean", .labels(some.map(\.name)), some.map { $0.mean * scale }, Paint(.accent), bySign: isTested,
                inLegend: false)
            ], levels: [.init(0)])
        ], height: 280))
  }

  private var heat: PageChart {
    PageChart(
      "Weekday and hour", caption: "Mean of \(expression), UTC\(unit.map { ", in \($0)" } ?? "").",
      PlotlyFigure(
        x: PlotlyAxis("UTC hour", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("", unit: unit, kind: .category, isReversed: true),
            [
              .heatmap(
                "mean", x: (0..<24).map { "\($0)h" }, y: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
                z: calendar.map { $0.map { $0 * scale } }, .diverging)
            ])
        ], height: 340, hover: .closest))
  }
}
