import Market

/// Orders that are more than a weight at the next open: limits, stops, take-profits, trailing stops, times to leave, and
/// rules that ask about their own position.
///
/// Who orders none of these never comes here. What fills, settles, marks and liquidates is the same for both.
extension ReplayMachine {
  /// Replays all rows of the tape.
  ///
  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic.
  package mutating func run(_ source: some OrderSource) throws(Problem) {
    guard !source.sharesVolume else { return try runInParts(source) }
    let end = tape.rows.upperBound
    var held = 0.0
    var decideFrom = row
    var placed = Placed()
    // Rules that leave by a limit have been asked already at the close at which its time is up.
    var leavesAgain = false
    while row < end {
      let change = source.change(from: decideFrom, holding: held)
      var decision: Decision
      var leaves = false
      let walk = leavesAgain ? .leaves : walk(through: min(change?.row ?? end - 1, end - 1), source)
      leavesAgain = false
      switch walk {
      case .closed:
        (held, decideFrom) = (0, row)
        continue
      case .reached:
        guard let change, change.row < end else { return try finish() }
        decision = change
      case .leaves: (decision, leaves) = (leaving(held, source), true)
      }
      switch place(decision, holding: held, leaves: leaves, source, &placed) {
      case .nothing:
        decideFrom = decision.row + 1
        continue
      case .tooLate: return try finish()
      case .order: break
      }
      let first = placed.first
      if placed.limit == nil {
        _ = advance(through: first - 1)
        open(first, of: stretch(at: first))
        if isTakenAtOpen() {
          (held, decideFrom) = (0, first)
          continue
        }
        let before = account.quantity
        let price = fill(to: placed.target)
        protect(placed.order, after: before, at: price)
        (held, decideFrom) = (placed.order.amount, first)
      } else {
        (held, decideFrom, leavesAgain) = rest(placed, holding: held, source)
      }
      try checkRange(account.heldValue)
    }
    try finish()
  }

  /// Whether rules that know the position leave it at the close of `row`, the last that was seen.
  func isLeft(at row: Int, _ source: some OrderSource) -> Bool {
    source.readsState && !account.isFlat && tape.isPresent(row)
      && source.leaves(at: row, side: protection.side, state: state(tape.marks.values[row]))
  }

  /// What rules that leave by what they know of the position want at the close of the bar before `row`: nothing, or the
  /// other side at once.
  func leaving(_ held: Double, _ source: some OrderSource) -> Decision {
    source.reversal(at: row - 1, of: held) ?? Decision(row: row - 1, weight: 0)
  }

  /// An order with what it is to the machine.
  struct Placed {
    var order = Order.flat(at: 0)
    /// Its limit in the machine's values.
    var limit: Limit?
    /// What is to be held.
    var target = 0.0
    /// The first bar it meets.
    var first = 0
  }

  /// What becomes of a decision at its close.
  enum Placing {
    /// No order, by a cause that is counted: the rules are asked again at the next close.
    case nothing
    /// No bar is left to fill it in.
    case tooLate
    case order
  }

  /// What becomes of a decision, or of leaving what is held where the other side cannot be ordered and its own exit holds.
  ///
  /// - Parameters:
  ///   - held: what was ordered last, as the rules know it.
  ///   - leaves: whether rules that know the position leave it there.
  @inline(__always)
  mutating func place(
    _ decision: Decision, holding held: Double, leaves: Bool, _ source: some OrderSource, _ placed: inout Placed
  ) -> Placing {
    let placing = place(decision, source, &placed)
    guard case .nothing = placing, decision.weight * held < 0,
      leaves || source.leaves(at: decision.row, holding: held)
    else { return placing }
    return place(Decision(row: decision.row, weight: 0), source, &placed, counts: false)
  }

