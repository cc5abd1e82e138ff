import Market
import Research

/// One rate for all venues, each weighted by its open interest in dollars (Coin Metrics' aggregated funding rate); in coins,
/// which need no price, where more venues have theirs known in them.
public struct FundingAggregate: Sendable {
  /// What all venues came to at an instant, by the same rule at every one: of those that were not stale, the weighted where one
  /// has open interest.
  struct Mean: Sendable {
    let rate: Double
    /// Whether venues weigh by open interest; alike where none has any.
    let isWeighted: Bool
    let isInCoins: Bool
    /// Those that count, in the order of the venues.
    let venues: [Instrument]
    /// How many count or have no open interest beside them.
    let fresh: Int

    func isLike(_ other: Mean) -> Bool { venues == other.venues && isWeighted == other.isWeighted }
  }

  /// Hours in a row whose mean rests on the same venues.
  public struct Stretch: Sendable {
    public let from: Instant
    public fileprivate(set) var to: Instant
    public fileprivate(set) var hours: Int
    /// None where no venue was known.
    public let venues: [Instrument]
    public let isWeighted: Bool
  }

  private let now: Mean
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
  /// When those hours were.
  public let hours: [Instant]
  /// What they rest on, in order of time: the same instants, without a gap.
  public let stretches: [Stretch]
  /// Whether hours that rest on other venues than the moment are not known.
  public let isOfSameVenues: Bool

  /// Over eight hours; longer periods are multiples of it.
  public var per8h: Double { now.rate }
  public var isWeighted: Bool { now.isWeighted }
  /// Whether weights are coins, for want of a price that some of them need to be dollars.
  public var isInCoins: Bool { now.isInCoins }
  /// Of the fresh venues, those that count.
  public var venues: [Instrument] { now.venues }
  public var fresh: Int { now.fresh }
  public var per1d: Double { per8h * 3 }
  public var per30d: Double { per8h * 90 }
  public var per1y: Double { per8h * 1095 }
  public var sentiment: FundingSentiment { FundingSentiment(per8h) }

  init(
    _ venues: [FundingVenue], _ interests: [Instrument: VenueInterest], at asOf: Instant, history: Interval,
    isOfSameVenues: Bool
  ) throws(Unavailable) {
    guard let now = Self.mean(venues, interests, at: asOf) else {
      throw Unavailable("no venue has settled within twice its cadence")
    }
    self.now = now
    self.isOfSameVenues = isOfSameVenues
    let rates = venues.filter(\.isFresh).map(\.per8h)
    let middle = rates.reduce(0, +) / Double(rates.count)
    let squares = rates.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    mean = middle
    deviation = rates.count > 1 ? (squares / Double(rates.count - 1)).squareRoot() : nil
    range = rates.count > 1 ? (rates.max() ?? 0) - (rates.min() ?? 0) : nil
    hours = moments(every: .hour, over: Self.reach(history), to: asOf)
    let means = hours.map { Self.mean(venues, interests, at: $0) }
    stretches = Self.stretches(hours, means)
    let hourly = means.map { mean -> Double in
      guard let mean, !isOfSameVenues || mean.isLike(now) else { return .nan }
      return mean.rate
    }
    self.hourly = hourly
    func last(_ hours: Int) -> Double? {
      Self.cumulative(Array(hourly.suffix(hours)), over: hours).last.flatMap { $0.isNaN ? nil : $0 }
    }
    (cumulative1d, cumulative7d, cumulative30d) = (last(24), last(168), last(720))
  }

  /// How far back its hours go: what thirty days came to is said at each hour of the history, of ninety days at most.
  static func reach(_ history: Interval) -> Interval { .days(30) + min(history, .days(90)) }

  /// At each hour the product of one and each hour's part of the eight-hour rate over the hours up to it, less one; NaN
  /// where one of them is not known.
  public func cumulative(over hours: Int) -> [Double] { Self.cumulative(hourly, over: hours) }

  private static func cumulative(_ hourly: [Double], over hours: Int) -> [Double] {
    hourly.indices.map { last in
      guard last + 1 >= hours else { return .nan }
      return hourly[(last + 1 - hours)...last].reduce(1) { $0 * (1 + $1 / 8) } - 1
    }
  }

