import Market
import Results
import Views

extension OptionView: PagedView {
  public var pageKind: String { "Options" }
  public var past: String { "\(Double.counted(volatility.values.count, "snapshot")) of the past year" }
  public var conventions: [String] {
    [
      "IV rank is (now - lowest) / (highest - lowest) of the past year; IV percentile is the share of its values below. They are not the same.",
      "Max pain: the listed strike at which holders would be paid least, by open interest. It and put/call are given where 95% of the calls and of the puts say theirs.",
    ]
  }

  public var charts: [PageChart] { [byStrike, term] + (volatility.values.count > 1 ? [history] : []) }

  private var byStrike: PageChart {
    let strikes = interestByStrike
    let forward = expiries.first?.forward
    return PageChart(
      "Open interest by strike", caption: "Contracts of the expiries shown, calls above and puts below.",
      x: PlotlyAxis("Strike", unit: "USD"), height: 340, overlaysBars: true,
      verticals: forward.map { [.init($0, "forward")] } ?? [],
      .panel(
        "Open interest", unit: "contracts",
        [
          .bars("calls", .numbers(strikes.map(\.strike)), strikes.map(\.calls), Paint(.gain)),
          .bars("puts", .numbers(strikes.map(\.strike)), strikes.map { -$0.puts }, Paint(.loss)),
        ]))
  }

  private var term: PageChart {
    let known = expiries.filter { $0.atTheMoney != nil }
    return PageChart(
      "Term structure", caption: "Implied volatility at the forward of each expiry.",
      x: PlotlyAxis("To expiry", unit: "days", .fixed(0)), height: 300,
      .panel(
        "IV", .percent(1),
        [
          .line("IV", .numbers(known.map(\.days)), known.map { $0.atTheMoney ?? .nan }, .accent, inLegend: false),
          .markers(
            "expiry", .numbers(known.map(\.days)), known.map { $0.atTheMoney ?? .nan }, Paint(.accent), size: 8,
            texts: known.map {
              "\($0.expiry.dateText): \(Figure.percent($0.atTheMoney ?? .nan, decimals: 1).pageText)"
            }, inLegend: false),
        ], levels: [.init(0)]))
  }

  private var history: PageChart {
    PageChart.overTime(
      "30-day implied volatility", caption: "At the money, one value for each snapshot of the past year.", height: 300,
      .panel("IV", .percent(1), [.line("IV", volatility, over: .days(365), to: head.asOf, .accent, inLegend: false)]))
  }
}
