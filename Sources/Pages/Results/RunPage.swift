import Market
import Replay
import Research
import Results

extension RunSummary {
  /// The page of one replay: what it earned, when, from what, and that the ledger closes.
  public var page: Page {
    Page(
      "Replay", strategy.strategy.name, about: strategy.strategy.about, header,
      further: [
        Page.Fact("Costs", costFact),
        Page.Fact("Engine", "hindcast \(Engine.version)"),
      ],
      sections: [
        PageSection(
          "Result", [.tiles(tiles)] + remarks.map(PageBlock.remark) + [.notes("What it rests on", rests + told())]),
        PageSection("Equity", [.chart(equityChart)] + [rollingChart].compactMap(\.self).map(PageBlock.chart)),
      ] + (against.map { [againstSection($0)] } ?? []) + legSections + [
        PageSection(
          "Ledger", lead: "Where the change in equity came from, and proof that nothing is missing.",
          [.chart(sourcesChart), .table(ledgerTable)]),
        PageSection("Months", [.chart(monthsChart)]),
      ] + tradeSections + [
        PageSection("All figures", [.table(Table(run.figures.keyFigures(quote: quote)))])
      ],
      conventions: [
        "Times are UTC. A bar is labelled by its open.",
        "Sharpe, Sortino and volatility are of UTC-daily returns, annualised over 365 days; flat days count.",
        "Amounts are whole millionths of the quote currency, so the ledger closes exactly.",
      ])
  }

  /// None of a run that never traded.
  private var tradeSections: [PageSection] {
    let tables =
      [tradeTable, drawdownTable].compactMap(\.self)
      + (run.trades.isEmpty ? [] : [TradeRow.table(run.trades, of: run.tradeNames, quote: quote)])
    return tables.isEmpty ? [] : [PageSection("Trades", tables.map(PageBlock.table))]
  }

  private var costFact: String {
    if let legs = run.legs?.legs {
      var named: Set<String> = []
      return legs.filter { named.insert($0.name).inserted }.map { leg in
        "\(leg.name) taker \(leg.terms.costs.taker.bpsText), slippage \(leg.terms.costs.slippage.bpsText)"
          + (leg.terms.borrow.map { ", borrowing \(Figure.percent($0).text) a year" } ?? "")
      }.joined(separator: "; ") + (strategy.strategy.assumedFees == nil ? "" : "; fees assumed")
    }
    let moves = strategy.costs.byVolume == nil ? "" : " at first, by what is traded"
    return "taker \(strategy.costs.taker.bpsText)\(moves), slippage \(strategy.costs.slippage.bpsText)\(modelled)"
      + (strategy.strategy.assumedFees.map { ", assumed: \($0.source)" } ?? "")
  }

  private var modelled: String {
    guard let rule = strategy.strategy.execution else { return "" }
    return (rule.spread.map { ", half a spread of \($0.text)" } ?? "")
      + (rule.impact.map { ", impact \($0.coefficient.text) over \($0.span.text)" } ?? "")
  }

  /// The price of what was traded, or the legs of a position that has several.
  private var legSections: [PageSection] {
    if let portfolioTable, let account = run.portfolio {
      return [
        PageSection(
          "Where it came from", lead: "The result split into price, funding and costs, instrument by instrument.",
          [exposureTable, portfolioTable].compactMap(\.self).map(PageBlock.table) + [.chart(instrumentChart(account))]),
        PageSection("Exposure", [.chart(exposureChart(account))]),
      ]
    }
    guard let account = run.legs, let legTable else {
      return [PageSection("Price and trades", [.chart(priceChart)])]
    }
    return [
      PageSection(
        "Where it came from", lead: "The result split into basis, funding, costs and financing, leg by leg.",
        [.table(legTable)] + [rollTable].compactMap(\.self).map(PageBlock.table)
          + [.chart(attributionChart(account)), .chart(legChart(account))]),
      PageSection("Prices", [.chart(basisChart(account))]),
    ]
  }

  /// The figures one looks at first, its sampling error and a benchmark among them.
  private var tiles: [KeyFigure] {
    var tiles = run.figures.keyFigures(
      [.totalReturn, .sharpeAnnual, .maxDrawdown, .trades, .fundingPnl, .fees, .exposure], quote: quote)
    if let error = samplingError.answer,
      let place = tiles.firstIndex(where: { $0.key == FigureKey.sharpeAnnual.rawValue })
    {
      tiles[place].convention =
        "95% interval \(Figure.ratio(error.interval.lowerBound).text) to \(Figure.ratio(error.interval.upperBound).text), \(Double.grouped(error.days)) days; UTC-daily, x sqrt(365)"
    }
    // What a hedge or a choice among many is held against is no single price.
    guard run.legs == nil, run.portfolio == nil else { return tiles }
    tiles.insert(contentsOf: Self.fields.keyFigures(self, ["hold_return"]), at: min(1, tiles.count))
    return tiles
  }

