import Frames
import Market
import Research

/// The option chain as it stood at a moment, and where its volatility stands in its own past year.
public struct OptionView: Sendable {
  public let head: ViewHead
  public let venue: Instrument
  public let snapshot: OptionSnapshot
  public let age: Interval
  /// Whether it stands yet: it is younger than twice the usual time between two snapshots (`SnapshotAge`).
  public let isFresh: Bool
  /// Those that were asked for.
  public let expiries: [OptionExpiry]
  /// Implied volatility at the money in thirty days, one a snapshot of the past year, the last at the moment's.
  public let volatility: KnownColumn
  /// The most traded options of the snapshot.
  public let busiest: [(expiry: Instant, strike: Double, isCall: Bool, volume: Double, interest: Double)]
  /// Whether they hold is said at the last snapshot; they are studied on hourly bars of the coin's reference instrument,
  /// each snapshot standing until the next.
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

  /// What is to be said of an amount that some contracts leave out; nil where all say it or none, and sums are not given.
  private static func note(on sides: OptionSides, _ what: String, _ weighed: String) -> String? {
    let all = sides.all
    guard all.known > 0, all.known < all.listed else { return nil }
    let least = Int((OptionAmount.leastKnown * 100).rounded())
    return "\(what) is known of \(all.known) of \(all.listed) contracts, and sums are of those: \(weighed) given where "
      + "\(least)% of the calls and of the puts say it."
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
    guard let summary = chains.max(by: { $0.lastKnown < $1.lastKnown }) else {
      throw Problem("nothing was known of options of '\(moment.asset.text)' at \(moment.asOf.minuteText)")
    }
    let series = try moment.rows(summary, over: .days(365))
    let chain = OptionChain(series)
    let snapshots = chain.snapshots
    guard let last = snapshots.last else {
      throw Problem(
        "no option chain of '\(moment.asset.text)' is younger than a year at \(moment.asOf.minuteText)",
        remedy: "the last is of \(summary.last.minuteText)")
    }
    var head = try ViewHead(moment, history: history)
    let after = summary.descriptor.knownAfter
    age = moment.asOf.since(last.at + after)
    let ages = snapshots.indices.map { place in
      summary.descriptor.maximumAge ?? SnapshotAge.limit(of: place, chain.stamps)
    }
    isFresh = age < ages[ages.count - 1]
    let states = OptionStates(
      snapshots, ages: ages, knownAfter: after,
      qualifier: chains.count > 1 ? OptionColumn.qualifier(of: summary.descriptor.instrument) : "")
    if !isFresh {
      head.notes.append(
        "The chain is stale: it is of \(last.at.minuteText) UTC, \(age.inTwoUnits) old, and its figures are of then.")
    }
    if chains.count > 1 {
      head.notes.append("Of \(chains.count) chains that of \(summary.descriptor.instrument) is shown.")
    }
    snapshot = last.alive(at: moment.asOf)
    head.notes += [
      Self.note(on: snapshot.interest, "Open interest", "max pain and put/call are"),
      Self.note(on: snapshot.volume, "Volume", "put/call is"),
    ].compactMap(\.self)
    let alive = snapshot.expiries
    switch choice {
    case .all: expiries = alive
    case .friday: expiries = Array(alive.filter { $0.expiry.weekday == 4 }.prefix(1))
    case .day(let day): expiries = alive.filter { $0.expiry.utcDay == day.utcDay }
    }
    guard !alive.isEmpty else {
      throw Problem(
        "every option of '\(moment.asset.text)' that was known at \(moment.asOf.minuteText) had expired by then",
        remedy: "the last chain is of \(last.at.minuteText) UTC: say --as-of \(last.at), or import a later one")
    }
    guard !expiries.isEmpty else {
      let there = alive.map(\.expiry.dateText).joined(separator: ", ")
      throw Problem("no option of '\(moment.asset.text)' expires then", remedy: "there are \(there)")
    }
    venue = summary.descriptor.instrument
    let past = snapshots.map { $0.volatility(days: 30) ?? .nan }
    volatility = KnownColumn(
      knownAt: snapshots.map { ($0.at + after).milliseconds }, values: past, maximumAge: nil)
    self.states = test.states(
      states.definitions(at: moment.asOf), of: moment.reference(), at: moment)
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
  /// Contracts open at each strike of the expiries that are shown, in order; those that do not say theirs add nothing.
  package var interestByStrike: [(strike: Double, calls: Double, puts: Double)] {
    var sums: [Double: (calls: Double, puts: Double)] = [:]
    for strike in expiries.flatMap(\.strikes) {
      sums[strike.strike, default: (0, 0)].calls += strike.callInterest.isNaN ? 0 : strike.callInterest
      sums[strike.strike, default: (0, 0)].puts += strike.putInterest.isNaN ? 0 : strike.putInterest
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value.calls, $0.value.puts) }
  }
}
