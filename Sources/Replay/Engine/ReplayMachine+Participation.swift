import Market

/// Orders that may take no more than a share of each bar's volume: what is left of them carries on in the bars after.
///
/// The order of events is that of `run(_:)`, but that every bar is visited in which something is held or waits. With a
/// share that no order reaches the result is the same, bit for bit.
///
/// - What is ordered at the market takes its share at the open of each bar until it is filled, or the rules want
///   something else.
/// - A limit takes its share of each bar that fills it, at its price, while it rests.
/// - A stop, a take-profit, a trailing stop and a time that is up are triggers: what the bar takes fills at their price,
///   the rest at the market from the next open on, whatever the price does. The rules are asked again when all is sold.
/// - All orders in a bar share its room. A liquidation is the venue's, and whole.
extension ReplayMachine {
  /// What is still to be traded.
  private struct Working {
    let order: Order
    /// What is to be held in the end.
    let target: Double
    /// In the machine's values; nil at the market.
    var limit: Limit?
    /// The first bar it meets.
    var arrives: Int
    /// The last bar a limit rests in.
    var expires = Int.max
    var reason = Fill.Reason.order
    /// Whether what is held is only left, with nobody asked until that is done.
    var leaves = false
    /// Whether it has filled in part.
    var isBegun = false
    /// Bars it has met.
    var met = 0
    /// Whether it was counted as one that a bar's share did not fill.
    var isSplit = false
  }

  /// What the loop over bars remembers besides the machine.
  private struct Desk {
    var working: Working?
    /// What was ordered last, as the rules know it.
    var held = 0.0
    /// What the bar still takes, in units of position.
    var room = 0.0
    /// The last close at which a limit to leave by rests, and whether it has filled in part.
    var leavingUntil = Int.max
    var leavesInParts = false
  }

  /// `run(_:)` for a source whose orders share the volume of bars.
  mutating func runInParts(_ source: some OrderSource) throws(Problem) {
    let end = tape.rows.upperBound
    var desk = Desk()
    while row < end {
      if account.isFlat, desk.working == nil {
        guard let change = source.change(from: row, holding: desk.held), change.row < end else { break }
        _ = advance(through: change.row)
        guard order(change, source, &desk) else { break }
        continue
      }
      let bar = row
      if tape.isPresent(bar) { desk.room = execution?.room(in: bar) ?? .infinity }
      pass(through: bar, source, &desk)
      guard close(bar, source, &desk) else { break }
      try checkRange(account.heldValue)
    }
    if desk.working != nil { orders.unfilled += 1 }
    try finish()
  }

  // MARK: A bar

  /// Everything from the open of a bar to its close, which is then seen.
  private mutating func pass(through bar: Int, _ source: some OrderSource, _ desk: inout Desk) {
    let stretch = stretch(at: bar)
    if !account.isFlat { open(bar, of: stretch) }
    if tape.isPresent(bar) {
      let isDue =
        !account.isFlat && bar >= protection.leaveRow
        && desk.working.map({ !$0.leaves && $0.arrives < bar }) ?? true
      let working = desk.working.flatMap { $0.arrives <= bar ? $0 : nil }
      if isDue || working != nil, isRuinedAtOpen {
        leave(Protection.Exit(row: bar, price: tape.opens[bar], cause: .liquidation, isMaker: false), &desk)
      } else if isDue {
        leave(Protection.Exit(row: bar, price: tape.opens[bar], cause: .hold, isMaker: false), &desk)
      } else if let working {
        work(working, in: bar, of: stretch, &desk)
      }
    }
    if !account.isFlat {
      if bar != protection.insideRow {
        if let exit = exit(before: stretch.inside) { leave(exit, &desk) }
        for settlement in stretch.inside where !account.isFlat { settle(tape.settlements[settlement]) }
      }
      if !account.isFlat, tape.isPresent(bar), let exit = exit(in: bar..<bar + 1, of: stretch) { leave(exit, &desk) }
    }
    if account.isFlat {
      _ = advance(through: bar)
    } else {
      mark(bar..<bar + 1, of: stretch)
      row = bar + 1
      isOpened = false
    }
  }