  private var remarks: [Remark] {
    var remarks = alarm.map { [Remark(.bad, BeyondReal.title, $0)] } ?? []
    if let against { remarks.append(Remark(.neutral, "Against \(against.comparison.name)", against.verdict)) }
    if let samplingErrorText { remarks.append(Remark(.neutral, "Sampling error", samplingErrorText)) }
    remarks += unverified.map { Remark(.neutral, "Not verified", $0) }
    if run.figures.liquidations > 0 {
      remarks.append(
        Remark(.bad, "Liquidated", "\(Double.counted(run.figures.liquidations, "position")), whole; see the ledger."))
    }
    return remarks
  }

  // MARK: Curves

  private var closes: [Double] { Array(frame.values("close")[frame.evaluation]) }

  var equityCurve: Curve { Curve(drawing: run.equityPath, at: run.grid.open) }
  var drawdownCurve: Curve { Curve(drawing: run.drawdownPath, at: run.grid.open) }

  /// Signed value of the position over equity, holding from each bar's open.
  private var positionCurves: [PlotlyTrace] {
    if let account = run.portfolio { return grossAndNet(account) }
    guard let legs = run.legs?.legs else {
      return [.line("position", positionCurve, .series(3), shape: .step, filled: true, inLegend: false)]
    }
    return legs.enumerated().map { index, leg in
      .line("position in \(leg.label)", exposure(of: leg), .series(index), shape: .step)
    }
  }

  private var positionCurve: Curve {
    Curve(drawing: run.exposurePath(closes), shape: .step, at: run.grid.open)
  }

  private var equityChart: PageChart {
    PageChart.overTime(
      "Equity, drawdown and position",
      caption:
        "Equity marked at each bar's close, net of fees, slippage and funding. Drawdown is equity over its highest "
        + "so far, less one. Position is signed exposure over equity; it holds from the open of the bar after a decision.",
      height: 640,
      [
        .panel(
          "Equity", unit: quote, .fixed(2), [.line("equity", equityCurve, .accent, inLegend: false)], share: 5),
        .panel(
          "Drawdown", .percent(2), [.line("drawdown", drawdownCurve, .loss, filled: true, inLegend: false)], share: 2.4),
        .panel("Position", unit: "× equity", .fixed(3), positionCurves, share: 2.4),
      ])
  }

  private func againstSection(_ against: RunAgainst) -> PageSection {
    let name = against.comparison.name
    let chart = PageChart.overTime(
      "Growth against \(name)", caption: "Growth of 1 at the ends of the UTC days that both have.", height: 360,
      .growth([against.curve(name), .line(strategy.strategy.name, against.ownCurve, .accent)]))
    return PageSection(
      "Against \(name)", lead: against.verdict, [.chart(chart), .table(against.table.without(note: against.verdict))])
  }

  /// The Sharpe ratio of the last days; nil for a run too short for it.
  private var rollingChart: PageChart? {
    guard let rolling = rollingSharpe else { return nil }
    let days = RollingSharpe.days
    let curve = Curve(rolling.points.map { $0.day + .day }, rolling.points.map { $0.sharpe ?? .nan })
    return .overTime(
      "Sharpe ratio of the last \(days) days",
      caption:
        "Mean over deviation of the last \(days) UTC-daily returns, × √365, at the end of each day. Its standard error is about \(Figure.ratio((365 / Double(days)).squareRoot(), decimals: 1).text).",
      height: 260,
      .panel(
        "Sharpe ratio", .fixed(1), [.line("Sharpe ratio", curve, .accent, inLegend: false)], levels: [.init(0)]))
  }

  private var priceChart: PageChart {
    PageChart.overTime(
      "Price with entries and exits",
      caption:
        "Close of the traded instrument. Triangles are entries at their fill price, up for long and down for short; "
        + "rings are exits, coloured by the trade's net result.", height: 420, hover: .closest,
      .panel(
        "Price", unit: quote, .fixed(2),
        [.line("close", Curve(drawing: closes, at: run.grid.close), .muted, inLegend: false)]
          + TradeRow.markers(run.trades, quote: quote)))
  }

  // MARK: Ledger

