import Market

/// What the venue takes away in a bar.
struct LegFall {
  /// What every leg is valued at then.
  var prices: [Double]
  /// By leg: whether its own margin was not enough.
  var isolated: [Bool]
  /// Whether the purse was not enough for the legs that it stands behind.
  var purse = false
}

/// When the venue takes legs away, and at what prices.
///
/// A leg with a margin of its own is held against that, at its low or its high. Behind all others that are on margin stands
/// the rest of the purse. Of a bar four prices a leg are known and not when they were traded, so these legs are taken to
/// move together: the purse is held against every one at its low, and against every one at its high. Their opens are of one
/// instant, and the purse is held against them as they are. Of one leg that is what `ReplayMachine` does.
extension LegMachine {
  /// Nil where nothing is taken in `row`.
  mutating func fall(in row: Int) -> LegFall? {
    var low = cash
    var high = cash
    var size = abs(cash)
    // No prices of the bar leave less than this, so that opens need not be asked for in most.
    var least = cash
    var isMargined = false
    var isShort = false
    for leg in legs.indices where !legs[leg].isFlat {
      let exposed = legs[leg].exposed
      if legs[leg].isIsolated {
        let own = legs[leg].own
        low -= own
        high -= own
        least -= own
        size += abs(own)
        let worst = exposed > 0 ? timeline.prices[leg].low(row) : timeline.prices[leg].high(row)
        isShort = isShort || own + exposed * worst <= abs(own) * 0x1p-30
      } else {
        let atLow = exposed * timeline.prices[leg].low(row)
        let atHigh = exposed * timeline.prices[leg].high(row)
        low += atLow
        high += atHigh
        least += min(atLow, atHigh)
        size += abs(exposed) * timeline.prices[leg].high(row)
        isMargined = isMargined || legs[leg].isMargined
      }
    }
    // As in `Account.isSafe`, what is rounded away is far less than what is kept clear of.
    var isPoor = isMargined && min(low, high) <= size * 0x1p-30
    if isMargined, !isPoor, least <= size * 0x1p-30 { isPoor = leftAtOpens(of: row) <= size * 0x1p-30 }
    guard isShort || isPoor else { return nil }
    var fall = LegFall(
      prices: legs.indices.map { leg in
        markets[leg].present[row] ? markets[leg].opens[row] : timeline.prices[leg].marks[row]
      }, isolated: [Bool](repeating: false, count: legs.count))
    if isPoor { takeFromPurse(in: row, &fall) }
    if isShort { takeFromMargins(in: row, &fall) }
    return fall.purse || fall.isolated.contains(true) ? fall : nil
  }

  /// What the opens of `row` leave of the purse beyond maintenance.
  private func leftAtOpens(of row: Int) -> Double {
    var left = cash
    for leg in legs.indices where !legs[leg].isFlat {
      left += legs[leg].isIsolated ? -legs[leg].own : legs[leg].exposed * openPrice(leg, at: row)
    }
    return left
  }

  /// Legs whose own margin is their maintenance, each at its own price.
  private func takeFromMargins(in row: Int, _ fall: inout LegFall) {
    for leg in legs.indices where legs[leg].isIsolated {
      guard let price = crossing(leg, in: row, own: legs[leg].own) else { continue }
      fall.prices[leg] = price
      fall.isolated[leg] = true
    }
  }

  /// The price in the bar at which `own` and the leg's value are its maintenance; nil where the bar does not reach it.
  private func crossing(_ leg: Int, in row: Int, own: Double) -> Double? {
    let market = markets[leg]
    guard market.present[row] else { return nil }
    let price = -own / legs[leg].exposed
    if legs[leg].quantity > 0 { return market.low(row) <= price ? min(price, market.opens[row]) : nil }
    return market.high(row) >= price ? max(price, market.opens[row]) : nil
  }

