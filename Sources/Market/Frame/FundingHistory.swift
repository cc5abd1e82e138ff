import Numerics

/// What settles on a position, and what it can be valued with: raw material, which accounting makes charges of.
public struct FundingHistory: Sendable {
  /// Whose settlements these are: the traded instrument's own, unless the user named another's. The schedule is empty where
  /// the dataset has none.
  public let instrument: Instrument
  public let schedule: FundingSchedule
  /// Whether the dataset has rows of it, of whatever time: who has some that settle nothing in a window has not none.
  public let isListed: Bool
  /// What the user said to make of what is missing or doubtful in it.
  public let assumptions: FundingAssumptions
  /// The mark price as it was known; nil when the dataset has none of the traded instrument.
  public let marks: KnownPrices?
  /// Closes as they were known, where bars are made of narrower ones, which know more of an instant inside a bar; nil where the
  /// bars of the frame are all there is.
  public let closes: KnownPrices?

  public init(
    instrument: Instrument, schedule: FundingSchedule, assumptions: FundingAssumptions = .none,
    marks: KnownPrices? = nil, closes: KnownPrices? = nil, isListed: Bool? = nil
  ) {
    self.instrument = instrument
    self.isListed = isListed ?? (schedule.coverage != nil || !schedule.extra.isEmpty)
    self.assumptions = assumptions
    self.schedule = schedule
    self.marks = marks
    self.closes = closes
  }
}

/// Prices by the instant they became known.
public struct KnownPrices: Sendable {
  /// Milliseconds since 1970, strictly increasing.
  public let knownAt: [Int64]
  public let prices: [Double]
  /// How long a price stands in for a missing newer one; nil for ever.
  public let maximumAge: Interval?

  public init(knownAt: [Int64], prices: [Double], maximumAge: Interval?) {
    precondition(knownAt.count == prices.count, "an instant for each price")
    self.knownAt = knownAt
    self.prices = prices
    self.maximumAge = maximumAge
  }

  /// One column of a series.
  public init(_ series: Series, column index: Int) {
    let after = series.descriptor.knownAfter.milliseconds
    self.init(
      knownAt: series.stamps.map { $0 + after }, prices: series.columns[index],
      maximumAge: series.descriptor.maximumAge)
  }

  /// The last price known at `instant` and not too old, or nil.
  public func last(at instant: Instant) -> Double? { lastKnown(at: instant)?.price }

  /// The same with its age.
  public func lastKnown(at instant: Instant) -> (price: Double, age: Interval)? {
    let known = knownAt.leadingCount { $0 <= instant.milliseconds }
    guard known > 0 else { return nil }
    let (price, age) = (prices[known - 1], instant.milliseconds - knownAt[known - 1])
    return price.isNaN || age >= maximumAge?.milliseconds ?? .max ? nil : (price, Interval(milliseconds: age))
  }
}
