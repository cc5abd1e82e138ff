import Market
import Results
import Views

extension LiquidationView: PagedView {
  public var pageKind: String { "Liquidations" }
  public var conventions: [String] {
    [
      "A liquidation of longs is a forced sale. Public feeds are throttled: these are lower bounds.",
      "A burst is a bar beyond \(Int(options.burst)) times the mean of the bars of the week before it.",
    ]
  }

  public var charts: [PageChart] { (bars.isEmpty ? [] : [byBar, times]) + (levelChart.map { [$0] } ?? []) }

  private var opens: Coordinates { .instants(bars.map(\.open)) }

  private var byBar: PageChart {
    var panels: [PlotlyFigure.Panel] = [
      .panel(
        "Liquidated", unit: "m USD", .fixed(2),
        [
          .bars("longs", opens, bars.map { -$0.longs / 1e6 }, Paint(.loss)),
          .bars("shorts", opens, bars.map { $0.shorts / 1e6 }, Paint(.gain)),
        ], share: 2)
    ]
    if let price {
      let single = largest.filter { $0.price != nil }
      panels.append(
        .panel(
          "Price", unit: "USD",
          [.line("price", price, over: head.history, to: head.asOf, .accent, inLegend: false)]
            + (vwap.map { [.line("VWAP, 1d", $0, over: head.history, to: head.asOf, .muted)] } ?? []) + [
              .markers(
                "largest", .instants(single.map(\.at)), single.map { $0.price ?? .nan }, Paint(.ink), symbol: .ring,
                size: 9, texts: single.map { "\(Figure.quote($0.dollars, decimals: 0).pageText) USD" })
            ]))
    }
    if let interest, !interest.isEmpty {
      panels.append(
        .panel(
          "OI", unit: "bn USD", .fixed(2),
          [
            .line(
              "open interest", interest.scaled(by: 1e-9), over: head.history, to: head.asOf, .series(2), inLegend: false
            )
          ]))
    }
    return .overTime(
      "Liquidations, price and open interest",
      caption:
        "Dollars closed by force in each \(step), all feeds added up; rings are the largest, by their own price.",
      height: 560, overlaysBars: true, panels)
  }

  private var levelChart: PageChart? {
    guard let levels = levels.answer, levels.profile.contains(where: { $0.dollars > 0 }) else { return nil }
    func bars(_ name: String, _ isLong: Bool, _ colour: Colour) -> PlotlyTrace {
      let side = levels.profile.filter { $0.isLong == isLong }
      return .bars(name, .numbers(side.map(\.price)), side.map { $0.dollars / 1e6 }, Paint(colour))
    }
    return PageChart(
      "Liquidation levels of a model",
      caption:
        "Not observed: entries from changes of open interest, leverage assumed (\(levels.mix)), \(levels.maintenance). \(levels.tested ?? "")",
      x: PlotlyAxis("Price", unit: "USD", .general, kind: .linear), height: 320, hover: .closest, overlaysBars: true,
      verticals: [.init(levels.price, "price")],
      .panel("Closed there", unit: "m USD", .fixed(2), [bars("longs", true, .loss), bars("shorts", false, .gain)]))
  }

  private var times: PageChart {
    PageChart.overTime(
      "Relative to the week before", caption: "Each bar as a multiple of the mean of the bars of the week before it.",
      height: 260,
      .panel(
        "Times the week's mean", .fixed(1),
        [.bars("times", opens, bars.map { $0.times ?? .nan }, Paint(.accent), inLegend: false)],
        levels: [.init(options.burst, "burst")]))
  }
}
