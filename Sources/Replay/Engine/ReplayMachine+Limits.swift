/// Limit orders in the book: to enter, and to leave.
extension ReplayMachine {
  /// Leaves a limit order in the book.
  ///
  /// - Returns: what is held then, as the rules know it; the close at which to decide next; and whether rules that know the
  ///   position leave it at the close at which the time of their limit is up, which is that of the bar before `row`.
  mutating func rest(
    _ placed: Placed, holding held: Double, _ source: some OrderSource
  ) -> (held: Double, decideFrom: Int, leaves: Bool) {
    guard let limit = placed.limit else { return (held, placed.first, false) }
    let (order, end) = (placed.order, tape.rows.upperBound)
    guard order.amount == 0 else {
      // Too small to be ordered: the rules take it for held, and are asked again when they want something else.
      if placed.target == account.quantity { return (order.amount, placed.first, false) }
      let resting = rest(order, limit, placed.target, placed.first, source)
      return (resting.isHeld ? order.amount : 0, resting.decideFrom, false)
    }
    if account.isFlat { return (0, placed.first, false) }
    protection.rest(limit, arrives: placed.first)
    let last = limit.bars.map { min(order.row + $0, end - 1) } ?? end - 1
    let walk = walk(through: last, source)
    protection.stopResting()
    if case .closed = walk { return (0, row, false) }
    if isUp(limit, of: order) { orders.limitsExpired += 1 }
    let leaves = held != 0 && isLeft(at: last, source)
    return (held, held == 0 ? row : last, leaves)
  }

  /// Whether the time of a limit is up by the last close. What still rests when the data end has not run out.
  private func isUp(_ limit: Limit, of order: Order) -> Bool {
    limit.bars.map { order.row + $0 < tape.rows.upperBound } ?? false
  }

  /// Leaves an order to enter in the book until it fills, its time is up, or the rules want something else.
  ///
  /// - Parameter first: the first bar it meets. A position on the other side is left at its open.
  /// - Returns: whether something is held now, and the close at which to decide next.
  private mutating func rest(
    _ order: Order, _ limit: Limit, _ target: Double, _ first: Int, _ source: some OrderSource
  ) -> (isHeld: Bool, decideFrom: Int) {
    let end = tape.rows.upperBound
    let reverses = !account.isFlat
    if reverses {
      _ = advance(through: first - 1)
      open(first, of: stretch(at: first))
      if isTakenAtOpen() { return (false, first) }
      fillOnce(to: 0)
    }
    /// Of a bar that closes flat the cash is a point of the curve; of one that fills the limit as well it is none.
    func seeFlat() { if reverses { totals.drawdown.see(account.cash) } }
    let expiry = limit.bars.map { min(order.row + $0, end - 1) } ?? end - 1
    let cancelled = source.withdrawal(from: order.row + 1, of: order.amount) ?? .max
    let last = min(expiry, cancelled, end - 1)
    var bar = first
    while bar <= last {
      switch outcome(of: limit, in: bar, side: order.side, arrives: bar == first) {
      case (.rests, _):
        seeFlat()
        bar = tape.nextPresent(from: bar + 1)
      case (.refused, _):
        seeFlat()
        orders.postOnlyRefused += 1
        _ = advance(through: bar - 1)
        return (false, bar)
      case (.filled(let price, let isMaker, let isAtOpen), let part):
        enter(order, limit, target, at: price, in: bar, isMaker: isMaker, isInside: !isAtOpen, part: part)
        return (!account.isFlat, bar)
      }
    }
    seeFlat()
    if cancelled <= min(expiry, end - 1) {
      orders.limitsCancelled += 1
      observer.ordered(.flat(at: cancelled), weight: 0)
    } else if isUp(limit, of: order) {
      orders.limitsExpired += 1
    }
    _ = advance(through: last)
    return (false, last)
  }

  private mutating func enter(
    _ order: Order, _ limit: Limit, _ target: Double, at price: Double, in bar: Int, isMaker: Bool, isInside: Bool,
    part: Int?
  ) {
    _ = advance(through: bar - 1)
    if !isOpened || row != bar { open(bar, of: stretch(at: bar)) }
    let paid = take(target, by: limit, at: price, isMaker: isMaker)
    // What fills at the open lives through the whole bar, like any other position.
    protect(order, after: 0, at: paid, isInside: isInside, part: part)
  }

  /// Trades by a limit order to enter, and counts it.
  ///
  /// - Returns: the price paid.
  mutating func take(
    _ target: Double, by limit: Limit, at price: Double, isMaker: Bool, counts: Bool = true
  ) -> Double {
    guard isMaker else {
      if counts { orders.limitsTaken += 1 }
      return tradeAsTaker(to: target, at: price, reason: .limit, within: limit.price)
    }
    if counts { orders.limitsFilled += 1 }
    tradeAsMaker(to: target, at: price, reason: .limit)
    return price
  }
}