  /// Running sums by kind, a point at each entry.
  private var sourcesChart: PageChart {
    let lines = run.sources.enumerated().map { index, source in
      let path = run.sumPath(of: source.kind)
      return PlotlyTrace.line(source.kind.rawValue, Curve(path.instants, path.sums), .series(index), shape: .step)
    }
    return .overTime(
      "Cumulative sources of profit and loss",
      caption:
        "Running sums of ledger entries by kind; at the right edge they add up to the change in equity. Funding is "
        + "positive when received, fees and slippage are negative.", height: 360,
      .panel("Running sum", unit: quote, .fixed(2), lines, levels: [.init(0)]))
  }

  /// From the first equity to the last, a line a kind.
  private var ledgerTable: Table {
    let micro = run.ledger.reduce(0) { $0 + $1.amount }
    let residual = (run.equity.last ?? 0) - run.figures.initialEquity * Money.scale - micro
    let lines: [(name: String, entries: Figure, amount: Figure)] =
      [("initial equity", .blank, .quote(run.figures.initialEquity))]
      + run.sources.map { ($0.kind.rawValue, .count($0.count), .signedQuote(Money.quote($0.amount))) }
    return Table(
      title: "From initial to final equity",
      columns: [
        .init("Entry", key: "entry", .words), .init("Entries", key: "entries"),
        .init("Amount", unit: quote, key: "amount_quote"),
      ],
      rows: lines.map { [.text($0.name), $0.entries, $0.amount] },
      total: [.text("final equity"), .blank, .quote(run.figures.finalEquity)],
      notes: [
        residual == 0
          ? "The ledger closes: initial equity and all entries add up to final equity with nothing left over."
          : "The ledger does not close: \(residual.plainText) \(quote) are unaccounted for. Please report this run."
      ])
  }

  // MARK: Months

  /// Years down, months across; beside each year its months compounded.
  private var monthsChart: PageChart {
    let months = run.months
    let labels = months.map { year, cells in
      let total = cells.reduce(1) { $1.isNaN ? $0 : $0 * (1 + $1) } - 1
      return "\(year)  \(Figure.signedPercent(total, decimals: 1).pageText)"
    }
    let texts = months.map { month in
      month.cells.map { $0.isNaN ? "" : Figure.signedPercent($0, decimals: 1).pageText }
    }
    return .map(
      "Monthly returns",
      caption:
        "Simple returns of equity by calendar month, UTC; months cut by the window count from its edge. Beside the "
        + "year: its months compounded.",
      axis: PlotlyAxis("", .percent(1)), name: "return",
      columns: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], rows: labels,
      months.map(\.cells), texts: texts, height: 110 + 44 * max(months.count, 1))
  }
}

/// A trade as a page shows it.
struct TradeRow {
  let trade: Trade
  let quote: String
  /// Where there are several to choose from.
  var instrument: String?

  private var isLong: Bool { trade.side > 0 }
  private var side: String { isLong ? "long" : "short" }
  private var closed: Instant? { trade.ending == .open ? nil : trade.left }
  private var net: Double { Money.quote(trade.net) }
  private var netBps: Double {
    let value = trade.entryPrice * trade.quantity
    return value > 0 ? net / value * 1e4 : .nan
  }

  /// Where its result comes from; the last two only where some trade has any.
  private struct Part {
    let key: String
    let title: String
    let word: String
    let amount: @Sendable (Trade) -> Double

    static let all = [
      Part(key: "price_pnl_quote", title: "Price", word: "price") { $0.price },
      Part(key: "funding_quote", title: "Funding", word: "funding") { $0.funding },
      Part(key: "fees_quote", title: "Fees", word: "fees") { $0.fee },
      Part(key: "slippage_quote", title: "Slippage", word: "slippage") { $0.slippage },
    ]
    static let rare = [
      Part(key: "liquidation_quote", title: "Liquidation", word: "liquidation") { $0.liquidation },
      Part(key: "interest_quote", title: "Interest", word: "interest on borrowed coins") { $0.financing },
    ]

    static func of(_ trades: [Trade]) -> [Part] {
      all + rare.filter { part in trades.contains { part.amount($0) != 0 } }
    }
  }

