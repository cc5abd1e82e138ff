import Market

/// Replays a tape: the one place where orders fill, funding settles and equity changes.
///
/// The order of events, which `docs/accounting.md` states for users:
///
/// 1. at a bar's open, funding settles on the position held before it;
/// 2. then the order decided at the last close fills, unless that open has left nothing behind the position;
/// 3. a settlement strictly inside the bar settles on the position held then;
/// 4. the bar's extreme is checked against the liquidation price;
/// 5. the position is marked at the close;
/// 6. the source decides on what is known now.
///
/// The machine works from decision to decision instead of from bar to bar. While flat nothing can change, so those bars
/// cost nothing. While a position is held, the bars up to the next settlement or day are one stretch, and its extreme
/// prices say what marking each bar would say: `Drawdown` and `Account` give the reasons. The result is the same, bit for
/// bit, as visiting every bar.
///
/// All amounts are whole micro-quote (see `Money`), all state is here, and nothing is allocated.
package struct ReplayMachine<Observer: ReplayObserver> {
  let market: PreparedMarket
  /// What is read of it bar by bar.
  let tape: MarketView
  let quotation: Quotation
  let steps: TradingSteps?
  let costs: Costs
  package internal(set) var observer: Observer
  package internal(set) var totals: RunTotals
  /// What became of orders that did not simply fill: apart from the totals, which every trial of a sweep hands on.
  package internal(set) var orders = OrderCounts.none
  var account: Account
  /// The first row whose close has not been seen.
  var row: Int
  /// Whether the open of `row` has been seen.
  var isOpened = false
  /// Of a position that was ordered with more than a side and a size.
  var protection: Protection
  /// How orders are filled; nil for market orders at the open with a fixed slippage.
  var execution: Execution?
  /// Fees that move with what is traded; nil where they are one rate. Who has it is filled by `execution`, so that a plain
  /// fill need not ask.
  private var tariff: Tariff?
  /// Turnover before the day of `utcDay`.
  private(set) var turnoverBefore = 0.0
  private var day: Int32
  /// UTC day of the last open seen; nil before the first.
  private(set) var utcDay: Int32?

  package init(_ market: PreparedMarket, costs: Costs, initialEquity: Double, observer: Observer) {
    self.market = market
    tape = market.view
    quotation = market.quotation
    protection = Protection(market.quotation)
    steps = market.steps
    self.costs = market.quotation.costs(costs)
    self.observer = observer
    if let schedule = costs.byVolume { (tariff, execution) = (Tariff(schedule), Execution()) }
    account = Account(equity: Money.rounded(initialEquity * Money.scale))
    totals = RunTotals(initialEquity: account.cash)
    row = market.rows.lowerBound
    day = market.day(of: market.rows.lowerBound)
  }

  /// Replays all rows of the tape.
  ///
  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic.
  package mutating func run(_ source: some DecisionSource) throws(Problem) {
    let end = tape.rows.upperBound
    var weight = 0.0
    var decideFrom = row
    while row < end {
      guard let decision = source.next(from: decideFrom, holding: weight), decision.row < end else {
        guard !advance(through: end - 1) else { break }
        weight = 0
        decideFrom = row
        continue
      }
      guard advance(through: decision.row) else {
        weight = 0
        decideFrom = row
        continue
      }
      let accepted = source.accepted(decision, holding: weight, maintenance: costs.maintenance)
      if accepted != decision { orders.beyondMargin += 1 }
      guard let wanted = accepted?.weight else {
        decideFrom = decision.row + 1
        continue
      }
      let equity = self.equity
      let close = tape.marks.values[decision.row]
      var target = equity > 0 ? wanted * equity / (Money.scale * abs(close)) : 0
      if let steps { target = possible(target, at: close, steps) }
      let fillRow = tape.nextPresent(from: decision.row + 1)
      guard fillRow < end else { break }
      _ = advance(through: fillRow - 1)
      open(fillRow, of: stretch(at: fillRow))
      if isTakenAtOpen() {
        weight = 0
      } else {
        fill(to: target)
        weight = wanted
      }
      decideFrom = fillRow
      try checkRange(account.heldValue)
    }
    try finish()
  }

  // MARK: Time

  /// Sees every close up to and including that of row `last`. False when the position was liquidated on the way; `row`
  /// is then the bar it happened in.
  mutating func advance(through last: Int) -> Bool {
    guard row <= last else { return true }
    guard !account.isFlat else {
      row = last + 1
      isOpened = false
      return true
    }
    var index = Int(tape.stretchOfRow[row])
    while row <= last {
      let stretch = tape.stretches[index]
      if !isOpened { open(row, of: stretch) }
      if !stretch.inside.isEmpty, isBeyondLiquidationAtOpen {
        liquidate(at: tape.opens[row])
        return false
      }
      for settlement in stretch.inside { settle(tape.settlements[settlement]) }
      let rows = row..<min(last + 1, stretch.rows.upperBound)
      if !account.isSafe(within: stretch.traded, maintenance: costs.maintenance),
        let (bar, price) = liquidation(in: rows)
      {
        mark(row..<bar, of: stretch)
        row = bar
        liquidate(at: price)
        return false
      }
      mark(rows, of: stretch)
      row = rows.upperBound
      isOpened = false
      index += 1
    }
    return true
  }

  @inline(__always)
  func stretch(at row: Int) -> Segment { tape.stretch(at: row) }

  /// The open of `row`: a new day begins, and what settles at this instant settles on what was held before it.
  mutating func open(_ row: Int, of stretch: Segment) {
    // Most stretches lie in the UTC day of the one before: whose return that is part of need not be asked again.
    if stretch.day != utcDay {
      utcDay = stretch.day
      turnoverBefore = totals.turnover
      rollDay(to: tape.day(of: stretch))
    }
    self.row = row
    isOpened = true
    guard row == stretch.rows.lowerBound, !account.isFlat else { return }
    for settlement in stretch.onOpen { settle(tape.settlements[settlement]) }
  }

  mutating func settle(_ settlement: Settlement) {
    let amount = account.settle(settlement)
    totals.funding += amount
    observer.settled(settlement, amount: amount, quantity: account.quantity)
  }

  /// Equity at the last close seen.
  @inline(__always)
  var equity: Double { account.isFlat ? account.cash : account.equity(at: tape.marks.values[row - 1]) }

  /// Closes the day that was running, when `next` is another one.
  private mutating func rollDay(to next: Int32) {
    guard next != day else { return }
    endDay()
    day = next
  }

  private mutating func endDay() {
    observer.dayEnded(day, return: totals.endDay(equity))
  }

  // MARK: Marking

  /// Marks the position at the close of each of `rows`, which lie in `stretch`.
  mutating func mark(_ rows: Range<Int>, of stretch: Segment) {
    totals.barsHeld += rows.count
    track(rows, of: stretch)
    guard Observer.watchesBars else { return }
    for row in rows {
      observer.marked(row, equity: account.equity(at: tape.marks.values[row]), quantity: account.quantity)
    }
  }

  private mutating func track(_ rows: Range<Int>, of stretch: Segment) {
    var equity = account.equity(over: stretch.marks)
    // Most often the whole stretch, whatever part of it is held, lies between a peak and a fall that were before.
    if totals.drawdown.contains(highest: equity.highest, lowest: equity.lowest) { return }
    if rows.count < stretch.rows.count {
      guard !rows.isEmpty else { return }
      equity = account.equity(over: tape.marks.over(rows))
    }
    if totals.drawdown.see(highest: equity.highest, lowest: equity.lowest) { return }
    tape.marks.descend(rows) { extent in
      let equity = account.equity(over: extent)
      return totals.drawdown.see(highest: equity.highest, lowest: equity.lowest)
    } value: { price in
      totals.drawdown.see(account.equity(at: price))
    }
  }

  // MARK: Trading

  /// Trades at the open of `row` until `target` is held. A reversal is two fills, so that each trade bears its own costs.
  ///
  /// - Returns: the price paid last; NaN where nothing was traded.
  @discardableResult
  mutating func fill(to target: Double) -> Double {
    // The order is as large as both fills, and moves the price of either.
    let ordered = abs(target - account.quantity)
    if account.quantity * target < 0 { fillOnce(to: 0, ordered: ordered) }
    let price = fillOnce(to: target, ordered: ordered)
    // A bar that closes flat is not marked, and its equity is a point of the curve all the same.
    if account.isFlat { totals.drawdown.see(account.cash) }
    return price
  }

  @discardableResult
  mutating func fillOnce(to target: Double, ordered: Double? = nil) -> Double {
    tradeAsTaker(to: target, at: tape.opens[row], reason: .order, ordered: ordered)
  }

  /// Trades with whoever is there, at a price moved by slippage.
  ///
  /// - Parameters:
  ///   - ordered: how much the order is for that this is a fill of, where it is for more.
  ///   - isInside: whether it is traded after the bar's open.
  ///   - limit: of a limit order that is marketable: the price that it is moved to at most.
  /// - Returns: that price; NaN where nothing was traded.
  @inline(__always) @discardableResult
  mutating func tradeAsTaker(
    to target: Double, at reference: Double, reason: Fill.Reason, ordered: Double? = nil, isInside: Bool = false,
    within limit: Double? = nil
  ) -> Double {
    let change = target - account.quantity
    guard change != 0 else { return .nan }
    if let execution {
      return trade(
        execution, to: target, at: reference, reason: reason, ordered: ordered ?? abs(change), isInside: isInside,
        within: limit)
    }
    let room = limit.map { abs($0 - reference) } ?? .infinity
    let slipped = min(abs(reference) * costs.slippage, room)
    let price = slipped == room ? limit ?? reference : change > 0 ? reference + slipped : reference - slipped
    let size = abs(change) * Money.scale
    let fee = -Money.rounded(size * abs(price) * costs.taker)
    let slippage = -Money.rounded(size * slipped)
    exchange(
      to: target, at: reference, paying: price, fee: fee, feeRate: costs.taker, slippage: slippage,
      slippageRate: slipped == room ? slipped / abs(reference) : nil, liquidation: 0, reason: reason,
      isInside: isInside)
    return price
  }

  /// The same where the market's spread and the order's own size move the price.
  private mutating func trade(
    _ execution: Execution, to target: Double, at reference: Double, reason: Fill.Reason, ordered: Double,
    isInside: Bool, within limit: Double?
  ) -> Double {
    let change = target - account.quantity
    let cost = execution.cost(of: ordered, in: row)
    if !cost.isKnown { orders.unpricedFills += 1 }
    if cost.isDoubtful { orders.doubtfulSpreads += 1 }
    var rate = costs.slippage + cost.spread * costs.modelled
    var impactRate = cost.impact * costs.modelled
    var (slipped, pushed) = (abs(reference) * rate, abs(reference) * impactRate)
    var price = change > 0 ? reference + slipped + pushed : reference - slipped - pushed
    if let limit, change > 0 ? price > limit : price < limit {
      // What the spread leaves of the way to the limit is all that the order's own size can move it by.
      let room = abs(limit - reference)
      slipped = min(slipped, room)
      pushed = room - slipped
      (rate, impactRate, price) = (slipped / abs(reference), pushed / abs(reference), limit)
    }
    let size = abs(change) * Money.scale
    let feeRate = takerRate()
    exchange(
      to: target, at: reference, paying: price, fee: -Money.rounded(size * abs(price) * feeRate), feeRate: feeRate,
      slippage: -Money.rounded(size * slipped), slippageRate: rate, impact: -Money.rounded(size * pushed),
      impactRate: impactRate, liquidation: 0, reason: reason, isInside: isInside)
    count(change, at: price)
    return price
  }

  /// What a taker pays of a fill in this bar.
  mutating func takerRate() -> Double { beginTariff()?.taker ?? costs.taker }

  private mutating func makerRate() -> Double { beginTariff()?.maker ?? costs.maker }

  /// The rates of the bar's day, where they move.
  private mutating func beginTariff() -> (taker: Double, maker: Double)? {
    let (day, modelled) = (utcDay ?? 0, costs.modelled)
    tariff?.begin(day)
    return tariff.map { ($0.taker * modelled, $0.maker * modelled) }
  }

  /// Counts an order's fill towards the fees of days to come. What the venue takes is no order.
  private mutating func count(_ change: Double, at value: Double) {
    let traded = quotation.isInverse ? abs(change) : abs(change * value)
    tariff?.trade(traded)
  }

  /// Trades at the price of an order that rested.
  mutating func tradeAsMaker(to target: Double, at price: Double, reason: Fill.Reason, isInside: Bool = false) {
    let change = target - account.quantity
    guard change != 0 else { return }
    let feeRate = makerRate()
    let fee = -Money.rounded(abs(change) * Money.scale * abs(price) * feeRate)
    exchange(
      to: target, at: price, paying: price, fee: fee, feeRate: feeRate, slippage: 0, liquidation: 0, reason: reason,
      isInside: isInside)
    count(change, at: price)
  }

  mutating func exchange(
    to target: Double, at reference: Double, paying price: Double, fee: Double, feeRate: Double, slippage: Double,
    slippageRate: Double? = nil, impact: Double = 0, impactRate: Double = 0, liquidation: Double, reason: Fill.Reason,
    isInside: Bool = false
  ) {
    let before = account.quantity
    let priceAmount = account.priceAmount(at: reference)
    let heldFrom = account.heldFrom
    let equity = account.equity(at: reference)
    account.exchange(to: target, at: reference, equity: equity, costs: fee + slippage + impact + liquidation)
    totals.price += priceAmount
    totals.fees += fee
    totals.slippage += slippage + impact
    totals.liquidation += liquidation
    // Next to nothing is left at a liquidation, and a ratio to that says nothing of how much was traded.
    let owned = reason == .liquidation ? account.equityAtEntry : equity
    if owned > 0 { totals.turnover += abs(target - before) * Money.scale * abs(reference) / owned }
    if before == 0 { totals.trades += 1 }
    if target == 0 {
      totals.closed += 1
      if account.cash > account.equityAtEntry { totals.won += 1 }
    }
    observer.filled(
      Fill(
        row: row, reason: reason, before: before, after: target, reference: reference, price: price,
        heldFrom: heldFrom, priceAmount: priceAmount, fee: fee, feeRate: feeRate, slippage: slippage,
        liquidation: liquidation, slippageRate: slippageRate ?? costs.slippage, impact: impact, impactRate: impactRate,
        isInside: isInside))
  }

  /// What of `target` the contract's lot and least notional let be held; what they refuse is counted.
  mutating func possible(_ target: Double, at price: Double, _ steps: TradingSteps) -> Double {
    orders.held(by: steps.outcome(of: target, holding: account.quantity, at: price))
  }

  // MARK: Limits

  /// Whether the open of `row` lies beyond the liquidation price: what settles later in the bar then finds nothing held.
  private var isBeyondLiquidationAtOpen: Bool {
    let (open, price) = (tape.opens[row], account.liquidationPrice(costs.maintenance))
    return account.quantity > 0 ? open <= price : open >= price
  }

  /// The first of `rows` whose extreme reaches the liquidation price, and the price it is closed at.
  private mutating func liquidation(in rows: Range<Int>) -> (row: Int, price: Double)? {
    let price = account.liquidationPrice(costs.maintenance)
    if account.quantity > 0 {
      guard let row = rows.first(where: { tape.low($0) <= price }) else { return nil }
      return (row, min(price, tape.opens[row]))
    } else {
      guard let row = rows.first(where: { tape.high($0) >= price }) else { return nil }
      return (row, max(price, tape.opens[row]))
    }
  }

  @inline(__always)
  func checkRange(_ value: Double) throws(Problem) {
    guard abs(account.cash + value) < Money.limit, abs(value) < Money.limit else {
      throw Self.beyondRange(market, row)
    }
  }

  /// Apart, and not of a machine: whoever is handed one is handed a kilobyte.
  private static func beyondRange(_ market: PreparedMarket, _ row: Int) -> Problem {
    Problem(
      "equity or position passed \(Money.text(Money.limit)) in quote currency near \(market.grid.open(min(row, market.grid.count - 1))), beyond exact arithmetic",
      remedy: "lower size or the initial equity", fault: .work)
  }

  /// Sees what bars are left and closes the books.
  mutating func finish() throws(Problem) {
    let end = tape.rows.upperBound
    while row < end, !advance(through: end - 1) { continue }
    if market.isSettledAtEnd { expire() }
    rollDay(to: tape.day(of: end - 1))
    try checkRange(equity - account.cash)
    endDay()
    totals.finalEquity = equity
    totals.finalQuantity = account.quantity
    totals.openPriceAmount = account.isFlat ? 0 : account.priceAmount(at: tape.marks.values[row - 1])
    totals.price += totals.openPriceAmount
    totals.heldFrom = account.heldFrom
  }
}
