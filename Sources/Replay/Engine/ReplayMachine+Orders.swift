import Market

/// Orders that are more than a weight at the next open: limits, stops, take-profits, trailing stops, times to leave, and
/// rules that ask about their own position.
///
/// Who orders none of these never comes here. What fills, settles, marks and liquidates is the same for both.
extension ReplayMachine {
  /// How far a position was followed.
  private enum Walk {
    /// Every close that was asked for has been seen.
    case reached
    /// The position ended within the bar `row`, whose close decides again.
    case closed
    /// Rules that know the position leave it at the close of the bar before `row`.
    case leaves
  }

  /// Replays all rows of the tape.
  ///
  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic.
  package mutating func run(_ source: some OrderSource) throws(Problem) {
    let end = tape.rows.upperBound
    var held = 0.0
    var decideFrom = row
    while row < end {
      let change = source.change(from: decideFrom, holding: held)
      var decision: Decision
      switch walk(through: min(change?.row ?? end - 1, end - 1), source) {
      case .closed:
        (held, decideFrom) = (0, row)
        continue
      case .reached:
        guard let change, change.row < end else { return try finish() }
        decision = change
      case .leaves:
        let wanted = source.change(from: row - 1, holding: 0)
        let reverses = wanted.map { $0.row == row - 1 && $0.weight * held < 0 } ?? false
        decision = Decision(row: row - 1, weight: reverses ? wanted?.weight ?? 0 : 0)
      }
      let equity = self.equity
      let close = tape.marks.values[decision.row]
      let order: Order
      do {
        order = try source.order(for: decision, close: close, equity: equity, state: state(close))
      } catch {
        totals.orders.count(error)
        decideFrom = decision.row + 1
        continue
      }
      let first = tape.nextPresent(from: decision.row + 1)
      guard first < end else { return try finish() }
      var target = quantity(order, equity: equity, close: close)
      if let steps = tape.steps { target = possible(target, at: order.limit?.price ?? close, steps) }
      observer.ordered(order, weight: equity > 0 ? target * Money.scale * close / equity : 0)
      let limit = order.limit.map { limit in tape.steps?.rounded(limit, buys: target > account.quantity) ?? limit }
      switch (limit, order.amount) {
      case (_?, let amount) where amount != 0 && target == account.quantity:
        // Too small to be ordered: the rules take it for held, and are asked again when they want something else.
        (held, decideFrom) = (amount, first)
      case (nil, _):
        _ = advance(through: first - 1)
        open(first, of: stretch(at: first))
        let before = account.quantity
        fill(to: target)
        protect(order, after: before, at: takerPrice(buying: target > before))
        (held, decideFrom) = (order.amount, first)
      case (let limit?, 0):
        if !account.isFlat {
          protection.rest(limit, arrives: first)
          let last = limit.bars.map { min(decision.row + $0, end - 1) } ?? end - 1
          if case .closed = walk(through: last, source) { held = 0 } else { totals.orders.limitsExpired += 1 }
          protection.stopResting()
          decideFrom = held == 0 ? row : last
        } else {
          (held, decideFrom) = (0, first)
        }
      case (let limit?, _):
        let resting = rest(order, limit, target, first, source)
        (held, decideFrom) = (resting.isHeld ? order.amount : 0, resting.decideFrom)
      }
      try checkRange(account.heldValue)
    }
    try finish()
  }

  private func quantity(_ order: Order, equity: Double, close: Double) -> Double {
    let expected = order.limit?.price ?? close
    let basis = Sizing.Basis(
      equity: equity, close: close, stopDistance: order.stop?.amount(of: expected) ?? .nan)
    return order.amount == 0 ? 0 : order.sizing.quantity(order.amount, basis, mostLeverage: order.mostLeverage)
  }

  private func state(_ close: Double) -> PositionState {
    guard !account.isFlat else { return .flat }
    let equity = account.equity(at: close)
    return protection.state(close: close, position: account.quantity * Money.scale * close / equity)
  }

  /// What a taker pays at the open of `row`.
  private func takerPrice(buying: Bool) -> Double {
    let slipped = tape.opens[row] * costs.slippage
    return buying ? tape.opens[row] + slipped : tape.opens[row] - slipped
  }

  /// Puts what was ordered with a position around it. One whose size changes keeps what it was entered with.
  private mutating func protect(_ order: Order, after before: Double, at price: Double, isInside: Bool = false) {
    guard !account.isFlat else {
      protection = .none
      return
    }
    guard before * account.quantity <= 0 else { return }
    var leaveRow = Int.max
    if let hold = order.hold { leaveRow = tape.present.next(from: row + min(max(1, hold), tape.grid.count)) }
    protection = Protection(
      order, side: account.quantity > 0 ? 1 : -1, entryPrice: price, leaveRow: leaveRow, insideRow: isInside ? row : nil
    )
    guard let terms = order.margin else { return }
    protection.margin = PositionMargin(
      terms, equity: account.equity(at: account.heldFrom), value: abs(account.heldValue))
  }

  /// Where the venue takes the position.
  private var liquidationPrice: Double {
    guard let margin = protection.margin else { return account.liquidationPrice(costs.maintenance) }
    return margin.liquidationPrice(cash: account.cash, quantity: account.quantity, near: account.heldFrom)
  }
}

// MARK: - Holding

extension ReplayMachine {
  /// `advance`, through what may end the position on the way. Rules that know the position are asked at each printed
  /// close.
  private mutating func walk(through last: Int, _ source: some OrderSource) -> Walk {
    guard !account.isFlat, source.readsState else { return hold(through: last) ? .reached : .closed }
    while row <= last {
      let asked = row
      guard hold(through: asked) else { return .closed }
      let close = tape.marks.values[asked]
      protection.see(close: close)
      // Who is leaving already is not asked again.
      guard tape.decidable[asked], protection.resting == nil else { continue }
      if source.leaves(at: asked, side: protection.side, state: state(close)) { return .leaves }
    }
    return .reached
  }