  /// - Parameters:
  ///   - placed: the order, where one is placed.
  ///   - counts: false where the cause that keeps it from being placed is counted already.
  @inline(__always)
  private mutating func place(
    _ decision: Decision, _ source: some OrderSource, _ placed: inout Placed, counts: Bool = true
  ) -> Placing {
    let equity = self.equity
    let close = tape.marks.values[decision.row]
    do {
      placed.order = try source.order(
        for: decision, close: quotation.price(close), unit: abs(close), equity: equity,
        state: source.readsState ? state(close) : .held(account.isFlat ? 0 : protection.side))
    } catch {
      if counts { orders.count(error) }
      return .nothing
    }
    placed.first = tape.nextPresent(from: decision.row + 1)
    guard placed.first < tape.rows.upperBound else { return .tooLate }
    if let execution = placed.order.execution { self.execution = execution }
    var target = 0.0
    if let wanted = quantity(placed.order, equity: equity, close: close, placed.first) {
      target = wanted
    } else {
      // What is held on the other side may be left on any day, and nothing is ordered beyond that.
      guard account.quantity * placed.order.amount < 0 else { return .nothing }
      placed.order = Order(row: decision.row, amount: 0, execution: placed.order.execution)
    }
    if isBeyondMargin(target, placed.order, unit: abs(close), equity) {
      orders.beyondMargin += 1
      return .nothing
    }
    if let steps { target = possible(target, at: placed.order.limit?.price ?? close, steps) }
    placed.target = target
    observer.ordered(placed.order, weight: equity > 0 ? target * Money.scale * abs(close) / equity : 0)
    placed.limit = placed.order.limit.map { limit in
      let rounded = steps?.rounded(limit, buys: target > account.quantity) ?? limit
      return quotation.isLinear ? rounded : rounded.at(quotation.value(rounded.price))
    }
    return .order
  }

  /// Whether a venue would refuse what is to be opened: its maintenance margin alone is more than what would stand behind it,
  /// so that it would be liquidated as it is entered.
  @inline(__always)
  private func isBeyondMargin(_ target: Double, _ order: Order, unit: Double, _ equity: Double) -> Bool {
    guard target * account.quantity < 0 || abs(target) > abs(account.quantity) else { return false }
    if let terms = order.margin { return isBeyond(terms, worth: abs(target) * unit, equity) }
    return abs(target) * Money.scale * unit * abs(costs.maintenance) >= max(equity, 0) && costs.maintenance != 0
  }

  private func isBeyond(_ terms: MarginTerms, worth: Double, _ equity: Double) -> Bool {
    let notional = quotation.settlementAmount(worth)
    let purse = max(0, quotation.settlementAmount(Money.quote(equity)))
    let behind = terms.mode == .isolated ? min(purse, notional / terms.leverage) : purse
    return notional > 0 && terms.tiers.maintenance(of: notional) >= behind
  }

  /// What an order is to hold; nil where nothing more may be traded on the day it would fill.
  @inline(__always)
  private mutating func quantity(_ order: Order, equity: Double, close: Double, _ first: Int) -> Double? {
    guard order.amount != 0 else { return 0 }
    let price = quotation.price(close)
    let expected = order.limit?.price ?? price
    var stopDistance = order.stop?.amount(of: expected) ?? .nan
    if !quotation.isLinear, let stop = order.stop {
      let value = quotation.value(expected)
      stopDistance = abs(value - quotation.moved(value, by: -order.side, stop))
    }
    let basis = Sizing.Basis(
      equity: equity, close: price, unit: abs(close), stopDistance: stopDistance,
      isInverse: !quotation.isLinear)
    var isCut = order.sizing.isBound(order.amount, basis, mostLeverage: order.mostLeverage)
    var wanted = order.sizing.quantity(order.amount, basis, mostLeverage: order.mostLeverage)
    if let terms = order.margin, terms.tiers.asksInitial,
      let most = opened(wanted, terms, unit: abs(close), equity)
    {
      (wanted, isCut) = (most, true)
    }
    if isCut { orders.cutByLeverage += 1 }
    guard let execution, execution.mostTurnover < .infinity, equity > 0 else { return wanted }
    return withinTurnover(execution.mostTurnover, wanted, equity / (Money.scale * abs(close)), first)
  }

