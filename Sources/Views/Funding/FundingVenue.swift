import Market

/// What a rate per eight hours says of a market, by the thresholds of the trackers: above 0.01% longs pay to stay, below
/// -0.01% shorts do, beyond 0.1% either is extreme.
public enum FundingSentiment: String, Sendable, CaseIterable {
  case extremeBullish = "extreme bullish"
  case bullish, neutral, bearish
  case extremeBearish = "extreme bearish"

  public static let usual = 0.0001
  public static let extreme = 0.001

  /// - Parameter rate: per eight hours, as a fraction.
  public init(_ rate: Double) {
    switch rate {
    case _ where rate > Self.extreme: self = .extremeBullish
    case _ where rate < -Self.extreme: self = .extremeBearish
    case _ where rate > Self.usual: self = .bullish
    case _ where rate < -Self.usual: self = .bearish
    default: self = .neutral
    }
  }

  public static let thresholds =
    "per 8 h, scaled to each venue's interval: above 0.01% bullish, below -0.01% bearish, beyond 0.1% extreme"
}

/// Funding of one perpetual as it was known at a moment. Rates are fractions of a position's value, per the interval they
/// are paid for unless they say otherwise.
public struct FundingVenue: Sendable {
  public let instrument: Instrument
  /// In force at the last settlement.
  public let interval: Interval
  /// The last that was settled.
  public let rate: Double
  public let settled: Instant
  public let age: Interval
  /// Whether it is younger than its series allows; one that is not counts in no mean.
  public let isFresh: Bool
  /// Means of what was settled in the time before, over eight hours; nil, like what was paid, for one that is stale, and
  /// where settlements do not reach back so far.
  public let mean1d: Double?
  public let mean7d: Double?
  /// What a long has paid in the time before: the sum of what was settled; nil where a settlement has no row.
  public let paid1d: Double?
  public let paid7d: Double?
  public let paid30d: Double?
  /// How many of the settlements of a day, a week and thirty days are there, of the times that settlements reach back to.
  public let coverage: [Coverage]
  /// The same a day, over as much of the last seven days as settlements pay for.
  public let paidPerDay: Double?
  /// How much of those seven days settlements pay for.
  public let covered: Interval
  /// Of the next settlement, as the venue foretells it.
  public let predicted: Double?
  /// Until the next settlement; nil for one that is stale.
  public let nextIn: Interval?
  public let openInterest: Double?
  /// The highest and the lowest settlement of the history, per eight hours.
  public let highest: (rate: Double, at: Instant)?
  public let lowest: (rate: Double, at: Instant)?
  /// Settlements by when they became known, per eight hours.
  public let per8hHistory: KnownColumn
  /// Those of the history, in order.
  public let recent: [Double]

  /// The same rate over eight hours.
  public var per8h: Double { rate * Double(Interval.hours(8).milliseconds) / Double(interval.milliseconds) }
  /// Rate times intervals in a year of 365 days; never compounded.
  public var annualised: Double { rate * interval.perYear }
  public var sentiment: FundingSentiment { FundingSentiment(per8h) }
  /// Dollars that longs pay shorts at a settlement at this rate; negative where shorts pay.
  public var spend: Double? { openInterest.map { $0 * rate } }
  public var spendPerDay: Double? { openInterest.map { $0 * per8h * 3 } }

  init(
    _ moment: MarketMoment, _ instrument: Instrument, _ settled: SettledRates, interest: VenueInterest?,
    history: Interval
  ) throws {
    let asOf = moment.asOf
    let last = settled.rows[settled.rows.count - 1]
    let rates = settled.column
    self.instrument = instrument
    interval = last.charge.interval ?? settled.due
    rate = last.charge.rate
    self.settled = last.charge.instant
    age = asOf.since(last.known)
    isFresh = rates.isFresh(last.known, at: asOf)
    mean1d = isFresh ? settled.meanPer8h(over: .day, to: asOf) : nil
    mean7d = isFresh ? settled.meanPer8h(over: .days(7), to: asOf) : nil
    paid1d = isFresh ? settled.paid(over: .day, to: asOf) : nil
    paid7d = isFresh ? settled.paid(over: .days(7), to: asOf) : nil
    paid30d = isFresh ? settled.paid(over: .days(30), to: asOf) : nil
    coverage = [.day, .days(7), .days(30)].filter { settled.reachBack(over: $0, to: asOf) }
      .map { settled.coverage(over: $0, to: asOf) }
    paidPerDay = isFresh ? settled.paidPerDay(over: .days(7), to: asOf) : nil
    covered = settled.time(over: .days(7), to: asOf)
    let predictions = try moment.column("predicted_funding_rate", .predictedFunding, of: instrument, over: .day)
    // What was foretold of a settlement that is over says nothing of the next.
    let foretold = predictions?.last(at: asOf)?.since
    predicted = foretold.map { $0 >= last.charge.instant } == true ? predictions?.value(at: asOf) : nil
    var next = last.charge.instant
    while next <= asOf { next = next + settled.due }
    nextIn = isFresh ? next.since(asOf) : nil
    openInterest = interest?.dollars(at: asOf)
    let history8h = settled.per8h
    let rows = history8h.rows(in: history, to: asOf)
    self.recent = Array(history8h.values[rows])
    highest = history8h.extreme(in: rows) { $0 < $1 }
    lowest = history8h.extreme(in: rows) { $0 > $1 }
    per8hHistory = history8h
  }
}

extension KnownColumn {
  /// The value of some rows that none of them comes after, and when it was known; nil for no rows.
  func extreme(in rows: Range<Int>, _ precedes: (Double, Double) -> Bool) -> (rate: Double, at: Instant)? {
    rows.max { precedes(values[$0], values[$1]) }.map { (values[$0], Instant(milliseconds: knownAt[$0])) }
  }
}
