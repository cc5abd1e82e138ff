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
  /// Positions in dated futures that were to be rolled and settled at their expiry, since the next had no price.
  public let missedRolls: Int

  /// All legs together.
  public var total: LegSums { legs.reduce(LegSums()) { $0 + $1.sums } }

  init(
    _ tape: PreparedMarket, _ decisions: LegDecisions, _ holdings: [LegHolding],
    _ recorder: LegRecorder, cut: Int,
    drifted: Int, rolls: [LegRoll]? = nil
  ) {
    self.rolls = rolls
    let first = tape.rows.lowerBound
    missedRolls = tape.legs.indices.count { index in
      let last = tape.legs[index].expiryRow - 1 - first
      let quantity = recorder.quantities[index]
      return tape.legs[index].roll?.isMissed == true && quantity.indices.contains(last) && quantity[last] != 0
    }
    hedge = decisions.hedge
    cutOrders = cut
    driftOrders = drifted
    legs = tape.legs.enumerated().map { index, market in
      LegRun(
        name: decisions.terms[index].name, instrument: market.instrument, terms: decisions.terms[index],
        sums: holdings[index].sums, quantity: recorder.quantities[index], result: recorder.results[index],
        close: market.replayedMarks,
        missing: Self.rows(of: market, tape.rows).count { !market.present[$0] }, funding: market.funding,
        isDated: market.roll != nil)
    }
  }

  /// The bars that somebody could want of it.
  private static func rows(of market: PreparedMarket, _ rows: Range<Int>) -> Range<Int> {
    market.roll.map { $0.rows.clamped(to: rows) } ?? rows
  }
}

/// One leg of a run.
public struct LegRun: Sendable {
  /// As the strategy calls it.
  public let name: String
  public let instrument: Instrument
  public let terms: LegTerms
  public let sums: LegSums
  /// Base currency held at each bar's close, signed.
  public let quantity: [Double]
  /// Micro-quote it had come to at each bar's close.
  public let result: [Double]
  /// What it is marked at, at each bar's close; NaN before its first bar.
  public let close: [Double]
  /// Bars that its market did not print.
  public let missing: Int
  public let funding: SettledFunding
  /// Whether it is one of the dated futures that a leg rolls through.
  public var isDated = false

  /// A name that no other has: of dated futures that follow each other with the symbol.
  public var label: String { isDated ? "\(name)_\(instrument.symbol)" : name }
}
