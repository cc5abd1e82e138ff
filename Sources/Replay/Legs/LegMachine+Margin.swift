import Market

/// When the venue takes legs away, and at what prices.
///
/// Behind all legs on margin that have none of their own stands the purse. Of a bar four prices a leg are known and not when
/// they were traded, so these legs are taken to move together: the purse is held against every one at its low, and against
/// every one at its high. Their opens are of one instant, and the purse is held against them as they are. Of one leg that is
/// what `ReplayMachine` does.
extension LegMachine {
  /// Takes what the venue takes in `row`. Whether anything was taken whole.
  @inline(__always)
  mutating func isTaken(in row: Int) -> Bool {
    guard !isOnTerms else { return isTakenOnTerms(in: row) }
    guard let prices = timeline.hasCoins ? pricesOfFall(in: row) : fall(in: row) else { return false }
    count { $0.liquidate(at: prices) }
    return true
  }

  /// The same of what is known at the opens of `row` alone, where something settles later in that bar: what is taken by then
  /// neither pays nor is paid, and goes for nothing that was not due yet.
  mutating func isTaken(before inside: Range<Int>, in row: Int) -> Bool {
    guard !inside.isEmpty else { return false }
    knowsOpensOnly = true
    defer { knowsOpensOnly = false }
    return isTaken(in: row)
  }

  /// How low and how high a leg goes in `row`, as far as that is known.
  @inline(__always)
  func extremes(_ leg: Int, in row: Int) -> (low: Double, high: Double) {
    guard !knowsOpensOnly else {
      let open = openPrice(leg, at: row)
      return (open, open)
    }
    return (timeline.prices[leg].low(row), timeline.prices[leg].high(row))
  }

  /// What every leg is valued at where the purse falls short in `row`; nil where it does not.
  private func fall(in row: Int) -> [Double]? {
    var low = cash
    var high = cash
    var size = abs(cash)
    // No prices of the bar leave less than this, so that opens need not be asked for in most.
    var least = cash
    var isMargined = false
    for leg in legs.indices where !legs[leg].isFlat {
      let exposed = legs[leg].exposed
      let prices = extremes(leg, in: row)
      let atLow = exposed * prices.low
      let atHigh = exposed * prices.high
      low += atLow
      high += atHigh
      least += min(atLow, atHigh)
      size += abs(exposed) * prices.high
      isMargined = isMargined || legs[leg].isMargined
    }
    // As in `Account.isSafe`, what is rounded away is far less than what is kept clear of.
    guard isMargined, least <= size * 0x1p-30 else { return nil }
    guard min(low, high) <= size * 0x1p-30 || leftAtOpens(of: row) <= size * 0x1p-30 else { return nil }
    return pricesOfFall(in: row)
  }

  /// What the opens of `row` leave of the purse beyond maintenance.
  private func leftAtOpens(of row: Int) -> Double {
    var left = cash
    for leg in legs.indices where !legs[leg].isFlat { left += legs[leg].exposed * openPrice(leg, at: row) }
    return left
  }

  /// The price in the bar at which the purse is the maintenance of the only leg; nil where the bar does not reach it.
  private func crossing(_ leg: Int, in row: Int) -> Double? {
    let market = markets[leg]
    guard market.present[row] else { return nil }
    let price = -cash / legs[leg].exposed
    let (low, high) = extremes(leg, in: row)
    if legs[leg].quantity > 0 { return low <= price ? min(price, market.opens[row]) : nil }
    return high >= price ? max(price, market.opens[row]) : nil
  }

  /// On the straight way from the opens to the lows, or to the highs, whichever leaves less.
  private func pricesOfFall(in row: Int) -> [Double]? {
    let shared = self.shared
    let opens = legs.indices.map { openPrice($0, at: row) }
    var prices = opens
    if shared.count == 1, timeline.coins[shared[0]] == nil {
      guard let price = crossing(shared[0], in: row) else { return nil }
      prices[shared[0]] = price
      return prices
    }
    guard shared.contains(where: { markets[$0].present[row] }), shared.contains(where: { legs[$0].isMargined }) else {
      return nil
    }
    func leaves(_ prices: [Double]) -> Double { shared.reduce(cash) { $0 + left(of: $1, at: prices) } }
    let atOpen = leaves(opens)
    guard atOpen > 0 else { return opens }
    let lows = legs.indices.map { extremes($0, in: row).low }
    let highs = legs.indices.map { extremes($0, in: row).high }
    let worst = leaves(lows) < leaves(highs) ? lows : highs
    let atWorst = leaves(worst)
    guard atWorst <= 0 else { return nil }
    return self.prices(atOpen / (atOpen - atWorst), from: opens, to: worst, of: shared)
  }
}

// MARK: - Entering

