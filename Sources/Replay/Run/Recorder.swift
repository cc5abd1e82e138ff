import Market

/// Writes down everything a replay does: ledger, trades, and equity by bar.
package struct Recorder: ReplayObserver {
  package static let watchesBars = true
  private let tape: PreparedMarket
  private let grid: Grid
  private let quotation: Quotation
  private let costs: Costs
  private let first: Int
  package private(set) var entries = Ledger()
  package private(set) var trades: [Trade] = []
  package private(set) var liquidations: [LiquidationStep] = []
  /// By replayed row, micro-quote; NaN on bars that closed flat, until `finish` fills them.
  private var equity: [Double]
  private var quantity: [Double]
  private var flatEquity: FlatEquity
  private var running: Double

  package init(_ tape: PreparedMarket, costs: Costs, initialEquity: Double) {
    self.tape = tape
    grid = tape.grid
    quotation = tape.quotation
    self.costs = costs
    first = tape.rows.lowerBound
    equity = [Double](repeating: .nan, count: tape.rows.count)
    quantity = [Double](repeating: 0, count: tape.rows.count)
    running = Money.rounded(initialEquity * Money.scale)
    flatEquity = FlatEquity(initial: running)
  }

  package mutating func marked(_ row: Int, equity: Double, quantity: Double) {
    self.equity[row - first] = equity
    self.quantity[row - first] = quantity
    let last = trades.count - 1
    trades[last].bars += 1
    trades[last].saw(quotation.price(tape.low(row)))
    trades[last].saw(quotation.price(tape.high(row)))
  }

  package mutating func settled(_ settlement: Settlement, amount: Double, quantity: Double) {
    trades[trades.count - 1].funding += amount
    write(
      LedgerEntry(
        instant: settlement.instant, kind: .funding, amount: amount, quantity: quantity,
        price: abs(quotation.price(settlement.price)),
        rate: settlement.rate, trade: trades.count, priceSource: settlement.priceSource, interval: settlement.interval,
        isAssumed: settlement.isAssumed))
  }

  package mutating func liquidated(_ step: LiquidationStep) { liquidations.append(step) }

  /// The curve has every day in it already.
  package func dayEnded(_ day: Int32, return: Double) {}

  package mutating func filled(_ fill: Fill) {
    let passed = worstPassed(by: fill)
    let fill = fill.priced(quotation)
    let instant = grid.open(fill.row)
    if fill.before != 0 {
      write(
        .price, fill.priceAmount, of: fill.before, at: fill.reference, rate: fill.heldFrom, instant)
      trades[trades.count - 1].price += fill.priceAmount
    } else {
      trades.append(
        Trade(
          number: trades.count + 1, side: fill.after > 0 ? 1 : -1, entered: instant, entryPrice: fill.price,
          left: instant, exitPrice: fill.price, quantity: 0, bars: 0, ending: .open))
    }
    let trade = trades.count - 1
    let change = fill.after - fill.before
    if fill.fee != 0 { write(.fee, fill.fee, of: change, at: fill.price, rate: fill.feeRate, instant) }
    if fill.slippage != 0 {
      write(.slippage, fill.slippage, of: change, at: fill.reference, rate: fill.slippageRate, instant)
    }
    if fill.impact != 0 { write(.impact, fill.impact, of: change, at: fill.reference, rate: fill.impactRate, instant) }
    if fill.liquidation != 0 {
      // At the bankruptcy price it costs what lies between.
      let rate = fill.price == fill.reference ? costs.liquidationFee : abs(1 - fill.price / fill.reference)
      write(.liquidation, fill.liquidation, of: change, at: fill.price, rate: rate, instant)
    }
    trades[trade].fee += fill.fee
    trades[trade].slippage += fill.slippage + fill.impact
    trades[trade].liquidation += fill.liquidation
    trades[trade].left = instant
    trades[trade].exitPrice = fill.price
    trades[trade].saw(fill.price)
    if let passed { trades[trade].saw(passed) }
    trades[trade].quantity = max(trades[trade].quantity, abs(fill.after), abs(fill.before))
    if fill.after == 0 {
      trades[trade].ending = Trade.Ending(fill.reason)
      flatEquity.append(running, at: fill.row - first)
    } else if fill.before == 0, trade > 0, trades[trade - 1].left == instant, trades[trade - 1].ending == .exit,
      fill.reason == .order
    {
      trades[trade - 1].ending = .reversal
    }
  }

  /// How far a bar went against a position before a take-profit or a limit inside it left it, as its worse path goes; nil
  /// where nothing is passed on the way, or finer bars say what was.
  private func worstPassed(by fill: Fill) -> Double? {
    guard fill.after == 0, fill.reason == .take || fill.reason == .limit, tape.path == nil, fill.isInside
    else { return nil }
    return quotation.price(fill.before > 0 ? tape.low(fill.row) : tape.high(fill.row))
  }

  /// Marks what is still open and fills the bars that closed flat.
  package mutating func finish(_ totals: RunTotals, tape: PreparedMarket) -> (equity: [Double], quantity: [Double]) {
    if totals.finalQuantity != 0 {
      let close = tape.grid.close(tape.rows.upperBound - 1)
      let price = quotation.price(tape.marks.values[tape.rows.upperBound - 1])
      write(
        .price, totals.openPriceAmount, of: totals.finalQuantity, at: price, rate: quotation.price(totals.heldFrom),
        close)
      trades[trades.count - 1].price += totals.openPriceAmount
      trades[trades.count - 1].left = close
      trades[trades.count - 1].exitPrice = price
    }
    flatEquity.fill(&equity, initial: totals.initialEquity)
    return (equity, quantity)
  }

  private mutating func write(
    _ kind: LedgerEntry.Kind, _ amount: Double, of quantity: Double, at price: Double, rate: Double, _ instant: Instant
  ) {
    write(
      LedgerEntry(
        instant: instant, kind: kind, amount: amount, quantity: quantity, price: price, rate: rate,
        trade: trades.count))
  }

  private mutating func write(_ entry: LedgerEntry) {
    entries.append(entry)
    running += entry.amount
  }
}
