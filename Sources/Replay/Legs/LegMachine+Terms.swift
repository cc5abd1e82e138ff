import Market

/// What venues take where the terms of a leg say more than one rate of maintenance: margins of their own, tiers by notional,
/// the mark price, positions that go in parts.
///
/// A leg that alone has a margin behind it, be that its own or the purse, is taken by the very rules of `ReplayMachine`.
/// Several that share the purse move together, as in `LegMachine+Margin`.
extension LegMachine {
  /// Takes what the venues take in `row`, parts first. Whether anything was taken whole.
  mutating func isTakenOnTerms(in row: Int) -> Bool {
    countUnmarked(in: row)
    let before = held
    let shared = self.shared
    // What becomes of the purse is told before a margin that was a leg's own gives anything back to it.
    let together = shared.count > 1 ? fallTogether(in: row, from: nil) : nil
    let alone = legs.indices.map { leg in
      legs[leg].isIsolated || shared == [leg] ? fallAlone(leg, in: row, after: nil) : nil
    }
    guard together != nil || alone.contains(where: { $0 != nil }) else { return false }
    valueAtOpens(row)
    count { machine in
      for leg in alone.indices where machine.legs[leg].isIsolated {
        if let price = alone[leg] { machine.take(leg, from: price, in: row) }
      }
      if let together { machine.takeTogether(from: together, in: row) }
      if shared.count == 1, let price = alone[shared[0]] { machine.take(shared[0], from: price, in: row) }
    }
    return held < before
  }

  /// Counts the bars of a position whose mark was to be watched and is missing, each once.
  private mutating func countUnmarked(in row: Int) {
    guard row > unmarkedThrough else { return }
    unmarkedThrough = row
    for leg in legs.indices where legs[leg].isMargined && watchesMark(leg) && markets[leg].present[row] {
      if let marks = markets[leg].markBars, marks[row] == nil { orders.unmarkedBars += 1 }
    }
  }

  private func watchesMark(_ leg: Int) -> Bool { terms[leg].margin?.watch == .mark }

  /// The mark that a leg is held against in a bar; nil where that is what was traded.
  private func mark(of leg: Int, in row: Int) -> MarkBar? {
    guard watchesMark(leg), legs[leg].isMargined, markets[leg].present[row] else { return nil }
    let mark = markets[leg].markBars?[row] ?? nil
    return knowsOpensOnly ? mark?.atOpen : mark
  }

  // MARK: One margin behind one leg

  /// What stands behind a leg less its value: its own margin, or the purse.
  private func stands(behind leg: Int) -> Double { legs[leg].isIsolated ? legs[leg].own : purse }

  /// Where in the bar the venue takes a leg; nil where the bar does not get there.
  ///
  /// - Parameter part: the price at which a part of it was taken in the same bar.
  private func fallAlone(_ leg: Int, in row: Int, after part: Double?) -> Double? {
    let (market, held) = (markets[leg], legs[leg])
    guard held.isMargined, market.present[row] else { return nil }
    let stands = stands(behind: leg)
    let side = held.quantity > 0 ? 1.0 : -1
    let liquidation =
      terms[leg].margin.map { margin in
        margin.liquidationPrice(behind: stands, quantity: held.quantity, near: held.heldFrom, .linear)
      } ?? -stands / held.exposed
    let mark = mark(of: leg, in: row)
    let (low, high) = extremes(leg, in: row)
    let worst = side > 0 ? low : high
    guard min(side * worst, side * (mark?.worst(side) ?? worst)) <= side * liquidation else { return nil }
    let close = knowsOpensOnly ? market.opens[row] : market.marks.values[row]
    // A price that lies behind already is reached at once.
    let watched =
      mark.map { mark in
        Protection.Watched(
          price: liquidation, mark: mark,
          bankruptcy: held.heldFrom - (stands + held.value(at: held.heldFrom)) / (held.quantity * Money.scale),
          after: part, closing: close, side)
      } ?? Protection.Watched(price: liquidation, after: part, side)
    let bar = Bar(open: market.opens[row], high: high, low: low, close: close)
    let rest = part.map { mark == nil ? bar.resumed(at: $0) : bar } ?? bar
    var margin = Protection(side: side, .linear)
    return margin.exit(in: rest, row: row, watched, isFirst: part == nil)?.price
  }

