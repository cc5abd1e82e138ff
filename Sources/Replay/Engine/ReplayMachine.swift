import Market

/// Replays a tape: the one place where orders fill, funding settles and equity changes.
///
/// The order of events, which `docs/accounting.md` states for users:
///
/// 1. at a bar's open, funding settles on the position held before it;
/// 2. then the order decided at the last close fills;
/// 3. a settlement strictly inside the bar settles on the position held then;
/// 4. the bar's extreme is checked against the liquidation price;
/// 5. the position is marked at the close;
/// 6. the source decides on what is known now.
///
/// The machine works from decision to decision instead of from bar to bar. While flat nothing can change, so those bars
/// cost nothing; while a position is held and no event is due, marking it is a multiplication, two additions and two
/// comparisons a bar. The result is the same, bit for bit, as visiting every bar, because skipped bars would only have
/// added zeros.
///
/// All amounts are whole micro-quote (see `Money`), all state is here, and nothing is allocated.
package struct ReplayMachine<Observer: ReplayObserver> {
  private let tape: Tape
  private let costs: Costs
  package private(set) var observer: Observer
  package private(set) var totals: RunTotals

  /// Equity less the value of the position. Constant while a position is held, but for funding.
  private var cash: Double
  private var quantity = 0.0
  /// Equity after the last thing that changed it.
  private var equity: Double
  /// The first row whose close has not been seen.
  private var row: Int
  /// Whether the open of `row` has been seen.
  private var isOpened = false
  /// The price, and the value at it, from which the holding's next `price` entry is measured.
  private var heldFrom = 0.0
  private var heldValue = 0.0
  private var equityAtEntry = 0.0
  private var day: Int32

  package init(_ tape: Tape, costs: Costs, initialEquity: Double, observer: Observer) {
    self.tape = tape
    self.costs = costs
    self.observer = observer
    cash = Money.rounded(initialEquity * Money.scale)
    equity = cash
    row = tape.rows.lowerBound
    day = tape.day[tape.rows.lowerBound]
    totals = RunTotals(initialEquity: cash)
  }

  /// Replays all rows of the tape.
  ///
  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic.
  package mutating func run(_ source: some DecisionSource) throws(Problem) {
    let end = tape.rows.upperBound
    var weight = 0.0
    var decideFrom = row
    while let decision = source.next(from: decideFrom, holding: weight), decision.row < end {
      guard advance(through: decision.row) else {
        weight = 0
        decideFrom = row
        continue
      }
      let target = equity > 0 ? decision.weight * equity / (Money.scale * tape.marks[decision.row]) : 0
      let fillRow = tape.nextPresent(from: decision.row + 1)
      guard fillRow < end else { break }
      _ = advance(through: fillRow - 1)
      open(fillRow)
      fill(to: target)
      weight = decision.weight
      decideFrom = fillRow
      try checkRange()
    }
    while row < end, !advance(through: end - 1) { continue }
    rollDay(to: tape.day[end - 1])
    try checkRange()
    endDay()
    finish()
  }

  // MARK: Time

  /// Sees every close up to and including that of row `last`. False when the position was liquidated on the way; `row`
  /// is then the bar it happened in.
  private mutating func advance(through last: Int) -> Bool {
    while row <= last {
      guard quantity != 0 else {
        row = last + 1
        isOpened = false
        return true
      }
      if !isOpened { open(row) }
      settleInside(row)
      let end = min(last + 1, Int(tape.nextStop[row]))
      if let (liquidated, price) = liquidation(in: row..<end) {
        mark(row..<liquidated)
        row = liquidated
        liquidate(at: price)
        return false
      }
      mark(row..<end)
      row = end
      isOpened = false
    }
    return true
  }

  /// The open of `row`: a new day begins, and what settles at this instant settles on what was held before it.
  private mutating func open(_ row: Int) {
    self.row = row
    isOpened = true
    rollDay(to: tape.day[row])
    guard quantity != 0 else { return }
    let open = tape.grid.open(row)
    for index in tape.firstSettlement[row]..<tape.firstSettlement[row + 1] {
      let settlement = tape.settlements[Int(index)]
      if settlement.instant == open { settle(settlement) }
    }
  }

  private mutating func settleInside(_ row: Int) {
    let due = tape.firstSettlement[row]..<tape.firstSettlement[row + 1]
    guard !due.isEmpty else { return }
    let open = tape.grid.open(row)
    for index in due {
      let settlement = tape.settlements[Int(index)]
      if settlement.instant > open { settle(settlement) }
    }
  }

  /// Marks the position at the close of each of `rows`.
  private mutating func mark(_ rows: Range<Int>) {
    guard !rows.isEmpty else { return }
    let quantity = self.quantity * Money.scale
    let cash = self.cash
    var equity = self.equity
    var peak = totals.peak
    var depth = totals.depth
    tape.marks.withUnsafeBufferPointer { marks in
      for row in rows {
        equity = cash + Money.rounded(quantity * marks[row])
        if equity > peak { peak = equity } else if equity < peak * depth { depth = equity / peak }
        observer.marked(row, equity: equity, quantity: self.quantity)
      }
    }
    self.equity = equity
    totals.peak = peak
    totals.depth = depth
    totals.barsHeld += rows.count
  }

  /// Closes the day that was running, when `next` is another one.
  private mutating func rollDay(to next: Int32) {
    guard next != day else { return }
    endDay()
    day = next
  }

  private mutating func endDay() {
    observer.dayEnded(day, return: totals.endDay(equity))
  }

  // MARK: What changes equity

  private mutating func settle(_ settlement: Settlement) {
    let amount = -Money.rounded(quantity * Money.scale * settlement.price * settlement.rate)
    cash += amount
    equity += amount
    totals.funding += amount
    observer.settled(settlement, amount: amount, quantity: quantity)
  }

  /// Trades at the open of `row` until `target` is held. A reversal is two fills, so that each trade bears its own costs.
  private mutating func fill(to target: Double) {
    if quantity * target < 0 { fillOnce(to: 0) }
    fillOnce(to: target)
    // A bar that closes flat is not marked, and its equity is a point of the curve all the same.
    if quantity == 0 { totals.track(equity) }
  }

  private mutating func fillOnce(to target: Double) {
    let change = target - quantity
    guard change != 0 else { return }
    let reference = tape.opens[row]
    let slipped = reference * costs.slippage
    let price = change > 0 ? reference + slipped : reference - slipped
    let size = abs(change) * Money.scale
    let fee = -Money.rounded(size * price * costs.taker)
    let slippage = -Money.rounded(size * slipped)
    exchange(
      to: target, at: reference, paying: price, fee: fee, slippage: slippage, liquidation: 0, reason: .order)
  }

  /// The position is taken away at `price`. What it lacks to cover its losses the venue bears.
  private mutating func liquidate(at price: Double) {
    let fee = -Money.rounded(abs(quantity) * Money.scale * price * costs.liquidationFee)
    let left = cash + Money.value(quantity, at: price) + fee
    totals.liquidations += 1
    exchange(
      to: 0, at: price, paying: price, fee: 0, slippage: 0, liquidation: left < 0 ? fee - left : fee,
      reason: .liquidation)
    totals.track(equity)
  }

  private mutating func exchange(
    to target: Double, at reference: Double, paying price: Double, fee: Double, slippage: Double, liquidation: Double,
    reason: Fill.Reason
  ) {
    let before = quantity
    let value = Money.value(before, at: reference)
    let equityBefore = cash + value
    let priceAmount = value - heldValue
    if before == 0 {
      totals.trades += 1
      equityAtEntry = equityBefore
    }
    totals.price += priceAmount
    totals.fees += fee
    totals.slippage += slippage
    totals.liquidation += liquidation
    if equityBefore > 0 { totals.turnover += abs(target - before) * Money.scale * reference / equityBefore }
    let fill = Fill(
      row: row, reason: reason, before: before, after: target, reference: reference, price: price, heldFrom: heldFrom,
      priceAmount: priceAmount, fee: fee, slippage: slippage, liquidation: liquidation)

    quantity = target
    heldFrom = reference
    heldValue = Money.value(target, at: reference)
    equity = equityBefore + fee + slippage + liquidation
    cash = equity - heldValue
    if target == 0 {
      totals.closed += 1
      if equity > equityAtEntry { totals.won += 1 }
    }
    observer.filled(fill)
  }

  // MARK: Limits

  /// The first of `rows` whose extreme reaches the liquidation price, and the price it is closed at.
  private func liquidation(in rows: Range<Int>) -> (row: Int, price: Double)? {
    let price = -cash / ((quantity - costs.maintenance * abs(quantity)) * Money.scale)
    if quantity > 0 {
      guard price >= tape.lowest else { return nil }
      guard let row = rows.first(where: { tape.lows[$0] <= price }) else { return nil }
      return (row, min(price, tape.opens[row]))
    } else {
      guard price <= tape.highest else { return nil }
      guard let row = rows.first(where: { tape.highs[$0] >= price }) else { return nil }
      return (row, max(price, tape.opens[row]))
    }
  }

  private func checkRange() throws(Problem) {
    guard abs(equity) < Money.limit, abs(equity - cash) < Money.limit else {
      throw Problem(
        "equity or position passed \(Money.text(Money.limit)) in quote currency near \(tape.grid.open(min(row, tape.grid.count - 1))), beyond exact arithmetic",
        remedy: "lower size or the initial equity", fault: .work)
    }
  }

  private mutating func finish() {
    let value = equity - cash
    totals.price += value - heldValue
    totals.finalEquity = equity
    totals.finalQuantity = quantity
    totals.openPriceAmount = value - heldValue
    totals.heldFrom = heldFrom
  }
}