  /// - Parameter venues: in order of instrument, which the same venues are told by from one hour to the next.
  private static func mean(
    _ venues: [FundingVenue], _ interests: [Instrument: VenueInterest], at instant: Instant
  ) -> Mean? {
    let rates = venues.compactMap { venue in
      venue.per8hHistory.value(at: instant).map { (venue: venue.instrument, rate: $0) }
    }
    guard !rates.isEmpty else { return nil }
    func weights(_ amount: VenueInterest.Amount) -> [Double] {
      rates.map { interests[$0.venue]?.value(amount, at: instant) ?? 0 }
    }
    func count(_ weights: [Double]) -> Int { weights.count { $0 > 0 } }
    var (weight, isInCoins) = (weights(.dollars), false)
    if count(weight) < rates.count {
      let coins = weights(.coins)
      if count(coins) > count(weight) { (weight, isInCoins) = (coins, true) }
    }
    let weighted = zip(rates, weight).filter { $1 > 0 }
    guard !weighted.isEmpty else {
      let plain = rates.reduce(0) { $0 + $1.rate } / Double(rates.count)
      return Mean(
        rate: plain, isWeighted: false, isInCoins: false, venues: rates.map(\.venue), fresh: rates.count)
    }
    let total = weighted.reduce(0) { $0 + $1.1 }
    return Mean(
      rate: weighted.reduce(0) { $0 + $1.0.rate * $1.1 } / total, isWeighted: true, isInCoins: isInCoins,
      venues: weighted.map(\.0.venue), fresh: rates.count)
  }
}

// MARK: - What it rests on

extension FundingAggregate {
  private static func stretches(_ hours: [Instant], _ means: [Mean?]) -> [Stretch] {
    var stretches: [Stretch] = []
    for (hour, mean) in zip(hours, means) {
      let (venues, isWeighted) = (mean?.venues ?? [], mean?.isWeighted ?? false)
      if let last = stretches.indices.last, stretches[last].venues == venues, stretches[last].isWeighted == isWeighted {
        stretches[last].to = hour
        stretches[last].hours += 1
      } else {
        stretches.append(Stretch(from: hour, to: hour, hours: 1, venues: venues, isWeighted: isWeighted))
      }
    }
    return stretches
  }

  private static let mostNamed = 3

  /// That past hours rest on other venues than the moment, and which: a venue that was stale then, was not there yet or had no
  /// open interest. Nil where none does.
  var changing: String? {
    let others = stretches.filter { $0.venues != venues || $0.isWeighted != isWeighted }
    guard !others.isEmpty else { return nil }
    let named = others.suffix(Self.mostNamed).reversed().map { stretch in
      "\(stretch.from.minuteText)\(stretch.hours > 1 ? " to \(stretch.to.minuteText)" : "") \(difference(stretch))"
    }
    let rest = others.count - named.count
    let (count, of) = (others.reduce(0) { $0 + $1.hours }, hours.count)
    return
      "All venues together rests on \(venues.map(\.description).joined(separator: ", ")). Of the \(of) hours to it, \(count) rest on others and "
      + (isOfSameVenues
        ? "are not known, nor is what adds them up" : "are in what adds them up (--same-venues leaves them out)")
      + ": \(named.joined(separator: "; "))\(rest > 0 ? "; and \(rest) times before" : "")."
  }

  /// `without gate:BTC_USDT`.
  private func difference(_ stretch: Stretch) -> String {
    func names(_ some: [Instrument]) -> String { some.map(\.description).joined(separator: ", ") }
    guard !stretch.venues.isEmpty else { return "on none" }
    let gone = venues.filter { !stretch.venues.contains($0) }
    let more = stretch.venues.filter { !venues.contains($0) }
    let parts = [
      gone.isEmpty ? nil : "without \(names(gone))", more.isEmpty ? nil : "with \(names(more))",
      stretch.isWeighted == isWeighted ? nil : stretch.isWeighted ? "weighted" : "all alike, as none had open interest",
    ]
    return parts.compactMap(\.self).joined(separator: " and ")
  }
}