  /// A leg is taken at `price`, in the parts that its venue takes first, and again where the rest of the bar falls short.
  private mutating func take(_ leg: Int, from price: Double, in row: Int) {
    var next: Double? = price
    while let price = next {
      guard let target = partLeft(of: leg, at: price) else { return takeWhole(leg, at: price) }
      takePart(leg, to: target, at: price)
      next = fallAlone(leg, in: row, after: price)
    }
  }

  private func call(_ leg: Int, at price: Double) -> MarginCall? {
    terms[leg].margin?.call(
      legs[leg].quantity, at: price, behind: stands(behind: leg) + legs[leg].value(at: price),
      taker: takerRate(leg), followsPart: partRows[leg] == row, .linear)
  }

  private func partLeft(of leg: Int, at price: Double) -> Double? {
    guard let rule = terms[leg].margin?.liquidation, rule != .whole else { return nil }
    return call(leg, at: price)?.left(of: legs[leg].quantity, rule, markets[leg].steps)
  }

  private mutating func takePart(_ leg: Int, to target: Double, at price: Double) {
    guard let margin = terms[leg].margin, let call = call(leg, at: price) else { return }
    prices[leg] = price
    payInterest(leg, until: tape.grid.open(row), at: price)
    let (held, rule) = (legs[leg].quantity, margin.liquidation)
    let taken = held - target
    let behind = stands(behind: leg) + legs[leg].value(at: price)
    var costs = terms[leg].costs
    costs.taker = takerRate(leg)
    let taking = Taking(
      part: taken, of: held, at: price, behind: behind, rule, isBankrupt: call.isAtBankruptcy(rule, isPart: true),
      costs)
    shrink(leg, to: target, paying: taking.paid, fee: taking.fee, liquidation: taking.liquidation)
    record(
      leg, taken, paid: taking.paid, fee: taking.fee + taking.liquidation, before: behind,
      (stands(behind: leg) + legs[leg].value(at: price), terms[leg].maintenance(of: legs[leg].quantity, at: price)))
  }

  /// A part of a leg is taken at its price; what stood behind it stands behind the rest, less what the taking cost.
  private mutating func shrink(_ leg: Int, to target: Double, paying price: Double, fee: Double, liquidation: Double) {
    partRows[leg] = row
    orders.liquidatedParts += 1
    exchange(
      leg, to: target, paying: price, fee: fee, feeRate: takerRate(leg), slippage: 0, liquidation: liquidation,
      reason: .liquidation, keepsMargin: true)
  }

  /// All of a leg is taken at `price`. What its margin lacks the venue bears.
  mutating func takeWhole(_ leg: Int, at price: Double) {
    prices[leg] = price
    payInterest(leg, until: tape.grid.open(row), at: price)
    let rule = terms[leg].margin?.liquidation ?? .whole
    let isBankrupt = call(leg, at: price)?.isAtBankruptcy(rule, isPart: false) ?? false
    let (held, behind) = (legs[leg].quantity, stands(behind: leg) + legs[leg].value(at: price))
    let taking = Taking(whole: held, at: price, behind: behind, isBankrupt: isBankrupt, terms[leg].costs)
    exchange(
      leg, to: 0, paying: taking.paid, fee: 0, feeRate: 0, slippage: 0, liquidation: taking.liquidation,
      reason: .liquidation)
    record(
      leg, held, paid: taking.paid, fee: taking.liquidation, before: behind, (margin: 0, maintenance: 0))
  }

  /// Margins of their own that were posted at the opens of the row are never more than there is: of what the purse lacks
  /// each bears its share.
  mutating func boundMargins(of filled: [Int]) {
    let alone = filled.filter { legs[$0].isIsolated }
    guard !alone.isEmpty else { return }
    let lacking = -shared.reduce(purse) { $0 + legs[$1].value(at: prices[$1]) }
    guard lacking > 0 else { return }
    let margins = alone.map { legs[$0].own + legs[$0].heldValue }
    let total = margins.reduce(0, +)
    for (leg, margin) in zip(alone, margins) where total > 0 {
      legs[leg].pays(-Money.rounded(lacking * (margin / total)))
    }
  }
}

// MARK: - One purse behind several legs

extension LegMachine {
  /// What a leg is worth beyond its maintenance at a price, and what of that a unit of price moves.
  private func beyond(_ leg: Int, at price: Double) -> (value: Double, slope: Double) {
    let held = legs[leg]
    guard held.isMargined, let margin = terms[leg].margin else { return (held.exposed * price, held.exposed) }
    let size = abs(held.quantity)
    let tier = margin.tiers.tier(of: size * price)
    return (
      held.scaled * price - (size * price * tier.maintenance - tier.deduction) * Money.scale,
      held.scaled - size * tier.maintenance * Money.scale
    )
  }

