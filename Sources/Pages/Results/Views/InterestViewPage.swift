import Market
import Results
import Views

extension InterestView: PagedView {
  public var pageKind: String { "Open interest" }
  public var conventions: [String] {
    [
      "Native changes are in coins of linear contracts and in USD of coin-margined ones: the other of the two moves with the price by itself.",
      "Quadrants: price up and open interest up are new longs, up and down short covering, down and up new shorts, down and down a long flush.",
    ]
  }

  public var charts: [PageChart] { venues.isEmpty ? [] : [history] + (candleChart.map { [$0] } ?? []) + [shares] }

  private var instants: [Instant] {
    head.instants(every: max(.hour, Interval(milliseconds: head.history.milliseconds / 200)))
  }

  private var history: PageChart {
    let instants = instants
    var below = [Double](repeating: 0, count: instants.count)
    var traces: [PlotlyTrace] = []
    for (index, venue) in venues.filter({ $0.share != nil }).enumerated() {
      // A venue that is not known at an instant adds nothing there: the stack then is what is known.
      let above = zip(instants, below).map { $1 + (venue.interest.dollars(at: $0) ?? 0) / 1e9 }
      traces.append(
        .band(
          venue.instrument.description, .instants(instants), lower: below, upper: above, .series(index), opacity: 0.5,
          inLegend: true))
      below = above
    }
    var panels: [PlotlyFigure.Panel] = [.panel("Open interest", unit: "bn USD", .fixed(2), traces, share: 2)]
    if let price {
      panels.append(
        .panel(
          "Price", unit: "USD", [.line("price", price, over: head.history, to: head.asOf, .accent, inLegend: false)]))
    }
    return .overTime(
      "Open interest by venue",
      caption:
        "Dollars, one venue on top of the other, where a venue is not known the stack is without it; below it the price.",
      height: 460, panels)
  }

  /// More panels than these cannot be told apart.
  private static let most = 5

  private var candleChart: PageChart? {
    guard let first = candles.first else { return nil }
    let panels = candles.prefix(Self.most).map { one -> PlotlyFigure.Panel in
      let highest = one.candles.map(\.high).max() ?? 0
      let (factor, prefix) = highest >= 1e9 ? (1e9, "bn ") : highest >= 1e6 ? (1e6, "m ") : (1, "")
      let drawn = PlotlyTrace.Candles(
        open: one.candles.map { $0.open / factor }, high: one.candles.map { $0.high / factor },
        low: one.candles.map { $0.low / factor }, close: one.candles.map { $0.close / factor })
      return .panel(
        prefix + one.unit, [.candles(one.name, .instants(one.candles.map(\.at)), drawn)],
        share: one.instrument == nil ? 1.6 : 1, name: one.name)
    }
    return .overTime(
      "Candles of open interest",
      caption:
        "Each of \(first.step), from its begin: \(candles.prefix(Self.most).map { "\($0.name) from \($0.from)" }.joined(separator: "; ")).",
      height: 180 + 130 * panels.count, hover: .closest, panels)
  }

  private var shares: PageChart {
    let counted = venues.filter { $0.share != nil }
    return .bars(
      "Change by venue", caption: "Of open interest in each venue's native unit over 24 h.",
      PlotlyAxis("Change", .percent(1)),
      name: "24h", counted.map(\.instrument.description), counted.map { $0.nativeChange1d ?? .nan }, height: 260)
  }
}
