import Market

/// Writes down everything a replay of legs does: ledger, trades of the whole position, equity and each leg by bar.
///
/// A trade is a round trip of the whole: from flat in every leg to flat in every leg; in a portfolio it is one of an
/// instrument. Its side, prices and quantity are those
/// of the leg that was filled first. How far it went against the trade and in its favour is that leg's price where it is
/// alone, and else what all legs had made of the first one's value, at closes.
package struct LegRecorder: LegObserver {
  package static let watchesBars = true
  private let tape: PreparedMarket
  private let markets: [PreparedMarket]
  /// Prices of all legs in one place, where every bar asks for them.
  private let timeline: LegTimeline
  private let terms: [LegTerms]
  private let first: Int
  /// Whether each leg is a trade of its own, as in a portfolio.
  private let isEach: Bool
  /// Legs that ended before the others, none where each is a trade of its own.
  private(set) var ends = LegEnds()
  private let onLegEnd: OnLegEnd
  /// By leg: the place of its open trade, where each is one of its own.
  private var current: [Int]
  private var held = 0
  package private(set) var entries = Ledger()
  package private(set) var trades: [Trade] = []
  package private(set) var liquidations: [LiquidationStep] = []
  /// By replayed row, micro-quote; NaN on bars that closed flat, until `finish` fills them.
  package private(set) var equity: [Double]
  /// By leg: what was held of it and what that had come to.
  private(set) var curves: [LegCurve]
  private var flatEquity: FlatEquity
  private var running: Double
  /// Of the trade that is open: the leg it goes by, the value of its first fill and equity before it.
  private var open: (leg: Int, value: Double, equity: Double)?
  private var isAlone: Bool { markets.count == 1 }

  package init(
    _ tape: PreparedMarket, _ terms: [LegTerms], initialEquity: Double, isEach: Bool = false,
    onLegEnd: OnLegEnd = .close
  ) {
    self.tape = tape
    self.onLegEnd = onLegEnd
    self.isEach = isEach
    current = [Int](repeating: -1, count: terms.count)
    self.terms = terms
    markets = tape.legs
    timeline = tape.timeline ?? LegTimeline(markets)
    first = tape.rows.lowerBound
    equity = [Double](repeating: .nan, count: tape.rows.count)
    curves = [LegCurve](repeating: LegCurve(), count: markets.count)
    running = Money.rounded(initialEquity * Money.scale)
    flatEquity = FlatEquity(initial: running)
  }

  package mutating func marked(_ row: Int, equity: Double, legs: [LegHolding]) {
    self.equity[row - first] = equity
    guard !isEach else {
      for leg in legs.indices where !legs[leg].isFlat {
        // A bar that was not printed is seen at the mark, which was seen before.
        trades[current[leg]].bars += 1
        trades[current[leg]].saw(timeline.prices[leg].low(row))
        trades[current[leg]].saw(timeline.prices[leg].high(row))
      }
      return
    }
    let last = trades.count - 1
    trades[last].bars += 1
    if isAlone {
      trades[last].saw(markets[0].low(row))
      trades[last].saw(markets[0].high(row))
    } else if let open, open.value > 0 {
      trades[last].made((equity - open.equity) / open.value)
    }
  }

  package mutating func settled(
    _ settlement: Settlement, amount: Double, quantity: Double, leg: Int, coin: Double?
  ) {
    let trade = place(of: leg)
    trades[trade].funding += amount
    write(
      LedgerEntry(
        instant: settlement.instant, kind: .funding, amount: amount, quantity: quantity, price: settlement.price,
        rate: settlement.rate, trade: trade + 1, leg: leg, priceSource: settlement.priceSource,
        interval: settlement.interval, isAssumed: settlement.isAssumed, coin: coin))
  }

  package mutating func financed(
    _ instant: Instant, amount: Double, quantity: Double, price: Double, rate: Double, leg: Int
  ) {
    trades[place(of: leg)].financing += amount
    write(.financing, amount, of: quantity, at: price, rate: rate, instant, leg)
  }

  package mutating func liquidated(_ step: LiquidationStep) { liquidations.append(step) }

  package mutating func dayEnded(_ day: Int32, return: Double) {}

  package mutating func filled(_ fill: Fill, leg: Int, opens: Bool, closes: Bool) {
    let instant = tape.grid.open(fill.row)
    if opens {
      if isEach, reverses(leg, at: instant, fill) { trades[current[leg]].ending = .reversal }
      current[leg] = trades.count
      held += 1
      open = (leg, abs(fill.after) * fill.unitCost * Money.scale, running)
      trades.append(
        Trade(
          number: trades.count + 1, side: fill.after > 0 ? 1 : -1, entered: instant, entryPrice: fill.price,
          left: instant, exitPrice: fill.price, quantity: 0, bars: 0, ending: .open))
    }
    let trade = place(of: leg)
    let (change, coin) = (fill.after - fill.before, fill.coin?.price)
    // What is settled in another currency is gained and lost by what is closed.
    let owes = fill.coin?.payoff.owes ?? false
    let counted = !owes ? fill.before : abs(fill.after) < abs(fill.before) ? -change : 0
    if counted != 0 || fill.priceAmount != 0 {
      write(.price, fill.priceAmount, of: counted, at: fill.reference, rate: fill.heldFrom, instant, leg, coin)
      trades[trade].price += fill.priceAmount
    }
    curves[leg].hold(
      fill.after, from: owes ? fill.reference : fill.reference * (coin ?? 1), coins: owes ? fill.coin?.held : nil,
      at: fill.row - first)
    let costs = terms[leg].costs
    if fill.fee != 0 { write(.fee, fill.fee, of: change, at: fill.price, rate: fill.feeRate, instant, leg, coin) }
    if fill.slippage != 0 {
      write(.slippage, fill.slippage, of: change, at: fill.reference, rate: costs.slippage, instant, leg, coin)
    }
    if fill.liquidation != 0 {
      // At the bankruptcy price it costs what lies between.
      let rate = fill.price == fill.reference ? costs.liquidationFee : abs(1 - fill.price / fill.reference)
      write(.liquidation, fill.liquidation, of: change, at: fill.price, rate: rate, instant, leg, coin)
    }
    trades[trade].fee += fill.fee
    trades[trade].slippage += fill.slippage
    trades[trade].liquidation += fill.liquidation
    trades[trade].left = instant
    if isEach || leg == open?.leg {
      trades[trade].exitPrice = fill.price
      if isAlone || isEach { trades[trade].saw(fill.price) }
      trades[trade].quantity = max(trades[trade].quantity, abs(fill.after), abs(fill.before))
    }
    if fill.reason != .order, fill.after == 0 {
      // Where the others are held on, the position ends as they do.
      if closes || onLegEnd == .close { trades[trade].ending = Trade.Ending(fill.reason) }
      if !closes {
        ends.ended(
          LegEnd(
            leg: leg, instant: instant, ending: Trade.Ending(fill.reason), quantity: fill.before,
            price: fill.reference, trade: trade + 1))
      }
    }
    if closes {
      if !isEach { ends.closed(at: instant, wasOrdered: fill.reason == .order) }
      if trades[trade].ending == .open { trades[trade].ending = Trade.Ending(fill.reason) }
      held -= 1
      if held == 0 || !isEach { flatEquity.append(running, at: fill.row - first) }
    } else if opens, !isEach, trade > 0, trades[trade - 1].left == instant, trades[trade - 1].ending == .exit,
      fill.reason == .order
    {
      trades[trade - 1].ending = .reversal
    }
  }

  /// Whether an entry is the other side of what was left at the same open.
  private func reverses(_ leg: Int, at instant: Instant, _ fill: Fill) -> Bool {
    guard trades.indices.contains(current[leg]) else { return false }
    return trades[current[leg]].left == instant && trades[current[leg]].ending == .exit && fill.reason == .order
  }

  /// Of the trade that something of a leg belongs to.
  private func place(of leg: Int) -> Int { isEach ? current[leg] : trades.count - 1 }

  /// Marks what is still open and fills the bars that closed flat.
  package mutating func finish(_ totals: RunTotals, _ legs: [LegHolding]) {
    let close = tape.grid.close(tape.rows.upperBound - 1)
    for (leg, holding) in legs.enumerated() where holding.quantity != 0 {
      let last = tape.rows.upperBound - 1
      let price = markets[leg].marks.values[last]
      let coin = timeline.coinPrice(of: leg, at: last)
      let value = coin.map { holding.value(at: price, coin: $0) } ?? holding.value(at: price)
      let amount = holding.payoff.owes ? value : value - holding.heldValue
      write(.price, amount, of: holding.quantity, at: price, rate: holding.heldFrom, close, leg, coin)
      let trade = place(of: leg)
      curves[leg].book(at: holding.payoff.owes ? price : price * (coin ?? 1), tape.rows.count - 1)
      trades[trade].price += amount
      trades[trade].left = close
      if isEach || leg == open?.leg { trades[trade].exitPrice = price }
    }
    flatEquity.fill(&equity, initial: totals.initialEquity)
    // Interest up to the last close was paid after it was marked.
    if let end = equity.indices.last { equity[end] = totals.finalEquity }
  }

  private mutating func write(
    _ kind: LedgerEntry.Kind, _ amount: Double, of quantity: Double, at price: Double, rate: Double,
    _ instant: Instant, _ leg: Int, _ coin: Double? = nil
  ) {
    write(
      LedgerEntry(
        instant: instant, kind: kind, amount: amount, quantity: quantity, price: price, rate: rate,
        trade: place(of: leg) + 1, leg: leg, coin: coin))
  }

  private mutating func write(_ entry: LedgerEntry) {
    entries.append(entry)
    running += entry.amount
    let row = min(tape.grid.row(containing: entry.instant), tape.rows.upperBound - 1) - first
    curves[entry.leg].add(entry.amount, at: row)
  }
}

extension Trade {
  /// What all legs had made of the first one's value.
  fileprivate mutating func made(_ change: Double) {
    if -change > adverse { adverse = -change }
    if change > favourable { favourable = change }
  }
}