  /// As much of `wanted` as the initial margin of its tier lets be opened; nil where that is all of it.
  private func opened(_ wanted: Double, _ terms: MarginTerms, unit: Double, _ equity: Double) -> Double? {
    let notional = quotation.settlementAmount(abs(wanted) * unit)
    let purse = max(0, quotation.settlementAmount(Money.quote(equity)))
    let most = terms.tiers.opened(
      notional, purse: purse, leverage: terms.mode == .isolated ? terms.leverage : nil)
    guard most < notional * (1 - 1e-12) else { return nil }
    return wanted * (most / notional)
  }

  /// As much of `wanted` as a day's most turnover lets be opened, nil where that is nothing; what is only left or made
  /// smaller always may be.
  ///
  /// - Parameter purse: equity in units of position.
  private mutating func withinTurnover(_ most: Double, _ wanted: Double, _ purse: Double, _ first: Int) -> Double? {
    let held = account.quantity
    let kept = held * wanted > 0 ? abs(held) : 0
    let opened = abs(wanted) - kept
    guard opened > 0 else { return wanted }
    let used = stretch(at: first).day == utcDay ? totals.turnover - turnoverBefore : 0
    let left = max(0, most * purse - used * purse - (abs(held) - kept))
    guard opened > left else { return wanted }
    orders.cutByTurnover += 1
    // What rounding leaves of a day that is spent is nothing.
    guard left > most * purse * 1e-12 else { return nil }
    return wanted < 0 ? -(kept + left) : kept + left
  }

  @inline(__always)
  func state(_ close: Double) -> PositionState {
    guard !account.isFlat else { return .flat }
    let equity = account.equity(at: close)
    return protection.state(close: close, position: account.quantity * Money.scale * abs(close) / equity)
  }

  /// Puts what was ordered with a position around it. One whose size changes keeps what it was entered with.
  ///
  /// - Parameters:
  ///   - price: paid for it, slippage included.
  ///   - isInside: whether it was opened inside the bar, by a limit.
  ///   - part: the part of the bar, where the path is known.
  @inline(__always)
  mutating func protect(
    _ order: Order, after before: Double, at price: Double, isInside: Bool = false, part: Int? = nil
  ) {
    guard !account.isFlat, before * account.quantity <= 0 else {
      protection.margin?.grow(from: before, to: account.quantity, paying: price)
      return
    }
    var leaveRow = Int.max
    if let hold = order.hold { leaveRow = market.present.next(from: row + min(max(1, hold), market.grid.count)) }
    protection.begin(
      order, side: account.quantity > 0 ? 1 : -1, entryPrice: price, leaveRow: leaveRow,
      insideRow: isInside ? row : nil, insidePart: part)
    setMargin(order, paying: price)
  }

  /// What stands behind the position as large as it is now.
  ///
  /// - Parameter price: paid for it, slippage included; NaN where nothing was traded.
  @inline(__always)
  mutating func setMargin(_ order: Order, paying price: Double) {
    guard let terms = order.margin, !price.isNaN else { return }
    setMargin(terms, paying: price)
  }

  private mutating func setMargin(_ terms: MarginTerms, paying price: Double) {
    let size = account.quantity * Money.scale
    protection.margin = PositionMargin(
      terms, equity: account.equity(at: account.heldFrom), paid: abs(size * price),
      lost: Money.rounded(size * (price - account.heldFrom)), entry: protection.margin?.entry ?? price)
  }

  /// Where the venue takes the position.
  @inline(__always)
  var liquidationPrice: Double {
    guard let margin = protection.margin else { return account.liquidationPrice(costs.maintenance) }
    return margin.terms.liquidationPrice(
      behind: account.cash - margin.reserve, quantity: account.quantity, near: account.heldFrom,
      entry: margin.entry, quotation)
  }
}

extension OrderCounts {
  fileprivate mutating func count(_ cause: Unplaceable) {
    switch cause {
    case .limit: unknownLimits += 1
    case .stop: unknownStops += 1
    case .size: unknownSizes += 1
    }
  }
}