  private static func fields(_ parts: [Part], namesInstruments: Bool) -> Fields<TradeRow> {
    Fields(in: .table) {
      Field("opened", "Opened", .instant) { $0.trade.entered }
      if namesInstruments {
        Field("instrument", "Instrument", .words) { (row: TradeRow) in row.instrument }
      }
      Field("held", "Held", .words) { row in row.closed.map { $0.since(row.trade.entered).inTwoUnits } ?? "open" }
      Field("side", "Side", .words) { $0.side }
      Field("size_base", "Size", .size) { $0.trade.quantity }
      Field("entry_price", "Entry", .fillPrice) { $0.trade.entryPrice }
      Field("exit_price", "Exit", .fillPrice) { $0.trade.exitPrice }
      for part in parts {
        Field(part.key, part.title, .amount) { (row: TradeRow) in Money.quote(part.amount(row.trade)) }
      }
      Field("net_quote", "Net", .amount) { $0.net }
      Field("net_bps", "Net", .written("bps") { .bps($0) }) { $0.netBps }
      Field("reason", "Closed by", .words) { $0.trade.ending.words }
    }
  }

  /// The trades with a total over all of them; of more than twice `shown` only the first and last `shown` are listed, and
  /// a note says so.
  ///
  /// - Parameter names: by trade, its instrument; empty where there is one.
  static func table(_ trades: [Trade], of names: [String] = [], quote: String, shown: Int = 20) -> Table {
    let listed = trades.count > 2 * shown ? Array(trades.prefix(shown) + trades.suffix(shown)) : trades
    let parts = Part.of(trades)
    var notes = [
      "Times are UTC. Net is \(parts.map(\.word).joined(separator: " + ")); its basis points are of the value at entry."
    ]
    if listed.count < trades.count {
      notes.append("The first and last \(shown) of \(Double.grouped(trades.count)) trades; the total is over all.")
    }
    func sum(_ amount: (Trade) -> Double) -> Figure {
      .signedQuote(Money.quote(trades.reduce(0) { $0 + amount($1) }))
    }
    let rows = listed.map { trade in
      TradeRow(
        trade: trade, quote: quote,
        instrument: names.indices.contains(trade.number - 1) ? names[trade.number - 1] : nil)
    }
    var table = fields(parts, namesInstruments: !names.isEmpty).table(
      rows, title: listed.count < trades.count ? "First and last trades" : "Every trade", notes: notes
    ).amounts(in: quote)
    table.total =
      [.text("all \(Double.grouped(trades.count))")]
      + [Figure](repeating: .blank, count: names.isEmpty ? 5 : 6)
      + parts.map { sum($0.amount) } + [sum(\.net), .blank, .blank]
    return table
  }

  /// Entries and exits as markers over a chart of the price.
  static func markers(_ trades: [Trade], quote: String) -> [PlotlyTrace] {
    let rows = trades.map { TradeRow(trade: $0, quote: quote) }
    let entries: [PlotlyTrace] = [true, false].map { isLong in
      let group = rows.filter { $0.isLong == isLong }
      return .markers(
        isLong ? "long entry" : "short entry", .instants(group.map(\.trade.entered)), group.map(\.trade.entryPrice),
        Paint(isLong ? .gain : .loss), symbol: isLong ? .up : .down, size: 10, texts: group.map(\.entryText))
    }
    let exits: [PlotlyTrace] = [true, false].map { isGain in
      let group = rows.filter { ($0.net >= 0) == isGain && $0.closed != nil }
      return .markers(
        isGain ? "exit, gain" : "exit, loss", .instants(group.compactMap(\.closed)), group.map(\.trade.exitPrice),
        Paint(isGain ? .gain : .loss), symbol: .ring, size: 8, texts: group.map(\.exitText))
    }
    return (entries + exits).filter { $0.count > 0 }
  }

  private var entryText: String {
    "\(side) entry \(trade.entered.minuteText) at \(Figure.price(trade.entryPrice).text) \(quote), size \(Figure.size(trade.quantity).text)"
  }

  private var exitText: String {
    "\(side) exit \(closed?.minuteText ?? "") at \(Figure.price(trade.exitPrice).text) \(quote), "
      + "net \(Figure.signedQuote(net).pageText) \(quote) (\(Figure.bps(netBps).pageText) bps), \(trade.ending.words)"
  }
}

extension Trade.Ending {
  /// Bars that end say nothing of why.
  fileprivate var words: String { self == .delisting ? "end of its data" : rawValue }
}

extension RunAgainst {
  /// What the benchmark's returns make of 1, at the ends of its days.
  func curve(_ name: String) -> PlotlyTrace { .line(name, Self.growth(days), .muted, dashed: true) }

  /// The same of the run, on those days.
  var ownCurve: Curve { Self.growth(own.on(days.map(\.day))) }

  static func growth(_ marks: [DailyMark]) -> Curve {
    Curve(marks.map { $0.day + .day }, compounded(marks.map(\.dailyReturn)))
  }
}
