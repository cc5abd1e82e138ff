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
    return .bars(
      "By \(kind)", caption: "Mean of \(expression) by the bar's open, UTC.", PlotlyAxis("Mean", unit: unit),
      name: "mean", some.map(\.name), some.map { $0.mean * scale }, bySign: isTested)
  }

  private var heat: PageChart {
    .weekdays(
      "Weekday and hour", caption: "Mean of \(expression), UTC\(unit.map { ", in \($0)" } ?? "").",
      axis: PlotlyAxis("", unit: unit), name: "mean", calendar.map { $0.map { $0 * scale } })
  }
}
