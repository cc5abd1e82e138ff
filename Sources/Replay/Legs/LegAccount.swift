import Market

/// What a run of several legs came to, leg by leg. The parts add up to the whole, to the last digit.
public struct LegAccount: Sendable {
  public let legs: [LegRun]
  public let hedge: Hedge
  /// Orders that were smaller than wanted, since the margins of the legs would have added up to more than equity.
  public let cutOrders: Int
  /// Orders that brought legs back which were too far off.
  public let driftOrders: Int

  /// All legs together.
  public var total: LegSums { legs.reduce(LegSums()) { $0 + $1.sums } }

  init(
    _ tape: PreparedMarket, _ decisions: LegDecisions, _ holdings: [LegHolding], _ recorder: LegRecorder, cut: Int,
    drifted: Int
  ) {
    hedge = decisions.hedge
    cutOrders = cut
    driftOrders = drifted
    legs = tape.legs.enumerated().map { index, market in
      LegRun(
        name: decisions.terms[index].name, instrument: market.instrument, terms: decisions.terms[index],
        sums: holdings[index].sums, quantity: recorder.quantities[index], result: recorder.results[index],
        close: Array(market.marks.values[tape.rows]),
        missing: tape.rows.count { !market.present[$0] }, funding: market.funding)
    }
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
}