  /// On the straight way from the opens to the lows, or to the highs, whichever leaves less.
  private func takeFromPurse(in row: Int, _ fall: inout LegFall) {
    let shared = legs.indices.filter { !legs[$0].isFlat && !legs[$0].isIsolated }
    let purse = legs.reduce(cash) { $0 - $1.own }
    if shared.count == 1 {
      guard let price = crossing(shared[0], in: row, own: purse) else { return }
      fall.prices[shared[0]] = price
      fall.purse = true
      return
    }
    guard shared.contains(where: { markets[$0].present[row] }) else { return }
    let opens = fall.prices
    func left(_ price: (Int) -> Double) -> Double {
      shared.reduce(purse) { $0 + legs[$1].exposed * price($1) }
    }
    let atOpen = left { opens[$0] }
    guard atOpen > 0 else {
      fall.purse = true
      return
    }
    let isLow = left { timeline.prices[$0].low(row) } < left { timeline.prices[$0].high(row) }
    func worst(_ leg: Int) -> Double { isLow ? timeline.prices[leg].low(row) : timeline.prices[leg].high(row) }
    let atWorst = left(worst)
    guard atWorst <= 0 else { return }
    let way = atOpen / (atOpen - atWorst)
    for leg in shared { fall.prices[leg] = opens[leg] + way * (worst(leg) - opens[leg]) }
    fall.purse = true
  }

  /// Takes what the opens of `row`, at which all legs are valued, leave nothing behind: no order could leave it there at a
  /// price that its account can pay. Whether anything was taken.
  mutating func isTakenAtOpens(of row: Int) -> Bool {
    let shared = legs.indices.filter { !legs[$0].isFlat && !legs[$0].isIsolated }
    let purse = shared.reduce(legs.reduce(cash) { $0 - $1.own }) { $0 + legs[$1].value(at: prices[$1]) }
    let fall = LegFall(
      prices: prices,
      isolated: legs.indices.map { leg in
        legs[leg].isIsolated && markets[leg].present[row] && legs[leg].own + legs[leg].value(at: prices[leg]) <= 0
      },
      purse: purse <= 0 && shared.contains { legs[$0].isMargined } && shared.contains { markets[$0].present[row] })
    guard fall.purse || fall.isolated.contains(true) else { return false }
    liquidate(fall)
    return true
  }

  /// Legs are taken away, each with its liquidation fee. Of one with a margin of its own the venue bears what that lacks. Of
  /// the others what was bought outright stays where it is paid for; where the purse is left with a debt it goes as well, and
  /// what is lacking even then the venue bears.
  mutating func liquidate(_ fall: LegFall) {
    prices = fall.prices
    let before = held
    // Legs are one position together; the instruments of a portfolio are one each.
    defer { totals.liquidations += decisions == nil ? before - held : 1 }
    leaveFrom = row + 1
    // Interest up to now is owed before anything else is.
    for leg in legs.indices where fall.isolated[leg] || fall.purse && !legs[leg].isIsolated {
      payInterest(leg, until: tape.grid.open(row), at: prices[leg])
    }
    func fee(_ leg: Int) -> Double {
      -Money.rounded(abs(legs[leg].quantity) * Money.scale * prices[leg] * terms[leg].costs.liquidationFee)
    }
    for leg in legs.indices where fall.isolated[leg] {
      let fee = fee(leg)
      let left = legs[leg].own + legs[leg].value(at: prices[leg]) + fee
      takeAway(leg, left < 0 ? fee - left : fee)
    }
    if fall.purse {
      let shared = legs.indices.filter { !legs[$0].isFlat && !legs[$0].isIsolated }
      let margined = shared.filter { legs[$0].isMargined }
      let purse = legs.reduce(cash) { $0 - $1.own }
      var fees = legs.indices.map { legs[$0].isMargined ? fee($0) : 0 }
      let left = shared.reduce(purse) { $0 + legs[$1].value(at: prices[$1]) + fees[$1] }
      let coins = margined.reduce(purse) { $0 + legs[$1].value(at: prices[$1]) + fees[$1] }
      let taken = coins < 0 ? shared : margined
      if left < 0, let last = taken.last { fees[last] -= left }
      for leg in taken { takeAway(leg, fees[leg]) }
    }
    if held == 0 { totals.drawdown.see(cash) }
  }

  private mutating func takeAway(_ leg: Int, _ amount: Double) {
    exchange(
      leg, to: 0, paying: prices[leg], fee: 0, feeRate: 0, slippage: 0, liquidation: amount, reason: .liquidation)
  }
}