extension LegMachine {
  /// Whether a venue would refuse an order that ends in `targets`: more is opened, and at the closes of `row` the maintenance
  /// of all that share the purse is no less than what would stand behind it, or that of a leg no less than its own margin.
  func isBeyondMargin(_ targets: [Double], at row: Int, _ equity: Double) -> Bool {
    guard legs.indices.contains(where: { opens(targets[$0], of: $0) }) else { return false }
    var (needed, posted, isShared) = (0.0, 0.0, false)
    for leg in targets.indices where targets[leg] != 0 && isMargined(targets[leg], of: leg) {
      let price = worth(ofUnit: leg, atCloseOf: row)
      let maintenance = terms[leg].maintenance(of: targets[leg], at: price)
      guard terms[leg].isIsolated else {
        needed += maintenance
        isShared = isShared || maintenance > 0
        continue
      }
      let own = min(max(equity, 0), abs(targets[leg] * price) * Money.scale / terms[leg].leverage)
      if maintenance > 0, !(maintenance < own) { return true }
      posted += own
    }
    return isShared && !(needed < equity - posted)
  }

  /// Whether a target holds more of a leg, or the other side of it.
  func opens(_ target: Double, of leg: Int) -> Bool {
    target * legs[leg].quantity < 0 || abs(target) > abs(legs[leg].quantity)
  }

  /// Whether so much of a leg stands on margin: all but coins that are bought outright.
  func isMargined(_ quantity: Double, of leg: Int) -> Bool { !timeline.isSpot[leg] || quantity < 0 }
}

// MARK: - Taking

extension LegMachine {
  /// Legs that are held and have no margin of their own.
  var shared: [Int] { legs.indices.filter { !legs[$0].isFlat && !legs[$0].isIsolated } }

  /// Equity without the value of legs that share it and without the margins that are legs' own.
  var purse: Double { legs.reduce(cash) { $0 - $1.own } }

  /// Takes what the opens of `row`, at which all legs are valued, leave nothing behind: no order could leave it there at a
  /// price that its account can pay. Whether anything was taken.
  mutating func isTakenAtOpens(of row: Int) -> Bool {
    let shared = self.shared
    let alone = legs.indices.filter { leg in
      legs[leg].isIsolated && markets[leg].present[row] && legs[leg].own + legs[leg].value(at: prices[leg]) <= 0
    }
    let falls =
      shared.contains { legs[$0].isMargined } && shared.contains { markets[$0].present[row] }
      && shared.reduce(purse) { $0 + value(of: $1, at: prices) } <= 0
    guard falls || !alone.isEmpty else { return false }
    let opens = prices
    count { machine in
      for leg in alone { machine.takeWhole(leg, at: opens[leg]) }
      guard falls else { return }
      if shared.count == 1, machine.timeline.coins[shared[0]] == nil {
        machine.takeWhole(shared[0], at: opens[shared[0]])
      } else {
        machine.liquidate(at: opens)
      }
    }
    return true
  }

  /// Counts what `take` takes whole, and sees equity where nothing is left.
  mutating func count(_ take: (inout LegMachine) -> Void) {
    let before = held
    take(&self)
    guard held < before else { return }
    // Legs are one position together; the instruments of a portfolio are one each.
    totals.liquidations += decisions == nil ? before - held : 1
    leaveFrom = row + 1
    if held == 0 { totals.drawdown.see(cash) }
  }

  /// The legs that share the purse are taken away, each with its liquidation fee. What was bought outright stays where it is
  /// paid for; where the purse is left with a debt it goes as well, and what is lacking even then the venue bears.
  mutating func liquidate(at fallen: [Double]) {
    prices = fallen
    let shared = self.shared
    // Interest up to now is owed before anything else is.
    for leg in shared { payInterest(leg, until: tape.grid.open(row), at: worth(ofUnit: leg, at: prices)) }
    let margined = shared.filter { legs[$0].isMargined }
    let purse = self.purse
    var fees = legs.indices.map { legs[$0].isMargined ? liquidationFee(of: legs[$0].quantity, $0) : 0 }
    let before = shared.reduce(purse) { $0 + value(of: $1, at: prices) }
    let left = shared.reduce(before) { $0 + fees[$1] }
    let coins = margined.reduce(purse) { $0 + value(of: $1, at: prices) + fees[$1] }
    let taken = coins < 0 ? shared : margined
    if left < 0, let last = taken.last { fees[last] -= left }
    for leg in taken {
      let quantity = legs[leg].quantity
      exchange(
        leg, to: 0, paying: prices[leg], fee: 0, feeRate: 0, slippage: 0, liquidation: fees[leg], reason: .liquidation)
      record(leg, quantity, paid: prices[leg], fee: fees[leg], before: before, (margin: 0, maintenance: 0))
    }
  }

  /// What the venue charges for taking `quantity` of a leg at its price.
  func liquidationFee(of quantity: Double, _ leg: Int) -> Double {
    Taking.fee(terms[leg].costs.liquidationFee, of: quantity, at: worth(ofUnit: leg, at: prices))
  }

  /// - Parameter rest: what stands behind what is left, and what must.
  mutating func record(
    _ leg: Int, _ taken: Double, paid: Double, fee: Double, before: Double,
    _ rest: (margin: Double, maintenance: Double)
  ) {
    guard Observer.watchesBars else { return }
    observer.liquidated(
      LiquidationStep(
        instant: tape.grid.open(row), price: prices[leg], paid: paid, taken: taken, left: legs[leg].quantity, fee: fee,
        marginBefore: before, margin: rest.margin, maintenance: rest.maintenance, leg: terms[leg].name))
  }
}