  /// What prices leave of the purse beyond the maintenance of all who share it.
  private func left(_ shared: [Int], at prices: [Double]) -> Double {
    shared.reduce(purse) { $0 + beyond($1, at: prices[$1]).value }
  }

  /// What the legs are held against in a bar: marks where they are watched and known, else what was traded.
  private func seen(in row: Int) -> (opens: [Double], lows: [Double], highs: [Double]) {
    var (opens, lows, highs) = traded(in: row)
    for leg in legs.indices {
      guard let mark = mark(of: leg, in: row) else { continue }
      (opens[leg], lows[leg], highs[leg]) = (mark.open, mark.range.lowest, mark.range.highest)
    }
    return (opens, lows, highs)
  }

  private func traded(in row: Int) -> (opens: [Double], lows: [Double], highs: [Double]) {
    (
      legs.indices.map { openPrice($0, at: row) }, legs.indices.map { extremes($0, in: row).low },
      legs.indices.map { extremes($0, in: row).high }
    )
  }

  /// The prices in the bar at which the purse is the maintenance of those who share it; nil where the bar does not get there.
  ///
  /// - Parameter part: the prices at which parts were taken in the same bar, from which the rest of it goes on.
  private func fallTogether(in row: Int, from part: [Double]?) -> [Double]? {
    let shared = self.shared
    guard shared.contains(where: { legs[$0].isMargined }), shared.contains(where: { markets[$0].present[row] }) else {
      return nil
    }
    let bar = seen(in: row)
    let isMarked = shared.contains { mark(of: $0, in: row) != nil }
    if isMarked, part == nil, let prices = fallAtOpens(shared, in: row, marks: bar.opens) { return prices }
    let begin = part ?? bar.opens
    guard left(shared, at: begin) > 0 else { return begin }
    let worst = left(shared, at: bar.lows) < left(shared, at: bar.highs) ? bar.lows : bar.highs
    if left(shared, at: worst) <= 0 { return crossing(shared, from: begin, to: worst) }
    return isMarked ? ruin(shared, in: row, from: part) : nil
  }

  /// At an open nothing is known but opens: the legs go at those of the trades where these leave too little, and where only
  /// the marks' do, between the two.
  private func fallAtOpens(_ shared: [Int], in row: Int, marks: [Double]) -> [Double]? {
    let opens = traded(in: row).opens
    if worth(of: shared, at: opens) <= 0 { return opens }
    guard left(shared, at: marks) <= 0 else { return nil }
    return left(shared, at: opens) <= 0 ? opens : crossing(shared, from: opens, to: marks)
  }

  /// What prices leave of the purse of those who share it.
  private func worth(of shared: [Int], at prices: [Double]) -> Double {
    shared.reduce(purse) { $0 + legs[$1].scaled * prices[$1] }
  }

  /// On the straight way between prices that leave something and prices that do not: where nothing is left.
  ///
  /// Maintenance rises faster than the notional, so what is left is bent downwards along the way: a tangent from the far end
  /// meets zero on its side of the place, and the next begins there, until the tier of every leg is the one it began with.
  private func crossing(_ shared: [Int], from begin: [Double], to worst: [Double]) -> [Double] {
    var way = 1.0
    func prices(_ way: Double) -> [Double] {
      var prices = begin
      for leg in shared { prices[leg] = begin[leg] + way * (worst[leg] - begin[leg]) }
      return prices
    }
    for _ in 0..<Self.mostTangents {
      let now = prices(way)
      let slope = shared.reduce(0) { $0 + beyond($1, at: now[$1]).slope * (worst[$1] - begin[$1]) }
      let next = way - left(shared, at: now) / slope
      guard next < way, next >= 0 else { return now }
      way = next
    }
    return prices(way)
  }

  /// More than any table has tiers; what comes after that is rounding.
  private static var mostTangents: Int { 64 }

