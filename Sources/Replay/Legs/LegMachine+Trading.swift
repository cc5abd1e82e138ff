import Market

/// What a fill of a leg costs, and what it leaves in the books.
extension LegMachine {
  /// The open of `row`, or the leg's mark where it has no bar.
  func openPrice(_ leg: Int, at row: Int) -> Double {
    markets[leg].present[row] ? markets[leg].opens[row] : markets[leg].marks.values[row]
  }

  /// Values every leg at the open of `row`, or at its mark where it has no bar.
  mutating func valueAtOpens(_ row: Int) {
    for leg in legs.indices { prices[leg] = openPrice(leg, at: row) }
  }

  /// What the purse and all legs are worth at `prices`.
  var worth: Double {
    var worth = cash
    for leg in legs.indices where !legs[leg].isFlat { worth += value(of: leg, at: prices) }
    return worth
  }

  /// Trades a leg at the open of `row`. One that changes sides is two fills.
  mutating func trade(_ leg: Int, to target: Double) {
    if legs[leg].quantity * target < 0 { tradeOnce(leg, to: 0) }
    tradeOnce(leg, to: target)
  }

  private mutating func tradeOnce(_ leg: Int, to target: Double) {
    let change = target - legs[leg].quantity
    guard change != 0 else { return }
    let costs = terms[leg].costs
    let reference = prices[leg]
    let worth = worth(ofUnit: leg, at: prices)
    let slipped = worth * costs.slippage
    // Who buys coins with dollars of face value gets fewer of them, and owes as many dollars.
    let isInverse = timeline.payoffs[leg] == .inverse
    let paid = (change > 0) == isInverse ? worth - slipped : worth + slipped
    let size = abs(change) * Money.scale
    let feeRate = takerRate(leg)
    exchange(
      leg, to: target,
      paying: timeline.coins[leg] == nil ? paid : reference * (isInverse ? worth / paid : paid / worth),
      fee: -Money.rounded(size * paid * feeRate), feeRate: feeRate,
      slippage: -Money.rounded(size * slipped), liquidation: 0, reason: .order)
    if let tariff = tariffsOf[leg] { tariffs[tariff].trade(abs(change) * paid) }
  }

  /// What a taker pays of a fill of a leg in this bar.
  func takerRate(_ leg: Int) -> Double {
    tariffsOf[leg].map { tariffs[$0].taker * terms[leg].costs.modelled } ?? terms[leg].costs.taker
  }

  /// Holds `target` of a leg from now on, valued as all legs are at `prices`.
  ///
  /// - Parameter keepsMargin: whether what stood behind it stands behind the rest, less what this costs.
  mutating func exchange(
    _ leg: Int, to target: Double, paying price: Double, fee: Double, feeRate: Double, slippage: Double,
    liquidation: Double, reason: Fill.Reason, keepsMargin: Bool = false
  ) {
    let reference = prices[leg]
    let instant = tape.grid.open(row)
    payInterest(leg, until: instant, at: worth(ofUnit: leg, at: prices))
    let before = legs[leg].quantity
    let coin = coin(of: leg, at: prices)
    let payoff = timeline.payoffs[leg]
    var priceAmount = payoff.owes ? 0 : self.value(of: leg, at: prices) - legs[leg].heldValue
    let heldFrom = legs[leg].heldFrom
    let isEach = decisions == nil
    let opens = isEach ? before == 0 : held == 0
    let equity = worth
    if opens { equityAtEntry = equity }
    if opens, isEach { entries[leg] = (equity, legs[leg].sums.net) }
    if before == 0 { held += 1 }
    if target == 0 { held -= 1 }
    let value = value(of: leg, at: prices)
    let behind = legs[leg].own + value + fee + slippage + liquidation
    if let coin, payoff.owes {
      legs[leg].hold(target, owing: payoff, at: reference, coin: coin)
      // What is settled in is gained or lost when contracts are closed, and booked then; what is opened books none.
      if abs(target) < abs(before) { priceAmount = value - legs[leg].heldValue }
      cash += priceAmount
    } else {
      cash += value
      // Coins that are bought with another currency are held at what they cost in the account's.
      legs[leg].hold(
        target, at: coin.map { reference * $0 } ?? reference, paying: coin.map { price * $0 } ?? price,
        isMargined: isMargined(target, of: leg), terms[leg])
      cash -= legs[leg].heldValue
    }
    if keepsMargin { legs[leg].stand(on: behind) }
    if target < 0 { legs[leg].owes(since: instant) }
    cash += fee + slippage + liquidation
    legs[leg].sums.price += priceAmount
    legs[leg].sums.fees += fee
    legs[leg].sums.slippage += slippage
    legs[leg].sums.liquidation += liquidation
    legs[leg].sums.fills += 1
    totals.price += priceAmount
    totals.fees += fee
    totals.slippage += slippage
    totals.liquidation += liquidation
    let owned = reason == .liquidation ? (isEach ? entries[leg].equity : equityAtEntry) : equity
    if owned > 0 {
      totals.turnover += abs(target - before) * Money.scale * worth(ofUnit: leg, at: prices) / owned
    }
    if opens { totals.trades += 1 }
    let closes = isEach ? target == 0 : held == 0
    if closes {
      totals.closed += 1
      if isEach ? legs[leg].sums.net > entries[leg].result : cash > equityAtEntry { totals.won += 1 }
    }
    if rolling != nil { findNextRoll() }
    observer.filled(
      Fill(
        row: row, reason: reason, before: before, after: target, reference: reference, price: price,
        heldFrom: heldFrom, priceAmount: priceAmount, fee: fee, feeRate: feeRate, slippage: slippage,
        liquidation: liquidation, coin: coin.map { Fill.Coin(price: $0, payoff: payoff, held: legs[leg].coins) }),
      leg: leg,
      opens: opens, closes: closes)
  }
}
