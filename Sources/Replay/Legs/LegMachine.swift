import Market

/// Replays a position of several legs out of one account.
///
/// The order of events is that of `ReplayMachine`, of all legs together, and `docs/legs.md` states it for users: at an open
/// funding settles on every leg, then orders fill, each leg's at its own next bar; inside the bar what falls there settles,
/// and legs on margin are held against the purse; at the close everything is marked and the rules decide.
///
/// A position of one leg does what `ReplayMachine` does, bit for bit. This machine visits every bar that something is held
/// through, where that one asks stretches for their extremes: of several prices that move at once no two say what a hundred
/// would have said.
package struct LegMachine<Observer: LegObserver> {
  let tape: PreparedMarket
  let markets: [PreparedMarket]
  let timeline: LegTimeline
  let terms: [LegTerms]
  /// Fees that move with what is traded, one for all legs that are charged by the same schedule; and by leg which of them.
  var tariffs: [Tariff]
  let tariffsOf: [Int?]
  /// Nil where every leg is held for itself, as in a portfolio.
  let decisions: LegDecisions?
  package internal(set) var observer: Observer
  package internal(set) var totals: RunTotals
  package internal(set) var legs: [LegHolding]
  /// Equity less the value of all legs.
  var cash: Double
  /// The first row whose close has not been seen.
  var row: Int
  var isOpened = false
  /// Legs of which something is held.
  var held = 0
  /// What each leg is valued at while orders fill.
  var prices: [Double]
  var equityAtEntry = 0.0
  /// By leg, where each is a trade of its own: equity before it was entered, and what the leg had come to.
  var entries: [(equity: Double, result: Double)]
  var targets: [Double]
  private var day: Int32
  private var utcDay: Int32?
  /// The last row of which what settles inside it has.
  private var settledInside = -1
  /// Whether of the bar that is looked at nothing but its opens is known yet.
  var knowsOpensOnly = false
  /// The first row at whose open a leg that is due has expired.
  private var expiryRow: Int
  /// Where what is left can be left, after legs were taken away or expired.
  var leaveFrom = 0
  /// Whether the terms of a leg say more than one rate of maintenance.
  let isOnTerms: Bool
  /// By leg: the row in which its venue last took a part of it.
  var partRows: [Int]
  /// The last row whose bars without a mark are counted.
  var unmarkedThrough = -1
  package internal(set) var orders = OrderCounts.none
  /// Of legs that roll; nil where none does.
  var rolling: LegRolling?
  /// The first row at whose close something that is held belongs to the next future.
  var rollFrom = Int.max
  /// Orders that were cut to what margin allows.
  package internal(set) var cutOrders = 0
  /// Orders that went out because a leg was too far off.
  package private(set) var driftOrders = 0
  /// Whether a leg of the position ended and the others are held on.
  var isOrphaned = false

  package init(
    _ tape: PreparedMarket, _ decisions: LegDecisions, initialEquity: Double, observer: Observer
  ) {
    self.init(tape, terms: decisions.terms, decisions, initialEquity: initialEquity, observer: observer)
  }

  /// - Parameter decisions: nil for legs that are held each for itself.
  init(
    _ tape: PreparedMarket, terms: [LegTerms], _ decisions: LegDecisions? = nil, initialEquity: Double,
    observer: Observer
  ) {
    self.tape = tape
    self.terms = terms
    self.decisions = decisions
    self.observer = observer
    markets = tape.legs
    isOnTerms = terms.contains { $0.margin != nil }
    partRows = [Int](repeating: -1, count: terms.count)
    rolling = decisions == nil ? nil : LegRolling(tape.legs)
    timeline = tape.timeline ?? LegTimeline(markets)
    cash = Money.rounded(initialEquity * Money.scale)
    totals = RunTotals(initialEquity: cash)
    legs = [LegHolding](repeating: LegHolding(), count: markets.count)
    prices = [Double](repeating: .nan, count: markets.count)
    targets = [Double](repeating: 0, count: markets.count)
    entries = [(equity: Double, result: Double)](repeating: (0, 0), count: markets.count)
    var tariffs: [Tariff] = []
    tariffsOf = terms.map { leg in leg.costs.byVolume.map { Tariff.place(of: $0, in: &tariffs) } }
    self.tariffs = tariffs
    row = tape.rows.lowerBound
    expiryRow = markets.map(\.expiryRow).min() ?? .max
    day = tape.day(of: tape.rows.lowerBound)
  }

  /// What it came to, without whoever watched.
  package var outcome: LegOutcome {
    LegOutcome(
      totals: totals, legs: legs, orders: orders, cutOrders: cutOrders, driftOrders: driftOrders, rolls: rolling?.done)
  }

  /// How far a position was followed.
  enum Walk {
    /// Every close that was asked for has been seen.
    case reached
    /// A leg is too far off at the close of the bar before `row`.
    case drifted
    /// A dated future is left for the next one after the close of the bar before `row`.
    case rolls
    /// Legs were taken away in the bar `row`, or expired at its open; its close has not been seen.
    case ended
  }

  /// Replays all rows.
  ///
  /// - Throws: a `Problem` when equity or position outgrow exact arithmetic.
  package mutating func run() throws(Problem) {
    guard let decisions else { return try finish() }
    let end = tape.rows.upperBound
    var weight = 0.0
    var decideFrom = row
    while row < end {
      if held == 0 { isOrphaned = false }
      let decision = next(decisions, from: decideFrom, holding: weight)
      if weight == 0, held == 0 { count(decisions, from: decideFrom, until: min(decision?.row ?? end, end)) }
      switch walk(through: min(decision?.row ?? end - 1, end - 1), weight: weight) {
      case .ended:
        (weight, decideFrom) = ended(wanting: weight)
        continue
      case .drifted:
        switch order(weight, at: row - 1, reverses: false) {
        case .sent(let wanted, let next):
          driftOrders += 1
          (weight, decideFrom) = (wanted, next)
        case .refused: continue
        case .tooLate:
          guard goesOn else { return try finish() }
          continue
        }
      case .rolls:
        guard roll(at: row - 1) else {
          (weight, decideFrom) = ended(wanting: weight)
          continue
        }
        decideFrom = row
      case .reached:
        guard let decision, decision.row < end else { return try finish() }
        let reverses = decision.weight * weight < 0
        var sent = order(decision.weight, at: decision.row, reverses: reverses)
        if case .refused = sent, reverses, decisions.leaves(at: decision.row, holding: weight) {
          // What is held is left, whatever cannot be entered.
          sent = order(0, at: decision.row, reverses: false)
        }
        switch sent {
        case .sent(let wanted, let next): (weight, decideFrom) = (wanted, next)
        case .refused: decideFrom = max(decision.row + 1, row)
        case .tooLate:
          guard goesOn else { return try finish() }
          if held == 0 { weight = 0 }
          decideFrom = max(decision.row + 1, row)
          continue
        }
      }
      try checkRange()
    }
    try finish()
  }

  /// Sees every close up to and including that of row `last`.
  ///
  /// - Parameter weight: that all legs are held for; nil while orders are on their way, when nothing is rebalanced.
  mutating func walk(through last: Int, weight: Double?) -> Walk {
    guard row <= last else { return .reached }
    guard held > 0 else {
      row = last + 1
      isOpened = false
      return .reached
    }
    let drift = weight == nil || isOrphaned ? nil : decisions?.drift
    while row <= last {
      let stretch = stretch(at: row)
      if !isOpened { open(row, of: stretch) }
      if row >= expiryRow, expire() { return .ended }
      if row == stretch.rows.lowerBound, row != settledInside {
        if isTaken(before: stretch.inside, in: row) { return .ended }
        settledInside = row
        for index in stretch.inside { settle(timeline.settlements[index]) }
      }
      var end = min(last + 1, stretch.rows.upperBound)
      if expiryRow > row { end = min(end, expiryRow) }
      while row < end {
        if isTaken(in: row) { return .ended }
        mark(row)
        row += 1
        isOpened = false
        if row > rollFrom, weight != nil, row <= last, isRolling(at: row - 1) { return .rolls }
        if let drift, let weight, weight != 0, row <= last, decisions?.decidable[row - 1] == true,
          !isHeldUp(at: row - 1), isOff(by: drift, weight: weight, at: row - 1)
        {
          return .drifted
        }
      }
    }
    return .reached
  }

  /// Legs that have expired, or are traded no more, are settled at the last price known: no order, no fee. Whether any was held.
  private mutating func expire() -> Bool {
    var isSettled = false
    for leg in legs.indices { prices[leg] = markets[leg].marks.values[max(row - 1, 0)] }
    for leg in legs.indices where markets[leg].expiryRow <= row && !legs[leg].isFlat {
      exchange(
        leg, to: 0, paying: prices[leg], fee: 0, feeRate: 0, slippage: 0, liquidation: 0,
        reason: markets[leg].contractExpiryRow <= row ? .expiry : .delisting)
      isSettled = true
    }
    expiryRow = markets.map(\.expiryRow).filter { $0 > row }.min() ?? .max
    if isSettled {
      leaveFrom = row
      if held == 0 { totals.drawdown.see(cash) }
    }
    return isSettled
  }

  @inline(__always)
  func stretch(at row: Int) -> Segment { timeline.stretches[Int(timeline.stretchOfRow[row])] }

  /// The open of `row`: a new day begins, interest of the one before is paid, and what settles at this instant settles on
  /// what was held before it.
  mutating func open(_ row: Int, of stretch: Segment) {
    let isNewDay = stretch.day != utcDay
    if isNewDay {
      utcDay = stretch.day
      rollDay(to: tape.day(of: stretch))
      for index in tariffs.indices { tariffs[index].begin(stretch.day) }
    }
    self.row = row
    isOpened = true
    guard row == stretch.rows.lowerBound, held > 0 else { return }
    if isNewDay, row > tape.rows.lowerBound {
      for leg in legs.indices {
        payInterest(leg, until: tape.grid.open(row), at: worth(ofUnit: leg, atCloseOf: row - 1))
      }
    }
    for index in stretch.onOpen { settle(timeline.settlements[index]) }
  }

  private mutating func settle(_ due: LegTimeline.LegSettlement) {
    let leg = Int(due.leg)
    guard !legs[leg].isFlat else { return }
    let settlement = markets[leg].settlements[Int(due.place)]
    // Asked without a closure, which would copy the machine at every settlement. A coin that nobody else has a price of is
    // worth what the settlement says.
    var coin: Double?
    if let pricing = timeline.coins[leg] {
      coin = pricing == leg ? settlement.price : openPrice(pricing, at: row) / timeline.units[pricing]
    }
    let amount = legs[leg].funding(settlement, coin: coin)
    cash += amount
    legs[leg].pays(amount)
    legs[leg].sums.funding += amount
    totals.funding += amount
    observer.settled(settlement, amount: amount, quantity: legs[leg].quantity, leg: leg, coin: coin)
  }

  /// Interest on a leg that was borrowed to be sold.
  ///
  /// - Parameter price: of a coin, in the account's currency.
  mutating func payInterest(_ leg: Int, until instant: Instant, at price: Double) {
    guard legs[leg].quantity < 0, timeline.isSpot[leg], let rate = terms[leg].borrow else {
      return
    }
    let amount = legs[leg].interest(rate, until: instant, at: price)
    guard amount != 0 else { return }
    cash += amount
    legs[leg].pays(amount)
    legs[leg].sums.financing += amount
    totals.financing += amount
    observer.financed(instant, amount: amount, quantity: legs[leg].quantity, price: price, rate: rate, leg: leg)
  }

  /// Equity at the last close seen.
  var equity: Double {
    held > 0 ? equity(at: row - 1) : cash
  }

  /// Equity with every leg marked at the close of `row`. A leg that is flat adds nothing, whatever its price.
  @inline(__always)
  private func equity(at row: Int) -> Double {
    var equity = cash
    for leg in legs.indices where !legs[leg].isFlat { equity += value(of: leg, atCloseOf: row) }
    return equity
  }

  private mutating func rollDay(to next: Int32) {
    guard next != day else { return }
    endDay()
    day = next
  }

  private mutating func endDay() { observer.dayEnded(day, return: totals.endDay(equity)) }

  private mutating func mark(_ row: Int) {
    let equity = equity(at: row)
    totals.barsHeld += 1
    totals.drawdown.see(equity)
    if Observer.watchesBars { observer.marked(row, equity: equity, legs: legs) }
  }

  /// Whether a leg is worth `drift` of equity more or less than what would be ordered at the close of `row`.
  private mutating func isOff(by drift: Double, weight: Double, at row: Int) -> Bool {
    guard let decisions, decisions.isKnown(at: row) else { return false }
    let equity = equity(at: row)
    guard equity > 0 else { return false }
    _ = decisions.targets(at: row, weight: weight, equity: equity, timeline, into: &targets)
    for leg in legs.indices {
      let target = quantity(for: targets[leg], leg, at: row)
      guard changes(target, of: leg, at: row) else { continue }
      let off = abs(targets[leg] - legs[leg].base) * Money.scale * timeline.exposurePrice(leg, at: row)
      if off > drift * equity { return true }
    }
    return false
  }

  func checkRange() throws(Problem) {
    var worth = cash
    var largest = 0.0
    for leg in legs {
      worth += leg.heldValue
      largest = max(largest, abs(leg.heldValue), leg.payoff.owes ? max(abs(leg.scaled), abs(leg.coins)) : 0)
    }
    guard abs(worth) < Money.limit, largest < Money.limit else {
      throw Problem(
        "equity or position passed \(Money.text(Money.limit)) in quote currency near \(tape.grid.open(min(row, tape.grid.count - 1))), beyond exact arithmetic",
        remedy: "lower size or the initial equity", fault: .work)
    }
  }

  /// Sees what bars are left and closes the books.
  mutating func finish() throws(Problem) {
    let end = tape.rows.upperBound
    while row < end {
      switch walk(through: end - 1, weight: nil) {
      case .reached, .drifted, .rolls: continue
      case .ended: _ = leaveRest()
      }
    }
    rollDay(to: tape.day(of: end - 1))
    let close = tape.grid.close(end - 1)
    for leg in legs.indices { payInterest(leg, until: close, at: worth(ofUnit: leg, atCloseOf: end - 1)) }
    try checkRange()
    // The last close of the curve has paid its interest.
    totals.drawdown.see(equity)
    endDay()
    totals.finalEquity = equity
    for leg in legs.indices where !legs[leg].isFlat {
      let value = value(of: leg, atCloseOf: end - 1)
      let amount = legs[leg].payoff.owes ? value : value - legs[leg].heldValue
      legs[leg].sums.price += amount
      totals.price += amount
    }
  }
}
