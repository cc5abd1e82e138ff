import Market

/// The page of one replay: what it earned, when, from what, and that the ledger closes.
///
/// All values are given; nothing is computed here but sums of listed trades and products of monthly returns.
public struct RunReport: Sendable {
  public var subject: ReportSubject
  /// Quote currency, such as `USDT`: the unit of equity and of every amount.
  public var quote: String
  /// The figures one looks at first, as tiles.
  public var highlights: [KeyFigure]
  /// All figures, as a table.
  public var figures: [KeyFigure]
  /// Marked at each bar's close, beginning with the starting equity.
  public var equity: Curve
  /// Equity over its highest so far, less one: zero or below.
  public var drawdown: Curve
  /// Signed value of the position over equity, holding from each bar's open.
  public var position: Curve
  /// Close of the traded perpetual.
  public var price: Curve
  /// Running sums in quote currency, by kind of ledger entry: price, funding, fees, slippage.
  public var sources: [NamedCurve]
  /// Simple returns of equity by calendar month, UTC.
  public var months: [MonthReturn]
  /// In order of their closing.
  public var trades: [TradeLine]
  public var ledger: LedgerSummary
  /// Sentences that must not be overlooked.
  public var remarks: [Remark]
  public var conventions: [String]

  public init(
    subject: ReportSubject, quote: String, highlights: [KeyFigure], figures: [KeyFigure], equity: Curve,
    drawdown: Curve, position: Curve, price: Curve, sources: [NamedCurve], months: [MonthReturn], trades: [TradeLine],
    ledger: LedgerSummary, remarks: [Remark] = [], conventions: [String] = []
  ) {
    self.subject = subject
    self.quote = quote
    self.highlights = highlights
    self.figures = figures
    self.equity = equity
    self.drawdown = drawdown
    self.position = position
    self.price = price
    self.sources = sources
    self.months = months
    self.trades = trades
    self.ledger = ledger
    self.remarks = remarks
    self.conventions = conventions
  }

  public var page: Page { subject.page("Replay", sections: sections, conventions: conventions) }

  /// The page's sections, for longer pages that hold a replay among other things.
  public var sections: [PageSection] {
    [
      PageSection("Result", [.tiles(highlights)] + remarks.map(PageBlock.remark)),
      PageSection("Equity", [.chart(equityChart)]),
      PageSection("Price and trades", [.chart(priceChart)]),
      PageSection(
        "Ledger", lead: "Where the change in equity came from, and proof that nothing is missing.",
        [.chart(sourcesChart), .table(ledger.table(quote: quote))]),
      PageSection("Months", [.chart(MonthReturn.chart(months))]),
      PageSection("Trades", [.table(TradeLine.table(trades, quote: quote))]),
      PageSection("All figures", [.table(Table(figures))]),
    ]
  }

  private var equityChart: PageChart {
    PageChart(
      "Equity, drawdown and position",
      caption:
        "Equity marked at each bar's close, net of fees, slippage and funding. Drawdown is equity over its highest "
        + "so far, less one. Position is signed exposure over equity; it holds from the open of the bar after a decision.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Equity", unit: quote, .fixed(2)), [.line("equity", equity, .accent, inLegend: false)], share: 5),
          PlotlyFigure.Panel(
            PlotlyAxis("Drawdown", .percent(2)),
            [.line("drawdown", drawdown, .loss, filled: true, inLegend: false)], share: 2.4),
          PlotlyFigure.Panel(
            PlotlyAxis("Position", unit: "× equity", .fixed(3)),
            [.line("position", position, .series(3), shape: .step, filled: true, inLegend: false)], share: 2.4),
        ], height: 640))
  }

  private var priceChart: PageChart {
    PageChart(
      "Price with entries and exits",
      caption:
        "Close of the traded perpetual. Triangles are entries at their fill price, up for long and down for short; "
        + "rings are exits, coloured by the trade's net result.",
      PlotlyFigure(
        x: .time,
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Price", unit: quote, .fixed(2)),
            [.line("close", price, .muted, inLegend: false)] + TradeLine.markers(trades, quote: quote))
        ], height: 420, hover: .closest))
  }

  private var sourcesChart: PageChart {
    let lines = sources.enumerated().map { index, source in
      PlotlyTrace.line(source.name, source.curve, .series(index), shape: .step)
    }
    return PageChart(
      "Cumulative sources of profit and loss",
      caption:
        "Running sums of ledger entries by kind; at the right edge they add up to the change in equity. Funding is "
        + "positive when received, fees and slippage are negative.",
      PlotlyFigure(
        x: .time,
        panels: [PlotlyFigure.Panel(PlotlyAxis("Running sum", unit: quote, .fixed(2)), lines, levels: [.init(0)])],
        height: 360))
  }
}
