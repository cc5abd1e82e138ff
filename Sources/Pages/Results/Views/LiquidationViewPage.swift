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

  public var charts: [PageChart] { bars.isEmpty ? [] : [byBar, times] }

  private var opens: Coordinates { .instants(bars.map(\.open)) }

  private var byBar: PageChart {
    var panels = [
      PlotlyFigure.Panel(
        PlotlyAxis("Liquidated", unit: "m USD", .fixed(2)),
        [
          .bars("longs", opens, bars.map { -$0.longs / 1e6 }, Paint(.loss)),
          .bars("shorts", opens, bars.map { $0.shorts / 1e6 }, Paint(.gain)),
        ], share: 2)
    ]
    if let price {
      let single = largest.filter { $0.price != nil }
      panels.append(
        PlotlyFigure.Panel(
          PlotlyAxis("Price", unit: "USD"),
          [
            .line("price", price, over: head.history, to: head.asOf, .accent, inLegend: false),
            .markers(
              "largest", .instants(single.map(\.at)), single.map { $0.price ?? .nan }, Paint(.ink), symbol: .ring,
              size: 9, texts: single.map { "\(Figure.quote($0.dollars, decimals: 0).pageText) USD" }),
          ]))
    }
    return PageChart(
      "Longs below, shorts above", caption: "Dollars closed by force in each \(step), all feeds added up.",
      PlotlyFigure(x: .time, panels: panels, height: 460, overlaysBars: true))
  }

  private var times: PageChart {
    PageChart(
      "Against its own week", caption: "Each bar as a multiple of the mean of the bars of the week before it.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Times the week's mean", .fixed(1)),
            [.bars("times", opens, bars.map { $0.times ?? .nan }, Paint(.accent), inLegend: false)],
            levels: [.init(options.burst, "burst")])
        ], height: 260))
  }
}
