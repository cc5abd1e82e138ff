import Market
import Results
import Views

extension FundingView: PagedView {
  public var pageKind: String { "Funding" }

  public var charts: [PageChart] {
    venues.isEmpty ? [] : [history, heat] + (together.map { [$0] } ?? []) + [annualised]
  }

  public var conventions: [String] {
    [
      "Words for rates: \(FundingSentiment.thresholds).",
      "A rate over a year is the rate times the intervals in 365 days, never compounded.",
    ]
  }

  private var history: PageChart {
    let traces = venues.enumerated().map { index, venue in
      PlotlyTrace.line(
        venue.instrument.description, venue.per8hHistory, over: head.history, to: head.asOf, .series(index),
        shape: .step)
    }
    return .overTime(
      "Settled funding", caption: "Each venue's rate over eight hours from when it was known until the next.",
      height: 380,
      .panel(
        "Per 8 h", .percent(3), traces,
        levels: [.init(FundingSentiment.usual, "bullish above"), .init(-FundingSentiment.usual, "bearish below")]))
  }

  /// As many columns as can be told apart.
  private static let columns = 56

  private var heat: PageChart {
    let step = max(Interval.hour, Interval(milliseconds: head.history.milliseconds / Int64(Self.columns)))
    let instants = head.instants(every: step)
    let cells = venues.map { venue in instants.map { (venue.per8hHistory.value(at: $0) ?? .nan) * 1e4 } }
    return .map(
      "Funding by venue over time", caption: "Rate over eight hours in basis points; empty where a venue was stale.",
      axis: PlotlyAxis("", unit: "bps per 8 h", .fixed(2)), name: "rate",
      columns: instants.map { String($0.minuteText.dropFirst(5)) }, rows: venues.map(\.instrument.description), cells,
      height: min(160 + 34 * venues.count, 520))
  }

  /// All venues together: the rate, and what it adds up to.
  private var together: PageChart? {
    guard venues.count > 1, let aggregate = aggregate.answer else { return nil }
    let count = max(24, Int(min(head.history, .days(90)).milliseconds / Interval.hour.milliseconds))
    let instants = (0..<count).map { head.asOf - .hour * (count - 1 - $0) }
    func line(_ name: String, _ values: [Double], _ colour: Colour) -> PlotlyTrace {
      .line(name, .instants(instants), Array(values.suffix(count)), colour)
    }
    return .overTime(
      "All venues together",
      caption: (aggregate.isWeighted
        ? "Rates weighted by open interest in dollars; below it what they came to over the last day, week and month."
        : "Plain mean, since no open interest is known; below it what it came to over the last day, week and month.")
        + (aggregate.stretches.count == 1 ? "" : " Not of the same venues throughout: the notes say when and which."),
      height: 420,
      [
        .panel("Per 8 h", .percent(3), [line("per 8 h", aggregate.hourly, .accent)], levels: [.init(0)]),
        .panel(
          "Cumulative", .percent(2),
          [
            line("1d", aggregate.cumulative(over: 24), .series(1)),
            line("7d", aggregate.cumulative(over: 168), .series(2)),
            line("30d", aggregate.cumulative(over: 720), .series(3)),
          ], levels: [.init(0)]),
      ])
  }

  private var annualised: PageChart {
    let fresh = venues.filter(\.isFresh)
    return .bars(
      "Last rate, annualised", caption: "The last settled rate times the intervals in 365 days, on each venue's own.",
      PlotlyAxis("A year", .percent(1)), name: "annualised", fresh.map(\.instrument.description),
      fresh.map(\.annualised))
  }
}