  /// Trades what a bar lets be traded of what waits.
  private mutating func work(_ working: Working, in bar: Int, of stretch: Segment, _ desk: inout Desk) {
    var working = working
    working.met += 1
    // What the bar takes of a reversal is one order, whose size moves the price of both its fills.
    let ordered = min(abs(working.target - account.quantity), desk.room)
    if working.leaves || account.quantity * working.target < 0 {
      // What is held is left before the other side is entered.
      openOnce(bar, of: stretch)
      tradeAsTaker(
        to: step(to: 0, &desk.room), at: tape.opens[bar], reason: working.reason,
        ordered: working.limit == nil ? ordered : nil)
      if working.leaves || !account.isFlat {
        if account.isFlat { totals.drawdown.see(account.cash) }
        return putBack(working, isDone: account.isFlat, &desk)
      }
      working.arrives = bar
    }
    guard let limit = working.limit else {
      openOnce(bar, of: stretch)
      let before = account.quantity
      let part = step(to: working.target, &desk.room)
      let price = tradeAsTaker(to: part, at: tape.opens[bar], reason: working.reason, ordered: ordered)
      if account.isFlat { totals.drawdown.see(account.cash) }
      protect(working.order, after: before, at: price)
      if working.isBegun { setMargin(working.order, paying: price) }
      if part != before { working.isBegun = true }
      return putBack(working, isDone: part == working.target, &desk)
    }
    rest(working, limit, in: bar, of: stretch, &desk)
    if account.isFlat { totals.drawdown.see(account.cash) }
  }

  /// The same of a limit to enter by.
  private mutating func rest(
    _ resting: Working, _ limit: Limit, in bar: Int, of stretch: Segment, _ desk: inout Desk
  ) {
    var working = resting
    switch outcome(of: limit, in: bar, side: working.order.side, arrives: working.arrives == bar) {
    case (.rests, _): desk.working = working
    case (.refused, _):
      orders.postOnlyRefused += 1
      (desk.working, desk.held) = (nil, 0)
    case (.filled(let price, let isMaker, let isAtOpen), let inside):
      openOnce(bar, of: stretch)
      let before = account.quantity
      let part = step(to: working.target, &desk.room)
      if part != before {
        let paid = take(part, by: limit, at: price, isMaker: isMaker, counts: !working.isBegun)
        protect(working.order, after: before, at: paid, isInside: !isAtOpen, part: inside)
        if working.isBegun { setMargin(working.order, paying: paid) }
        working.isBegun = true
      }
      putBack(working, isDone: part == working.target, &desk)
    }
  }

  /// Leaves a position as far as the bar takes it, and the rest from the next bar on.
  private mutating func leave(_ exit: Protection.Exit, _ desk: inout Desk) {
    let before = account.quantity
    let rest = self.exit(afterPartsOf: exit)
    if account.quantity != before, let working = desk.working, !working.leaves { takeBack(&desk) }
    guard let exit = rest else { return }
    if let working = desk.working, !working.leaves { orders.unfilled += 1 }
    let left = exit.cause == .liquidation ? 0 : step(to: 0, &desk.room)
    guard left != 0 else {
      leave(exit)
      (desk.working, desk.held, desk.leavingUntil, desk.leavesInParts) = (nil, 0, .max, false)
      return
    }
    row = exit.row
    trade(to: left, by: exit)
    if exit.cause == .limit {
      // The rest of it rests on.
      if !desk.leavesInParts { orders.split += 1 }
      desk.leavesInParts = true
      return
    }
    protection.disarm()
    orders.split += 1
    desk.working = Working(
      order: .flat(at: exit.row), target: 0, arrives: exit.row + 1, reason: exit.cause.reason, leaves: true, met: 1,
      isSplit: true)
    (desk.held, desk.leavingUntil, desk.leavesInParts) = (0, .max, false)
  }

  private mutating func openOnce(_ bar: Int, of stretch: Segment) {
    guard !isOpened || row != bar else { return }
    _ = advance(through: bar - 1)
    open(bar, of: stretch)
  }

