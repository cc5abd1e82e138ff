import Market

/// What a portfolio has asked for and not yet got.
private struct PortfolioDesk {
  /// By instrument: the weight that was ordered last.
  var asked: [Double]
  /// By instrument: the quantity to hold from its next open on; NaN for no order.
  var pending: [Double]
  /// By instrument: since when it is held on its side.
  var since: [Instant]
  var isWaiting = false
  var counts = PortfolioCounts()
  /// By instrument, for the close that is decided: what its weight asks, what of that is wanted within the limits, what is held,
  /// and whether that is kept as it is.
  var unbounded: [Double]
  var wanted: [Double]
  var weights: [Double]
  var kept: [Bool]

  init(count: Int) {
    asked = [Double](repeating: 0, count: count)
    pending = [Double](repeating: .nan, count: count)
    since = [Instant](repeating: Instant(milliseconds: 0), count: count)
    unbounded = asked
    wanted = asked
    weights = asked
    kept = [Bool](repeating: false, count: count)
  }

  /// An instrument is held as it is, for the least time it is held.
  mutating func keep(_ leg: Int) {
    kept[leg] = true
    wanted[leg] = weights[leg]
    counts.heldBack += 1
  }

  /// Nothing is asked of an instrument any more.
  mutating func drop(_ leg: Int) {
    asked[leg] = 0
    pending[leg] = .nan
  }

  /// Nothing is asked of some instruments any more, and what is waited for is what the others wait for.
  mutating func drop(_ legs: some Sequence<Int>) {
    for leg in legs { drop(leg) }
    isWaiting = pending.contains { !$0.isNaN }
  }
}

/// The replay of a portfolio: instruments that are held each for itself out of one account.
///
/// The order of events in a bar is that of legs. At a close each instrument that printed it is asked for; what is wanted is
/// bounded, and becomes an order for the instrument's own next open. One whose bars end is closed at its last close.
extension LegMachine {
  /// Replays all rows.
  ///
  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic.
  mutating func run(_ portfolio: PortfolioDecisions) throws(Problem) -> PortfolioCounts {
    var desk = PortfolioDesk(count: legs.count)
    let end = tape.rows.upperBound
    while row < end {
      let now = row
      if desk.isWaiting { fill(&desk, at: now) }
      see(now, &desk)
      let isClosing = portfolio.closings.contains(now)
      if isClosing || portfolio.limits.isDue(at: tape.grid.close(now)),
        decide(portfolio, at: now, isClosing, &desk)
      {
        try checkRange()
      }
    }
    try finish()
    return desk.counts
  }

  /// Orders of instruments that have a bar fill at its open.
  private mutating func fill(_ desk: inout PortfolioDesk, at row: Int) {
    let due = legs.indices.filter { !desk.pending[$0].isNaN && markets[$0].present[row] }
    guard !due.isEmpty else { return }
    open(row, of: stretch(at: row))
    valueAtOpens(row)
    if due.contains(where: { desk.pending[$0] != legs[$0].quantity }), isTakenAtOpens(of: row) {
      desk.drop(legs.indices.filter { legs[$0].isFlat })
      return
    }
    for leg in due {
      let before = legs[leg].quantity
      trade(leg, to: desk.pending[leg])
      if before * legs[leg].quantity <= 0 { desk.since[leg] = tape.grid.open(row) }
      desk.pending[leg] = .nan
    }
    desk.isWaiting = desk.pending.contains { !$0.isNaN }
    if held == 0 { totals.drawdown.see(cash) }
  }

  /// Sees the close of row `now`.
  private mutating func see(_ now: Int, _ desk: inout PortfolioDesk) {
    // What was ordered of an instrument that has no bar any more waits for none, and takes nothing of the limits.
    if desk.isWaiting { desk.drop(legs.indices.filter { legs[$0].isFlat && markets[$0].expiryRow <= now }) }
    let liquidations = totals.liquidations
    while row <= now {
      let before = held
      guard case .ended = walk(through: now, weight: nil) else { continue }
      let isLiquidation = totals.liquidations > liquidations
      if !isLiquidation { desk.counts.delistings += before - held }
      for leg in legs.indices where legs[leg].isFlat && (isLiquidation || markets[leg].expiryRow <= row) {
        desk.drop(leg)
      }
    }
  }

