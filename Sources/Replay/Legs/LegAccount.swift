import Market

/// What a run of several legs came to, leg by leg. The parts add up to the whole, to the last digit.
public struct LegAccount: Sendable {
  public let legs: [LegRun]
  public let hedge: Hedge
  /// Orders that were smaller than wanted, since the margins of the legs would have added up to more than equity.
  public let cutOrders: Int
  /// Orders that brought legs back which were too far off.
  public let driftOrders: Int

  /// What went from one dated future to the next, in order of time; nil where no leg rolls.
  public let rolls: [LegRoll]?
  /// Positions in dated futures that were to be rolled and settled at their expiry.
  public let missedRolls: [MissedRoll]

  /// Legs that ended while others were held, in order.
  public let ends: [LegEnd]
  /// What became of the others.
  public let onLegEnd: OnLegEnd

  /// All legs together.
  public var total: LegSums { legs.reduce(LegSums()) { $0 + $1.sums } }

  init(
    _ tape: PreparedMarket, _ decisions: LegDecisions, _ outcome: LegOutcome, _ recorder: LegRecorder
  ) {
    rolls = outcome.rolls
    let first = tape.rows.lowerBound
    missedRolls = tape.legs.enumerated().compactMap { index, leg in
      // One that was to be rolled at a close of both, and found no open of both, is as missed as one without such a close.
      let last = leg.expiryRow - 1 - first
      guard let roll = leg.roll, roll.isMissed || roll.isRolled, (0..<tape.rows.count).contains(last),
        recorder.curves[index].quantities(last + 1)[last] != 0
      else { return nil }
      return MissedRoll(instrument: leg.instrument, settled: tape.grid.open(leg.expiryRow))
    }
    hedge = decisions.hedge
    ends = recorder.ends.ends
    onLegEnd = decisions.onLegEnd
    cutOrders = outcome.cutOrders
    driftOrders = outcome.driftOrders
    let pricings = tape.pricings
    // What is there for its price alone is no part of the position.
    legs = tape.legs.enumerated().filter { !$0.element.isConversion }.map { index, market in
      LegRun(
        name: decisions.terms[index].name, instrument: market.instrument, terms: decisions.terms[index],
        sums: outcome.legs[index].sums, curve: recorder.curves[index], market: market,
        missing: Self.rows(of: market, tape.rows).count { !market.present[$0] }, funding: market.funding,
        isDated: market.roll != nil, payoff: pricings[index].payoff, coinLeg: pricings[index].by.map { tape.legs[$0] },
        coins: Self.coins(of: index, recorder.entries))
    }
  }

  /// What the entries of a leg come to in the coin that it is settled in.
  private static func coins(of leg: Int, _ entries: Ledger) -> Double? {
    var sum: Double?
    for entry in entries where entry.leg == leg {
      if let coin = entry.coin { sum = (sum ?? 0) + Money.quote(entry.amount) / coin }
    }
    return sum
  }

  /// The bars that somebody could want of it: from its first one to its expiry.
  private static func rows(of market: PreparedMarket, _ rows: Range<Int>) -> Range<Int> {
    if let roll = market.roll { return roll.rows.clamped(to: rows) }
    guard let first = rows.first(where: { market.present[$0] }) else { return rows }
    return first..<max(first, min(market.contractExpiryRow, rows.upperBound))
  }
}

/// One leg of a run.
public struct LegRun: Sendable {
  /// As the strategy calls it.
  public let name: String
  public let instrument: Instrument
  public let terms: LegTerms
  public let sums: LegSums
  let curve: LegCurve
  let market: PreparedMarket
  /// Bars from its first one to its expiry that its market did not print, those after its last one among them.
  public let missing: Int
  public let funding: SettledFunding
  /// Whether it is one of the dated futures that a leg rolls through.
  public var isDated = false
  /// How its price becomes an amount of the account's currency, and of one that is settled in another the leg whose price that
  /// is exchanged at.
  var payoff = LegPayoff.own
  var coinLeg: PreparedMarket?
  /// And what it came to in that coin, each entry at what one cost then; nil of others, and where nothing was booked.
  public var coins: Double?

  /// The open of its first bar, where that is after the window begins.
  public var begin: Instant? {
    guard !isDated, let first = market.rows.first(where: { market.present[$0] }), first > market.rows.lowerBound else {
      return nil
    }
    return market.grid.open(first)
  }

  /// The close of its last bar, where that is before the window ends; nil for one that lives to the end, and for one that expires.
  public var end: Instant? {
    guard !isDated, market.contractExpiryRow >= market.rows.upperBound,
      let last = market.rows.last(where: { market.present[$0] }), last + 1 < market.rows.upperBound
    else { return nil }
    return market.grid.close(last)
  }

  // Of many instruments few are looked at bar by bar, so each of these is worked out when it is asked for.

  /// Base currency held at each bar's close, signed.
  public var quantity: [Double] { curve.quantities(market.rows.count) }
  /// Micro-quote it had come to at each bar's close.
  public var result: [Double] { curve.results(close, payoff, coin: coinPrices) }
  /// What it holds of the account's currency at each close, signed: units at their price, or coins at theirs.
  public var exposure: [Double] {
    let (held, coin) = (payoff == .inverse ? curve.coins(close.count) : quantity, coinPrices)
    let close = payoff == .inverse ? nil : close
    return held.indices.map { row in
      held[row] == 0 ? 0 : held[row] * (close?[row] ?? 1) * (coin?[row] ?? 1)
    }
  }
  /// What it is marked at, at each bar's close; NaN before its first bar.
  public var close: [Double] { market.replayedMarks }

  /// What a unit cost of the currency that it is settled in, at each bar's close; nil of a leg that is settled in the account's.
  public var coinPrices: [Double]? {
    coinLeg.map { leg in leg.replayedMarks.map { $0 / leg.contract.coinsPerUnit } }
  }

  /// Of one that is settled in another currency: that, and the leg whose price it is exchanged at.
  public var settledIn: (coin: String, at: String)? {
    coinLeg.map { (market.contract.settlement, $0.leg) }
  }

  /// Whether it is coins that are paid for in another currency than the account's.
  public var isBought: Bool { payoff == .bought }

  /// A name that no other has: of dated futures that follow each other with the symbol.
  public var label: String { Self.label(name, of: instrument, isDated: isDated) }

  static func label(_ name: String, of instrument: Instrument, isDated: Bool) -> String {
    isDated ? "\(name)_\(instrument.symbol)" : name
  }

}