  /// Whatever marks say, nothing stands behind the legs any more once what was traded has used up the purse.
  private func ruin(_ shared: [Int], in row: Int, from part: [Double]?) -> [Double]? {
    func leaves(_ prices: [Double]) -> Double { worth(of: shared, at: prices) }
    let bar = traded(in: row)
    let begin = part ?? bar.opens
    guard leaves(begin) > 0 else { return begin }
    // Of what was traded after a part only the close is known.
    let closes = legs.indices.map { timeline.prices[$0].marks[row] }
    let ends = part == nil ? (leaves(bar.lows) < leaves(bar.highs) ? bar.lows : bar.highs) : closes
    guard leaves(ends) <= 0 else { return nil }
    let way = leaves(begin) / (leaves(begin) - leaves(ends))
    return legs.indices.map { begin[$0] + way * (ends[$0] - begin[$0]) }
  }

  /// How the legs that share the purse are taken: all of them, or those that are too large in parts.
  private mutating func takeTogether(from fallen: [Double], in row: Int) {
    var next: [Double]? = fallen
    while let prices = next {
      guard purseRule != .whole else { return liquidate(at: prices) }
      self.prices = prices
      guard takeParts(of: shared) else { return }
      let rest = shared
      guard rest.count == 1 else {
        next = fallTogether(in: row, from: prices)
        continue
      }
      if let price = fallAlone(rest[0], in: row, after: prices[rest[0]]) { take(rest[0], from: price, in: row) }
      return
    }
  }

  /// How the venue takes those who share the purse.
  private var purseRule: LiquidationRule {
    for leg in shared {
      if let rule = terms[leg].margin?.liquidation, rule != .whole { return rule }
    }
    return .whole
  }

  /// Orders for all of them at once, each for as much as the venue sends of it. Whether anything is left.
  private mutating func takeParts(of shared: [Int]) -> Bool {
    let rule = purseRule
    let behind = shared.reduce(purse) { $0 + legs[$1].value(at: prices[$1]) }
    let needs = shared.map { terms[$0].maintenance(of: legs[$0].quantity, at: prices[$0]) }
    let needed = needs.reduce(0, +)
    let followsPart = shared.contains { partRows[$0] == row }
    var orders: [(leg: Int, target: Double, amount: Double)] = []
    var isBankrupt = false
    for (leg, need) in zip(shared, needs) {
      guard let margin = terms[leg].margin else { return false }
      let held = legs[leg].quantity
      var call = margin.call(
        held, at: prices[leg], behind: behind, taker: takerRate(leg), followsPart: followsPart, .linear)
      call.maintenance = Money.quote(needed)
      isBankrupt = call.isAtBankruptcy(rule, isPart: false)
      let target = isBankrupt ? 0 : call.left(of: held, rule, markets[leg].steps) ?? 0
      orders.append(
        (leg, target, isBankrupt ? -Money.rounded(behind * (need / needed)) : liquidationFee(of: held - target, leg)))
    }
    let fees = orders.reduce(0) { $0 + $1.amount }
    // All that stands behind what the vault takes goes with it, no more and no less; of orders in the market the venue bears
    // what they lack.
    if isBankrupt || orders.allSatisfy({ $0.target == 0 }) && behind + fees < 0,
      let largest = needs.indices.max(by: { needs[$0] < needs[$1] })
    {
      orders[largest].amount -= behind + fees
    }
    let before = orders.map { legs[$0.leg].quantity }
    for order in orders where order.target != 0 {
      shrink(order.leg, to: order.target, paying: prices[order.leg], fee: 0, liquidation: order.amount)
    }
    for order in orders where order.target == 0 {
      exchange(
        order.leg, to: 0, paying: paid(order.leg, order.amount, isBankrupt), fee: 0, feeRate: 0, slippage: 0,
        liquidation: order.amount, reason: .liquidation)
    }
    let rest = self.shared
    let margin = rest.reduce(rest.isEmpty ? 0 : purse) { $0 + legs[$1].value(at: prices[$1]) }
    let maintenance = rest.reduce(0) { $0 + terms[$1].maintenance(of: legs[$1].quantity, at: prices[$1]) }
    for (order, held) in zip(orders, before) {
      record(
        order.leg, held - order.target, paid: paid(order.leg, order.amount, isBankrupt, of: held - order.target),
        fee: order.amount, before: behind, (margin, maintenance))
    }
    return !rest.isEmpty
  }

  /// What a leg is taken at: its price, or the one at which what stands behind it is gone.
  private func paid(_ leg: Int, _ amount: Double, _ isBankrupt: Bool, of taken: Double? = nil) -> Double {
    isBankrupt ? prices[leg] + amount / ((taken ?? legs[leg].quantity) * Money.scale) : prices[leg]
  }
}
