import Market

/// What a rate per eight hours says of a market, by the thresholds of the trackers: above 0.01 % longs pay to stay, below
/// -0.01 % shorts do, beyond 0.1 % either is extreme.
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
    "per 8 h, scaled to each venue's interval: above 0.01 % bullish, below -0.01 % bearish, beyond 0.1 % extreme"
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
  /// Means of what was settled in the time before; nil, like what was paid, for one that is stale.
  public let mean1d: Double?
  public let mean7d: Double?
  /// What a long has paid in the time before: the sum of what was settled.
  public let paid1d: Double?
  public let paid7d: Double?
  public let paid30d: Double?
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
  public var per8h: Double { rate * Self.eightHours / Double(interval.milliseconds) }
  /// Rate times intervals in a year of 365 days; never compounded.
  public var annualised: Double { rate * interval.perYear }
  public var sentiment: FundingSentiment { FundingSentiment(per8h) }
  /// Dollars that longs pay shorts at a settlement at this rate; negative where shorts pay.
  public var spend: Double? { openInterest.map { $0 * rate } }
  public var spendPerDay: Double? { openInterest.map { $0 * per8h * 3 } }

  private static let eightHours = Double(Interval.hours(8).milliseconds)

  /// Nil where no row is a settlement.
  init?(_ moment: MarketMoment, _ instrument: Instrument, interest: VenueInterest?, history: Interval) throws {
    guard let summary = moment.series(.funding, of: instrument, column: "funding_rate") else { return nil }
    let length = max(history, .days(31))
    // What fell silent long ago is shown with its age all the same.
    let recent = try moment.rows(summary, over: length + .days(7))
    let series = recent.stamps.isEmpty ? try moment.rows(summary) : recent
    guard let schedule = FundingSchedule(series), let last = schedule.settlements.last(where: { !$0.rate.isNaN }) else {
      return nil
    }
    let after = summary.descriptor.knownAfter
    let asOf = moment.asOf
    let settlements = schedule.settlements
    let known = settlements.map { ($0.stamp + after).milliseconds }
    let rates = KnownColumn(
      knownAt: known, values: settlements.map(\.rate), maximumAge: summary.descriptor.maximumAge ?? last.interval * 2)
    let scaled = settlements.map { $0.rate * Self.eightHours / Double($0.interval.milliseconds) }
    self.instrument = instrument
    interval = last.interval
    rate = last.rate
    settled = last.instant
    age = asOf.since(last.stamp + after)
    isFresh = rates.isFresh(last.stamp + after, at: asOf)
    mean1d = isFresh ? rates.mean(over: .day, to: asOf) : nil
    mean7d = isFresh ? rates.mean(over: .days(7), to: asOf) : nil
    paid1d = isFresh ? rates.sum(over: .day, to: asOf) : nil
    paid7d = isFresh ? rates.sum(over: .days(7), to: asOf) : nil
    paid30d = isFresh ? rates.sum(over: .days(30), to: asOf) : nil
    predicted = try moment.column("predicted_funding_rate", .predictedFunding, of: instrument, over: .day)?
      .value(at: asOf)
    var next = last.instant
    while next <= asOf { next = next + last.interval }
    nextIn = isFresh ? next.since(asOf) : nil
    openInterest = interest?.dollars(at: asOf)
    let history8h = KnownColumn(knownAt: known, values: scaled, maximumAge: rates.maximumAge)
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