  /// Orders what is wanted at the close of `row`. Whether any order went out.
  ///
  /// - Parameter isClosing: whether everything is to be left.
  private mutating func decide(
    _ portfolio: PortfolioDecisions, at row: Int, _ isClosing: Bool, _ desk: inout PortfolioDesk
  ) -> Bool {
    let equity = self.equity
    let limits = portfolio.limits
    var (isAny, isDoubtful) = (false, false)
    // Nothing is to be held any more: what waits for a bar and would open a position then is asked no longer. Of what is held
    // the order to leave it takes the place of what waits.
    if isClosing { desk.drop(legs.indices.filter { legs[$0].isFlat }) }
    for leg in legs.indices {
      let quantity = legs[leg].quantity
      let isPresent = markets[leg].present[row]
      desk.weights[leg] =
        quantity == 0 ? 0 : legs[leg].base * timeline.exposurePrice(leg, at: row) * Money.scale / max(equity, 1)
      let weight = WeightDecisions.held(equity > 0 && !isClosing ? portfolio.weights[leg][row] : 0)
      // What is left whatever else is asked is left at the next bar that there is, also where this one is missing.
      desk.kept[leg] = !isClosing && (!isPresent || weight.isNaN)
      desk.wanted[leg] = desk.kept[leg] ? taken(leg, equity: equity, at: row, desk) : weight
      if isPresent, weight.isNaN, quantity != 0 {
        desk.counts.unknown += 1
        isDoubtful = isDoubtful || portfolio.doubtful[leg][row]
      }
      if !isClosing, !desk.kept[leg], weight * quantity <= 0, isHeld(leg, less: limits.hold, at: row, desk) {
        desk.keep(leg)
      }
      isAny = isAny || !desk.kept[leg]
    }
    if isDoubtful { desk.counts.membershipUnknown += 1 }
    guard isAny else { return false }
    bound(limits, equity: equity, at: row, isClosing, &desk)
    if isBeyond(limits, desk) { desk.counts.keptBeyond += 1 }
    return order(limits, equity: equity, at: row, isClosing, &desk)
  }

  /// What an instrument that is kept as it is takes of the limits: what is held of it or, where that is more, what an order
  /// that waits for its next bar will leave held.
  private func taken(_ leg: Int, equity: Double, at row: Int, _ desk: PortfolioDesk) -> Double {
    let held = desk.weights[leg]
    guard !desk.pending[leg].isNaN else { return held }
    let waiting =
      base(for: desk.pending[leg], leg, at: row) * timeline.exposurePrice(leg, at: row) * Money.scale / max(equity, 1)
    return abs(waiting) > abs(held) ? waiting : held
  }

  /// Whether an instrument is held, and for less than the least time.
  private func isHeld(_ leg: Int, less hold: Interval, at row: Int, _ desk: PortfolioDesk) -> Bool {
    hold > .zero && !legs[leg].isFlat && tape.grid.close(row).since(desk.since[leg]) < hold
  }

  /// Brings what is wanted within the limits. What they, or a lot that is larger, would have left before the least time it is
  /// held is kept as it is, and takes its part of them as all that is kept does.
  private func bound(
    _ limits: PortfolioLimits, equity: Double, at row: Int, _ isClosing: Bool, _ desk: inout PortfolioDesk
  ) {
    desk.unbounded = desk.wanted
    var cut = scale(limits, &desk)
    while !isClosing, limits.hold > .zero {
      let left = legs.indices.filter { leg in
        !desk.kept[leg] && desk.unbounded[leg] != 0 && isHeld(leg, less: limits.hold, at: row, desk)
          && leaves(exposure(desk.wanted[leg], of: leg, equity: equity, at: row), of: leg, at: row)
      }
      guard !left.isEmpty else { break }
      for leg in legs.indices where !desk.kept[leg] { desk.wanted[leg] = desk.unbounded[leg] }
      for leg in left { desk.keep(leg) }
      cut = scale(limits, &desk)
    }
    if cut.gross { desk.counts.grossCut += 1 }
    if cut.net { desk.counts.netCut += 1 }
  }

  /// What a weight comes to at the close of `row`, in coins or units whose price is followed.
  private func exposure(_ weight: Double, of leg: Int, equity: Double, at row: Int) -> Double {
    weight == 0 ? 0 : weight * equity / (Money.scale * timeline.exposurePrice(leg, at: row))
  }