  /// As far towards `target` as `room` goes, in whole lots, which is then less.
  private func step(to target: Double, _ room: inout Double) -> Double {
    let change = target - account.quantity
    if abs(change) <= room {
      room -= abs(change)
      return target
    }
    let part = steps?.rounded(room) ?? room
    room = 0
    return change > 0 ? account.quantity + part : account.quantity - part
  }

  /// Puts an order back that a bar did not fill, or away one that it did.
  private mutating func putBack(_ working: Working, isDone: Bool, _ desk: inout Desk) {
    var working = working
    if working.met > 1, working.limit == nil { orders.barsWaited += 1 }
    guard !isDone else {
      desk.working = nil
      return
    }
    if !working.isSplit {
      working.isSplit = true
      orders.split += 1
    }
    desk.working = working
  }

  // MARK: A close

  /// Asks the rules at the close of `bar`, which has been seen. False when nothing more can be done.
  private mutating func close(_ bar: Int, _ source: some OrderSource, _ desk: inout Desk) -> Bool {
    if !account.isFlat, source.readsState { protection.see(close: tape.marks.values[bar]) }
    if let working = desk.working, working.leaves { return true }
    if !account.isFlat, protection.resting != nil {
      guard bar >= desk.leavingUntil else { return true }
      orders.limitsExpired += 1
      if desk.leavesInParts { orders.unfilled += 1 }
      protection.stopResting()
      (desk.leavingUntil, desk.leavesInParts) = (.max, false)
    }
    // Who is on the way to the other side leaves already.
    let isReversing = desk.working.map { $0.order.amount * protection.side < 0 } ?? false
    if !isReversing, isLeft(at: bar, source) {
      return order(leaving(desk.held, source), leaves: true, source, &desk)
    }
    if let working = desk.working, working.limit != nil {
      // Of what has filled in part, somebody holds a position that the rules have been asked about.
      let amount = working.order.amount
      let withdrawn =
        working.isBegun
        ? source.change(from: bar, holding: amount)?.row : source.withdrawal(from: bar, of: amount)
      let isCancelled = bar > working.order.row && withdrawn == bar
      guard isCancelled || bar >= working.expires else { return true }
      desk.working = nil
      if working.isBegun {
        orders.unfilled += 1
      } else {
        desk.held = 0
        if isCancelled {
          orders.limitsCancelled += 1
          observer.ordered(.flat(at: bar), weight: 0)
        } else {
          orders.limitsExpired += 1
        }
      }
    }
    guard let change = source.change(from: bar, holding: desk.held), change.row == bar else { return true }
    return order(change, source, &desk)
  }

  /// The rest of an order is not wanted any more.
  private mutating func takeBack(_ desk: inout Desk) {
    guard desk.working != nil else { return }
    orders.unfilled += 1
    desk.working = nil
  }

  /// Places what was decided. False when no bar is left to fill it in.
  private mutating func order(
    _ decision: Decision, leaves: Bool = false, _ source: some OrderSource, _ desk: inout Desk
  ) -> Bool {
    var placed = Placed()
    switch place(decision, holding: desk.held, leaves: leaves, source, &placed) {
    case .nothing: return true
    case .tooLate: return false
    case .order:
      let (order, limit, target, first) = (placed.order, placed.limit, placed.target, placed.first)
      // Whoever cannot place another order keeps the one that waits.
      takeBack(&desk)
      // What still rests when the data end has not run out.
      let expires = limit?.bars.map { decision.row + $0 } ?? .max
      if order.amount == 0, let limit, !account.isFlat {
        protection.rest(limit, arrives: first)
        desk.leavingUntil = expires
        return true
      }
      desk.held = order.amount
      guard target != account.quantity else { return true }
      desk.working = Working(
        order: order, target: target, limit: order.amount == 0 ? nil : limit, arrives: first,
        expires: expires, leaves: target == 0)
      if target == 0 || account.quantity * target < 0 { protection.disarm() } else { protection.arm() }
      return true
    }
  }
}
