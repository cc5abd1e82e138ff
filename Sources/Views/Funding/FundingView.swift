import Market
import Research

/// Funding by venue at a moment: what is paid, what it says, what it comes to, and where the difference lies.
public struct FundingView: Sendable {
  public let head: ViewHead
  /// Fresh ones first, by the rate over eight hours from the highest.
  public let venues: [FundingVenue]
  public let aggregate: Result<FundingAggregate, Unavailable>
  public let carry: Result<FundingCarry, Unavailable>
  public let states: [MarketState]
  /// Whose states they are; nil without bars.
  public let reference: Instrument?
  /// Rate over eight hours from which a venue is an alert; nil where none was asked for.
  public let alertThreshold: Double?

  /// Venues whose rate is beyond the threshold, stale ones left out.
  public var alerts: [FundingVenue] {
    guard let alertThreshold else { return [] }
    return venues.filter { $0.isFresh && abs($0.per8h) >= alertThreshold }
  }

  public struct Options: Sendable {
    public var alertThreshold: Double?
    /// Over which the costs of a carry are borne.
    public var carryDays = 30

    public init(alertThreshold: Double? = nil, carryDays: Int = 30) {
      (self.alertThreshold, self.carryDays) = (alertThreshold, carryDays)
    }
  }

  public init(_ moment: MarketMoment, history: Interval, options: Options, test: StateTest) throws {
    var head = ViewHead(moment, history: history)
    var interests: [Instrument: VenueInterest] = [:]
    var venues: [FundingVenue] = []
    var leftOut: Set<Instrument> = []
    for instrument in moment.instruments(with: .funding) {
      guard let settled = try moment.settled(instrument, over: max(history, .days(31))) else { continue }
      switch settled {
      case .success(let settled):
        let interest = try VenueInterest(moment, instrument, over: max(history, .days(31)))
        interests[instrument] = interest
        venues.append(try FundingVenue(moment, instrument, settled, interest: interest, history: history))
        head.notes += settled.findings.map { "Of \(instrument), \($0)." }
      case .failure(let unavailable):
        leftOut.insert(instrument)
        head.notes.append("\(instrument) is left out: \(unavailable.why).")
      }
    }
    if let assumed = moment.assumed { head.notes.append(assumed) }
    let stale = venues.filter { !$0.isFresh }.map { "\($0.instrument) (\($0.age.inTwoUnits) old)" }
    if !stale.isEmpty {
      head.notes.append(
        "Stale and left out of means: \(stale.joined(separator: ", ")). A rate counts for twice its series' cadence.")
    }
    for venue in venues where venue.isFresh {
      guard let gaps = Coverage.gaps(venue.coverage) else { continue }
      head.notes.append(
        "Of the settlements of \(venue.instrument) there are \(gaps): what was paid is not said of a time with a hole, and means are of those that are there."
      )
    }
    self.venues = venues.sorted { ($0.isFresh ? 0 : 1, -$0.per8h) < ($1.isFresh ? 0 : 1, -$1.per8h) }
    aggregate = Result { () throws(Unavailable) in
      try FundingAggregate(venues, interests, at: moment.asOf, history: history)
    }
    carry = Result { () throws(Unavailable) in
      try FundingCarry(venues.filter(\.isFresh), days: options.carryDays)
    }
    alertThreshold = options.alertThreshold
    let reference = moment.reference(having: .funding)
    self.reference = reference
    let rate = try RateExpression(moment, reference)
    states =
      reference.map(leftOut.contains) == true
      ? [] : test.states(Self.definitions(rate.text), of: reference, at: moment, beside: rate.own)
    self.head = head
  }

  /// The states that the words for rates name.
  private static func definitions(_ rate: String) -> [StateDefinition] {
    [
      StateDefinition("funding bullish", "funding above 0.01% per 8 h", "\(rate) > 0.01%"),
      StateDefinition("funding bearish", "funding below -0.01% per 8 h", "\(rate) < -0.01%"),
      StateDefinition("funding extreme high", "funding above 0.1% per 8 h", "\(rate) > 0.1%"),
      StateDefinition("funding extreme low", "funding below -0.1% per 8 h", "\(rate) < -0.1%"),
    ]
  }
}

/// One rate for all venues, each weighted by its open interest in dollars (Coin Metrics' aggregated funding rate).
public struct FundingAggregate: Sendable {
  /// Over eight hours; longer periods are multiples of it.
  public let per8h: Double
  /// Whether venues weigh by open interest; alike where none has any.
  public let isWeighted: Bool
  /// Of the fresh venues, how many count.
  public let counted: Int
  public let fresh: Int
  /// Over the fresh venues, each once.
  public let mean: Double
  /// Between fresh venues, over eight hours: the standard deviation of the sample, and highest less lowest.
  public let deviation: Double?
  public let range: Double?
  /// Product of one and each hour's part of the eight-hour rate, less one.
  public let cumulative1d: Double?
  public let cumulative7d: Double?
  public let cumulative30d: Double?
  /// By the hour, thirty days and the history, the last at the moment; NaN where no venue was known.
  public let hourly: [Double]