  /// Scales what is wanted down to the limits, and says which of them did. What is kept takes its part of them first.
  private func scale(_ limits: PortfolioLimits, _ desk: inout PortfolioDesk) -> (gross: Bool, net: Bool) {
    var cut = (gross: false, net: false)
    var (free, kept) = (0.0, 0.0)
    for leg in legs.indices {
      if desk.kept[leg] { kept += abs(desk.wanted[leg]) } else { free += abs(desk.wanted[leg]) }
    }
    if !free.isFinite {
      // Weights whose sum is beyond numbers say as much by their ratios.
      var largest = 0.0
      for leg in legs.indices where !desk.kept[leg] { largest = max(largest, abs(desk.wanted[leg])) }
      free = 0
      for leg in legs.indices where !desk.kept[leg] {
        desk.wanted[leg] = desk.wanted[leg] / largest * limits.gross * 2
        free += abs(desk.wanted[leg])
      }
    }
    if free > 0, free + kept > limits.gross * (1 + 1e-9) {
      // What rounding leaves of a limit that is taken is nothing.
      let left = limits.gross - kept
      let factor = left > limits.gross * 1e-12 ? left / free : 0
      for leg in legs.indices where !desk.kept[leg] { desk.wanted[leg] *= factor }
      cut.gross = true
    }
    guard let most = limits.net else { return cut }
    var net = 0.0
    for leg in legs.indices { net += desk.wanted[leg] }
    let excess = abs(net) - most
    guard excess > 1e-9 else { return cut }
    var side = 0.0
    for leg in legs.indices where !desk.kept[leg] && desk.wanted[leg] * net > 0 { side += abs(desk.wanted[leg]) }
    guard side > 0 else { return cut }
    let factor = max(0, side - excess) / side
    for leg in legs.indices where !desk.kept[leg] && desk.wanted[leg] * net > 0 { desk.wanted[leg] *= factor }
    cut.net = true
    return cut
  }

  /// Whether what is kept takes more than the limits leave, so that scaling the others down was not enough.
  private func isBeyond(_ limits: PortfolioLimits, _ desk: PortfolioDesk) -> Bool {
    var (gross, net) = (0.0, 0.0)
    for leg in legs.indices {
      gross += abs(desk.wanted[leg])
      net += desk.wanted[leg]
    }
    return gross > limits.gross * (1 + 1e-6) || abs(net) > (limits.net ?? .infinity) + 1e-6
  }

  /// Turns what is wanted into orders, where it is far enough from what is there. Whether any went out.
  private mutating func order(
    _ limits: PortfolioLimits, equity: Double, at row: Int, _ isClosing: Bool, _ desk: inout PortfolioDesk
  ) -> Bool {
    var traded = 0.0
    var ordered: [(leg: Int, target: Double)] = []
    for leg in legs.indices where !desk.kept[leg] {
      let weight = desk.wanted[leg]
      let close = timeline.exposurePrice(leg, at: row)
      let target = exposure(weight, of: leg, equity: equity, at: row)
      let change = abs(target - legs[leg].base) * close * Money.scale / max(equity, 1)
      let isFar: Bool =
        if isClosing {
          !legs[leg].isFlat
        } else if limits.every == nil {
          // As 'position:' of one instrument: from the weight that was ordered last.
          abs(weight - desk.asked[leg]) > limits.band
        } else {
          // What is to be left altogether is left, however little it is.
          change > limits.band || weight == 0 && !legs[leg].isFlat
        }
      guard isFar else { continue }
      traded += change
      ordered.append((leg, possible(quantity(for: target, leg, at: row), of: leg, at: row)))
    }
    guard !ordered.isEmpty else { return false }
    var share = 1.0
    if let most = limits.turnover, !isClosing, traded > most * (1 + 1e-9) {
      share = most / traded
      desk.counts.turnoverCut += 1
    }
    var orders = ordered.map { leg, target in
      let held = legs[leg].quantity
      let part = held + (target - held) * share
      return (leg: leg, target: share == 1 ? target : markets[leg].steps?.rounded(part) ?? part)
    }
    // What is held needs its margin, and so does what an order that waits for a bar will leave held.
    var all = legs.indices.map { leg in
      abs(desk.pending[leg]) > abs(legs[leg].quantity) ? desk.pending[leg] : legs[leg].quantity
    }
    for order in orders { all[order.leg] = order.target }
    if orders.contains(where: { opens($0.target, of: $0.leg) }), isBeyondMargin(all, at: row, equity) {
      self.orders.beyondMargin += 1
      // What is left or made smaller needs no margin.
      orders.removeAll { opens($0.target, of: $0.leg) }
      guard !orders.isEmpty else { return false }
    }
    for (leg, target) in orders {
      desk.pending[leg] = target
      desk.asked[leg] =
        share == 1
        ? desk.wanted[leg] : desk.weights[leg] + (desk.wanted[leg] - desk.weights[leg]) * share
    }
    desk.isWaiting = true
    desk.counts.rebalances += 1
    return true
  }
}
