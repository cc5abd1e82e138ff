import Market
import Research

/// The option chain as it stood at a moment, and where its volatility stands in its own past year.
public struct OptionView: Sendable {
  public let head: ViewHead
  public let venue: Instrument
  public let snapshot: OptionSnapshot
  public let age: Interval
  /// Those that were asked for.
  public let expiries: [OptionExpiry]
  /// Implied volatility at the money in thirty days, one a snapshot of the past year, the last at the moment's.
  public let volatility: KnownColumn
  /// The most traded options of the snapshot.
  public let busiest: [(expiry: Instant, strike: Double, isCall: Bool, volume: Double, interest: Double)]
  /// On hourly bars of the coin's reference instrument, each snapshot standing until the next.
  public let states: [MarketState]

  /// At the money in thirty days; nil where no two expiries straddle them.
  public var volatility30d: Double? { snapshot.volatility(days: 30) }
  /// In ninety days less in thirty.
  public var termSlope: Double? {
    guard let near = volatility30d, let far = snapshot.volatility(days: 90) else { return nil }
    return far - near
  }

  /// (now - lowest) / (highest - lowest) of the past year.
  public var volatilityRank: Double? { volatility30d == nil ? nil : Self.rank(volatility.values) }
  /// Share of the past year's values below the one now.
  public var volatilityPercentile: Double? { volatility30d == nil ? nil : Self.percentile(volatility.values) }

  package static func rank(_ values: [Double]) -> Double? {
    guard let now = values.last, let low = values.min(), let high = values.max(), high > low else { return nil }
    return (now - low) / (high - low)
  }

  package static func percentile(_ values: [Double]) -> Double? {
    guard let now = values.last, values.count > 1 else { return nil }
    return Double(values.dropLast().count { $0 < now }) / Double(values.count - 1)
  }

  public enum Choice: Sendable {
    case all
    /// The next that falls on a Friday.
    case friday
    /// On this UTC day.
    case day(Instant)
  }

  /// - Throws: a `Problem` where no snapshot was known, or no such expiry.
  public init(_ moment: MarketMoment, history: Interval, choice: Choice, test: StateTest) throws {
    let chains = moment.series.filter { $0.descriptor.kind == .optionChain }
    guard let summary = chains.max(by: { $0.last < $1.last }) else {
      throw Problem("nothing was known of options of '\(moment.asset.text)' at \(moment.asOf.minuteText)")
    }
    let series = try moment.rows(summary, over: .days(365))
    let snapshots = OptionSnapshot.all(series)
    guard let last = snapshots.last else {
      throw Problem(
        "no option chain of '\(moment.asset.text)' is younger than a year at \(moment.asOf.minuteText)",
        remedy: "the last is of \(summary.last.minuteText)")
    }
    var head = ViewHead(moment, history: history)
    let after = summary.descriptor.knownAfter
    age = moment.asOf.since(last.at + after)
    if age > .day { head.notes.append("The chain is \(age.inTwoUnits) old.") }
    if chains.count > 1 {
      head.notes.append("Of \(chains.count) chains that of \(summary.descriptor.instrument) is shown.")
    }
    let alive = last.expiries.filter { $0.expiry > moment.asOf }
    switch choice {
    case .all: expiries = alive
    case .friday: expiries = Array(alive.filter { $0.expiry.weekday == 4 }.prefix(1))
    case .day(let day): expiries = alive.filter { $0.expiry.utcDay == day.utcDay }
    }
    guard !expiries.isEmpty else {
      let there = alive.map(\.expiry.dateText).joined(separator: ", ")
      throw Problem(
        "no option of '\(moment.asset.text)' expires then",
        remedy: there.isEmpty ? "all have expired" : "there are \(there)")
    }
    venue = summary.descriptor.instrument
    snapshot = last
    let past = snapshots.map { $0.volatility(days: 30) ?? .nan }
    volatility = KnownColumn(
      knownAt: snapshots.map { ($0.at + after).milliseconds }, values: past, maximumAge: nil)
    states = test.states(
      Self.definitions, of: moment.reference(), at: moment, beside: Self.columns(snapshots, knownAfter: after))
    busiest = Array(
      expiries.flatMap { expiry in
        expiry.strikes.flatMap { strike in
          [
            (expiry.expiry, strike.strike, true, strike.callVolume, strike.callInterest),
            (expiry.expiry, strike.strike, false, strike.putVolume, strike.putInterest),
          ]
        }
      }.filter { $0.3 > 0 }.sorted { ($0.3, $1.1) > ($1.3, $0.1) }.prefix(10))
    self.head = head
  }
}

extension OptionView {
  private static let definitions = [
    StateDefinition(
      "max pain above", "max pain of the next expiry, a day or more ahead, over 2 % above its forward",
      "max_pain_distance > 2%"),
    StateDefinition(
      "max pain below", "max pain of the next expiry, a day or more ahead, over 2 % below its forward",
      "max_pain_distance < -2%"),
    StateDefinition(
      "volatility high", "IV of 30 days above nine tenths of its past 30 days", "rank(iv_30d, 30d) > 0.9"),
    StateDefinition(
      "volatility low", "IV of 30 days below nine tenths of its past 30 days", "rank(iv_30d, 30d) < 0.1"),
    StateDefinition("near term dear", "IV of 30 days above that of 90 days", "iv_30d > iv_90d"),
    StateDefinition("puts dear", "25-delta skew of the next expiry above 5 points", "skew_25d > 5%"),
  ]

  /// What the states are made of. A snapshot stands for twice the usual time between two of them.
  private static func columns(_ snapshots: [OptionSnapshot], knownAfter after: Interval) -> [String: KnownColumn] {
    let gaps = zip(snapshots.dropFirst(), snapshots).map { $0.at.since($1.at).milliseconds }.sorted()
    let age = gaps.isEmpty ? Interval.days(2) : Interval(milliseconds: 2 * gaps[gaps.count / 2])
    let knownAt = snapshots.map { ($0.at + after).milliseconds }
    func column(_ value: (OptionSnapshot) -> Double?) -> KnownColumn {
      KnownColumn(knownAt: knownAt, values: snapshots.map { value($0) ?? .nan }, maximumAge: age)
    }
    // Within a day of its expiry a chain says little about what follows.
    func next(_ snapshot: OptionSnapshot) -> OptionExpiry? { snapshot.expiries.first { $0.days >= 1 } }
    return [
      "max_pain_distance": column { snapshot in
        guard let expiry = next(snapshot), let pain = expiry.maxPain, let forward = expiry.forward else { return nil }
        return pain / forward - 1
      },
      "iv_30d": column { $0.volatility(days: 30) }, "iv_90d": column { $0.volatility(days: 90) },
      "skew_25d": column { next($0)?.skew },
    ]
  }
}