  /// Sees every close up to and including that of row `last`. False when the position ended on the way; `row` is then the
  /// bar it happened in.
  private mutating func hold(through last: Int) -> Bool {
    guard row <= last else { return true }
    guard !account.isFlat else { return advance(through: last) }
    while row <= last {
      let stretch = stretch(at: row)
      if !isOpened {
        open(row, of: stretch)
        if row >= protection.leaveRow {
          leave(Protection.Exit(row: row, price: tape.opens[row], cause: .hold, isMaker: false))
          return false
        }
      }
      // An order that filled inside the bar is taken to have filled after what settled inside it.
      if row != protection.insideRow {
        for settlement in stretch.inside { settle(tape.settlements[settlement]) }
      }
      let end = min(last + 1, stretch.rows.upperBound, protection.leaveRow)
      if let exit = exit(in: row..<end, of: stretch) {
        mark(row..<exit.row, of: stretch)
        leave(exit)
        return false
      }
      mark(row..<end, of: stretch)
      row = end
      isOpened = false
    }
    return true
  }

  /// The first of `rows`, which lie in `stretch`, that ends the position.
  private mutating func exit(in rows: Range<Int>, of stretch: Segment) -> Protection.Exit? {
    let liquidation = liquidationPrice
    let marks = protection.margin?.terms.watch == .mark ? tape.markRanges : nil
    let isSafe =
      marks == nil
      && (protection.side > 0 ? stretch.traded.lowest > liquidation : stretch.traded.highest < liquidation)
    if isSafe, rows.lowerBound != protection.insideRow,
      protection.isClear(of: stretch.traded, isHeld: rows.count == stretch.rows.count)
    {
      return nil
    }
    for row in rows where tape.present[row] {
      let watched = Protection.Watched(price: liquidation, mark: marks?[row])
      let exit =
        row == protection.insideRow
        ? protection.exit(afterLimitIn: bar(row), row: row, watched)
        : protection.exit(in: bar(row), row: row, watched)
      if let exit { return exit }
    }
    return nil
  }

  private func bar(_ row: Int) -> Bar {
    Bar(open: tape.opens[row], high: tape.highs[row], low: tape.lows[row], close: tape.marks.values[row])
  }

  private mutating func leave(_ exit: Protection.Exit) {
    row = exit.row
    let reason: Fill.Reason
    switch exit.cause {
    case .liquidation: return liquidate(at: exit.price, reserve: protection.margin?.reserve ?? 0)
    case .stop: reason = .stop
    case .take: reason = .take
    case .trail: reason = .trail
    case .hold: reason = .hold
    case .limit:
      reason = .limit
      if exit.isMaker { totals.orders.limitsFilled += 1 } else { totals.orders.limitsTaken += 1 }
    }
    if exit.isMaker {
      tradeAsMaker(to: 0, at: exit.price, reason: reason)
    } else {
      tradeAsTaker(to: 0, at: exit.price, reason: reason)
    }
    totals.drawdown.see(account.cash)
  }
}

// MARK: - Entering by a limit

extension ReplayMachine {
  /// Leaves an order to enter in the book until it fills, its time is up, or the rules want something else.
  ///
  /// - Parameter first: the first bar it meets. A position on the other side is left at its open.
  /// - Returns: whether something is held now, and the close at which to decide next.
  private mutating func rest(
    _ order: Order, _ limit: Limit, _ target: Double, _ first: Int, _ source: some OrderSource
  ) -> (isHeld: Bool, decideFrom: Int) {
    let end = tape.rows.upperBound
    if !account.isFlat {
      _ = advance(through: first - 1)
      open(first, of: stretch(at: first))
      fill(to: 0)
    }
    let expiry = limit.bars.map { min(order.row + $0, end - 1) } ?? end - 1
    let cancelled = source.change(from: order.row + 1, holding: order.amount)?.row ?? .max
    let last = min(expiry, cancelled, end - 1)
    var bar = first
    while bar <= last {
      switch limit.outcome(in: self.bar(bar), side: order.side, arrives: bar == first) {
      case .rests: bar = tape.nextPresent(from: bar + 1)
      case .refused:
        totals.orders.postOnlyRefused += 1
        _ = advance(through: bar - 1)
        return (false, bar)
      case .filled(let price, let isMaker):
        enter(order, target, at: price, in: bar, isMaker: isMaker)
        return (!account.isFlat, bar)
      }
    }
    if cancelled <= min(expiry, end - 1) {
      totals.orders.limitsCancelled += 1
      observer.ordered(.flat(at: cancelled), weight: 0)
    } else {
      totals.orders.limitsExpired += 1
    }
    _ = advance(through: last)
    return (false, last)
  }

  private mutating func enter(_ order: Order, _ target: Double, at price: Double, in bar: Int, isMaker: Bool) {
    _ = advance(through: bar - 1)
    if !isOpened || row != bar { open(bar, of: stretch(at: bar)) }
    if isMaker {
      totals.orders.limitsFilled += 1
      tradeAsMaker(to: target, at: price, reason: .limit)
    } else {
      totals.orders.limitsTaken += 1
      tradeAsTaker(to: target, at: price, reason: .limit)
    }
    // What fills at the open lives through the whole bar, like any other position.
    protect(
      order, after: 0, at: isMaker ? price : takerPrice(buying: target > 0), isInside: price != tape.opens[bar])
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