  public var per1d: Double { per8h * 3 }
  public var per30d: Double { per8h * 90 }
  public var per1y: Double { per8h * 1095 }
  public var sentiment: FundingSentiment { FundingSentiment(per8h) }

  init(
    _ venues: [FundingVenue], _ interests: [Instrument: VenueInterest], at asOf: Instant, history: Interval
  ) throws(Unavailable) {
    guard let now = Self.mean(venues, interests, at: asOf) else {
      throw Unavailable("no venue has settled within twice its cadence")
    }
    let rates = venues.filter(\.isFresh).map(\.per8h)
    per8h = now.rate
    isWeighted = now.isWeighted
    counted = now.counted
    fresh = rates.count
    let middle = rates.reduce(0, +) / Double(rates.count)
    let squares = rates.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    mean = middle
    deviation = rates.count > 1 ? (squares / Double(rates.count - 1)).squareRoot() : nil
    range = rates.count > 1 ? (rates.max() ?? 0) - (rates.min() ?? 0) : nil
    let hourly = moments(every: .hour, over: .days(30) + min(history, .days(90)), to: asOf).map {
      Self.mean(venues, interests, at: $0)?.rate ?? .nan
    }
    self.hourly = hourly
    func last(_ hours: Int) -> Double? {
      Self.cumulative(Array(hourly.suffix(hours)), over: hours).last.flatMap { $0.isNaN ? nil : $0 }
    }
    (cumulative1d, cumulative7d, cumulative30d) = (last(24), last(168), last(720))
  }

  /// At each hour the product of one and each hour's part of the eight-hour rate over the hours up to it, less one; NaN
  /// where one of them is not known.
  public func cumulative(over hours: Int) -> [Double] { Self.cumulative(hourly, over: hours) }

  private static func cumulative(_ hourly: [Double], over hours: Int) -> [Double] {
    hourly.indices.map { last in
      guard last + 1 >= hours else { return .nan }
      return hourly[(last + 1 - hours)...last].reduce(1) { $0 * (1 + $1 / 8) } - 1
    }
  }

  /// As it was known at any instant.
  static func mean(_ venues: [FundingVenue], _ interests: [Instrument: VenueInterest], at instant: Instant)
    -> (rate: Double, isWeighted: Bool, counted: Int)?
  {
    let rates = venues.compactMap { venue in
      venue.per8hHistory.value(at: instant).map {
        (rate: $0, weight: interests[venue.instrument]?.dollars(at: instant))
      }
    }
    guard !rates.isEmpty else { return nil }
    let weighted = rates.compactMap { one in one.weight.map { (one.rate, $0) } }.filter { $0.1 > 0 }
    guard !weighted.isEmpty else {
      return (rates.reduce(0) { $0 + $1.rate } / Double(rates.count), false, rates.count)
    }
    let total = weighted.reduce(0) { $0 + $1.1 }
    return (weighted.reduce(0) { $0 + $1.0 * $1.1 } / total, true, weighted.count)
  }
}

/// The two venues between which carrying the coin has paid most: long where longs pay least, short where they pay most.
public struct FundingCarry: Sendable {
  public let long: Instrument
  public let short: Instrument
  /// What each leg's longs have paid a day over the last seven, or over as many as settlements pay for.
  public let longPerDay: Double
  public let shortPerDay: Double
  /// Takers' fees of entering and leaving both legs, a fraction of one leg's value.
  public let costs: Double
  public let days: Int

  public var perDay: Double { shortPerDay - longPerDay }
  /// Over the days, after costs.
  public var net: Double { perDay * Double(days) - costs }
  public var netAnnualised: Double { net / Double(days) * 365 }
  /// Until costs are earned; nil where they never are.
  public var breakEvenDays: Double? { perDay > 0 ? costs / perDay : nil }

  init(_ venues: [FundingVenue], days: Int) throws(Unavailable) {
    let paid = venues.compactMap { venue in venue.paidPerDay.map { (venue.instrument, $0) } }
    guard paid.count > 1 else { throw Unavailable("a carry takes two venues that have settled in the last seven days") }
    var best: FundingCarry?
    for long in paid {
      for short in paid where short.0 != long.0 {
        let fees = TradingFees.standard(for: long.0).taker + TradingFees.standard(for: short.0).taker
        let pair = FundingCarry(
          long: long.0, short: short.0, longPerDay: long.1, shortPerDay: short.1, costs: 2 * fees, days: days)
        if best.map({ pair.net > $0.net }) ?? true { best = pair }
      }
    }
    guard let best else { throw Unavailable("there is no pair") }
    self = best
  }

  private init(
    long: Instrument, short: Instrument, longPerDay: Double, shortPerDay: Double, costs: Double, days: Int
  ) {
    (self.long, self.short, self.longPerDay, self.shortPerDay) = (long, short, longPerDay, shortPerDay)
    (self.costs, self.days) = (costs, days)
  }
}
