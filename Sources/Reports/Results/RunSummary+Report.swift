import Market
import Replay
import Signals

extension RunSummary {
  public var subject: ReportSubject {
    ReportSubject(
      name: strategy.strategy.name, about: strategy.strategy.about, market: frame.market,
      instrument: frame.instrument, interval: frame.grid.interval, window: window,
      parameters: strategy.strategy.signals.parameterNames.compactMap { name in
        strategy.parameters[name].map { (name, $0.description) }
      },
      hash: hash,
      facts: [
        Page.Fact(
          "Costs",
          "taker \(strategy.costs.taker.bpsText), slippage \(strategy.costs.slippage.bpsText)"
            + (strategy.strategy.assumedFees.map { ", assumed: \($0.source)" } ?? "")),
        Page.Fact("Engine", "hindcast \(Engine.version)"),
      ])
  }

  /// The page of the run.
  public var report: RunReport {
    RunReport(
      subject: subject, quote: quote, highlights: run.figures.keyFigures(Figures.highlights, quote: quote),
      figures: run.figures.keyFigures(quote: quote), equity: drawnEquity, drawdown: drawnDrawdown,
      position: drawnPosition, price: Curve(drawing: closes, at: run.grid.close), sources: sources, months: months,
      trades: run.trades.map(TradeLine.init), ledger: ledgerSummary, remarks: remarks, conventions: conventions)
  }

  private var closes: [Double] { Array(frame.values("close")[frame.evaluation]) }

  public var equityCurve: Curve {
    Curve(
      [run.grid.start] + (0..<run.grid.count).map(run.grid.close),
      [run.figures.initialEquity] + run.equity.map(Money.quote))
  }

  public var drawdownCurve: Curve {
    var peak = run.figures.initialEquity
    return equityCurve.mapValues { equity in
      peak = max(peak, equity)
      return equity / peak - 1
    }
  }

  /// As `equityCurve`, of which a page draws a few thousand points.
  private var drawnEquity: Curve {
    Curve(drawing: [run.figures.initialEquity] + run.equity.map(Money.quote)) { run.grid.open($0) }
  }

  private var drawnDrawdown: Curve {
    var peak = run.figures.initialEquity
    return Curve(
      drawing: ([run.figures.initialEquity] + run.equity.map(Money.quote)).map { equity in
        peak = max(peak, equity)
        return equity / peak - 1
      }
    ) { run.grid.open($0) }
  }

  private var drawnPosition: Curve {
    let closes = closes
    return Curve(
      drawing: run.quantity.indices.map { row in
        let equity = Money.quote(run.equity[row])
        guard run.quantity[row] != 0, equity > 0, !closes[row].isNaN else { return 0 }
        return run.quantity[row] * closes[row] / equity
      }, shape: .step, at: run.grid.open)
  }

  /// Running sums of the ledger by kind, a point at each entry.
  private var sources: [NamedCurve] {
    LedgerEntry.Kind.allCases.compactMap { kind in
      var instants = [run.grid.start]
      var sums = [0.0]
      for entry in run.ledger where entry.kind == kind {
        instants.append(entry.instant)
        sums.append(sums[sums.count - 1] + Money.quote(entry.amount))
      }
      guard instants.count > 1 else { return nil }
      return NamedCurve(kind.rawValue, Curve(instants + [run.grid.range.to], sums + [sums[sums.count - 1]]))
    }
  }

  private var months: [MonthReturn] {
    var months: [MonthReturn] = []
    var before = run.figures.initialEquity
    var last: (year: Int, month: Int)?
    for mark in run.daily {
      let date = mark.day.date
      let equity = Money.quote(mark.equity)
      if let last, last == (date.year, date.month) {
        months[months.count - 1].fraction = before > 0 ? equity / before - 1 : 0
      } else {
        if let month = months.last { before *= 1 + month.fraction }
        months.append(MonthReturn(year: date.year, month: date.month, fraction: before > 0 ? equity / before - 1 : 0))
        last = (date.year, date.month)
      }
    }
    return months
  }

  private var ledgerSummary: LedgerSummary {
    let lines = LedgerEntry.Kind.allCases.compactMap { kind -> LedgerSummary.Line? in
      let entries = run.ledger.filter { $0.kind == kind }
      guard !entries.isEmpty else { return nil }
      return LedgerSummary.Line(
        kind.rawValue, entries: entries.count, amount: Money.quote(entries.reduce(0) { $0 + $1.amount }))
    }
    let micro = run.ledger.reduce(0) { $0 + $1.amount }
    let moved = (run.equity.last ?? 0) - run.figures.initialEquity * Money.scale
    return LedgerSummary(
      initial: run.figures.initialEquity, lines: lines, final: run.figures.finalEquity, residual: moved - micro)
  }

  private var remarks: [Remark] {
    var remarks: [Remark] = []
    if let luckText { remarks.append(Remark(.neutral, "Luck", luckText)) }
    if run.trades.isEmpty {
      remarks.append(Remark(.neutral, "No trade", "The rules never asked for a position in this window."))
    }
    if run.trades.last?.ending == .open {
      remarks.append(
        Remark(.neutral, "Still open", "The last position is marked at the last close and pays no exit costs."))
    }
    if run.figures.liquidations > 0 {
      remarks.append(
        Remark(.bad, "Liquidated", "\(run.figures.liquidations) positions were liquidated; see the ledger."))
    }
    return remarks
  }

  private var conventions: [String] {
    [
      "Times are UTC. A bar is labelled by its open; decisions are made at its close and filled at the next open.",
      settlementPrice == "none"
        ? "No funding settled on a position."
        : "Funding is settled from the dataset's rates on the position held before each settlement, valued at the \(settlementPrice) price.",
      "Sharpe, Sortino and volatility are of UTC-daily returns, annualised over 365 days; flat days count.",
      "Amounts are whole millionths of the quote currency, so the ledger closes exactly.",
    ]
  }
}

extension TradeLine {
  init(_ trade: Trade) {
    let value = trade.entryPrice * trade.quantity
    self.init(
      side: trade.side > 0 ? .long : .short, opened: trade.entered, closed: trade.ending == .open ? nil : trade.left,
      size: trade.quantity, entryPrice: trade.entryPrice, exitPrice: trade.exitPrice,
      pricePnl: Money.quote(trade.price), funding: Money.quote(trade.funding), fees: Money.quote(trade.fee),
      slippage: Money.quote(trade.slippage), net: Money.quote(trade.net),
      netBps: value > 0 ? Money.quote(trade.net) / value * 1e4 : .nan,
      reason: trade.ending == .open ? "open" : trade.ending.rawValue)
  }
}
