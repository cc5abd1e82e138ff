import Market
import Results
import Views

extension BasisView: PagedView {
  public var pageKind: String { "Basis" }
  public var conventions: [String] {
    [
      "A dated basis is (future / spot - 1) over years of 365.25 days to expiry; within a day of it none is given. Funding is of a year of 365.",
      "Constant maturity: between the two futures that straddle it, as Coin Metrics does.",
    ]
  }

  public var charts: [PageChart] { rows.isEmpty ? [] : [history] + (term.map { [$0] } ?? []) }

  private var history: PageChart {
    let perpetuals = rows.filter { $0.expiry == nil }
    let shown = perpetuals.isEmpty ? Array(rows.prefix(8)) : perpetuals
    let traces = shown.enumerated().map { index, row in
      PlotlyTrace.line(
        row.instrument.description, row.history.scaled(by: 1e4), over: head.history, to: head.asOf, .series(index))
    }
    return .overTime(
      "Basis",
      caption:
        "Price / spot - 1 (or over the index), as it was known each hour: above zero a premium, below a discount.",
      height: 360,
      .panel("Basis", unit: "bps", .fixed(1), traces, levels: [.init(0)]))
  }

  private var term: PageChart? {
    let dated = rows.filter { $0.annualised != nil }
    guard dated.count > 1 else { return nil }
    let x = Coordinates.numbers(dated.map { ($0.years ?? 0) / Interval.day.calendarYears })
    let values = dated.map { $0.annualised ?? .nan }
    return PageChart(
      "Term structure", caption: "Annualised basis of each dated future by its days to expiry.",
      x: PlotlyAxis("To expiry", unit: "days", .fixed(0)), height: 320, hover: .closest,
      .panel(
        "A year", .percent(1),
        [
          .line("basis", x, values, .accent, inLegend: false),
          .markers(
            "future", x, values, Paint(.accent), size: 8, texts: dated.map(\.instrument.description),
            inLegend: false),
        ], levels: [.init(0)]))
  }
}
