import Market
import Numerics
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
  /// Rate over eight hours beyond which a venue is an alert; nil where none was asked for.
  public let alertThreshold: Double?

  /// Venues whose rate is beyond the threshold, stale ones left out.
  public var alerts: [FundingVenue] {
    guard let alertThreshold else { return [] }
    // A rate that is the threshold may differ from it in the last digits: it is scaled to eight hours.
    return venues.filter { $0.isFresh && abs($0.per8h) > alertThreshold * (1 + 1e-9) }
  }

  public struct Options: Sendable {
    public var alertThreshold: Double?
    /// Over which the costs of a carry are borne.
    public var carryDays = 30
    /// Whether an hour of the past that rests on other venues than the moment is not known.
    public var isOfSameVenues = false

    public init(alertThreshold: Double? = nil, carryDays: Int = 30, isOfSameVenues: Bool = false) {
      (self.alertThreshold, self.carryDays, self.isOfSameVenues) = (alertThreshold, carryDays, isOfSameVenues)
    }
  }

  public init(_ moment: MarketMoment, history: Interval, options: Options, test: StateTest) throws {
    var head = try ViewHead(moment, history: history)
    var interests: [Instrument: VenueInterest] = [:]
    var venues: [FundingVenue] = []
    var leftOut: Set<Instrument> = []
    // A day before the first hour, of which rates and open interest stand at it.
    let reach = max(history, FundingAggregate.reach(history)) + .day
    for instrument in moment.instruments(with: .funding) {
      guard let settled = try moment.settled(instrument, over: reach) else { continue }
      switch settled {
      case .success(let settled):
        let interest = try VenueInterest(moment, instrument, over: reach)
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
    head.notes += Self.unpriced(venues.filter(\.isFresh).compactMap { interests[$0.instrument] }, at: moment.asOf)
    head.notes += venues.filter(\.isFresh).compactMap { interests[$0.instrument]?.borrowed(at: moment.asOf) }
    self.venues = venues.sorted { ($0.isFresh ? 0 : 1, -$0.per8h) < ($1.isFresh ? 0 : 1, -$1.per8h) }
    aggregate = Result { () throws(Unavailable) in
      try FundingAggregate(
        venues, interests, at: moment.asOf, history: history, isOfSameVenues: options.isOfSameVenues)
    }
    if let changing = aggregate.answer?.changing { head.notes.append(changing) }
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

  /// Of which venues open interest has no dollars for want of a price, a sentence for each reason.
  private static func unpriced(_ interests: [VenueInterest], at instant: Instant) -> [String] {
    let found = interests.compactMap { interest in
      interest.unpriced(at: instant).map { (venue: interest.instrument, why: $0) }
    }
    return found.map(\.why).uniqued.map { why in
      let venues = found.filter { $0.why == why }.map(\.venue.description).joined(separator: ", ")
      return
        "Open interest of \(venues) is known in coins and not in dollars, as \(why): what it is worth, and what longs pay on all of it, is not said."
    }
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
