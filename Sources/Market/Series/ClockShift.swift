/// Prices that fit another series only when they are moved by whole hours: a clock that was taken for UTC and was not.
public struct ClockShift: Hashable, Sendable {
  /// What to add to the stamps, so that they fit.
  public let hours: Int
  /// The middle distance to the other series' prices as they stand, and moved: 0.0001 is 1 bp.
  public let distance: Double
  public let distanceMoved: Double

  /// Clocks are at most so far from UTC.
  private static let most = 14
  /// Prices that lie so far from each other are of no one market, whatever they are moved by.
  private static let sameMarket = 0.005
  /// How much closer the moved prices must lie: an hour of a calm market moves little.
  private static let ratio = 0.2
  private static let leastJoined = 50
  private static let looks = 2000

  /// Nil where the series fit as they stand, or cannot be compared.
  public init?(of series: Series, against other: Series) {
    guard let own = series.pricesWhenKnown, let theirs = other.pricesWhenKnown else { return nil }
    let known = Dictionary(theirs, uniquingKeysWith: { first, _ in first })
    let step = max(1, own.count / Self.looks)
    let sample = stride(from: 0, to: own.count, by: step).map { own[$0] }
    func distance(_ hours: Int) -> Double? {
      let moved = Int64(hours) * Interval.hour.milliseconds
      let apart = sample.compactMap { stamp, price in known[stamp + moved].map { abs(price / $0 - 1) } }
      return apart.count < Self.leastJoined ? nil : apart.sorted()[apart.count / 2]
    }
    guard let standing = distance(0),
      let best = (-Self.most...Self.most).filter({ $0 != 0 })
        .compactMap({ hours in distance(hours).map { (hours: hours, distance: $0) } })
        .min(by: { $0.distance < $1.distance }),
      best.distance < Self.sameMarket, best.distance < Self.ratio * standing
    else { return nil }
    hours = best.hours
    self.distance = standing
    distanceMoved = best.distance
  }
}

extension Series {
  /// The prices of the series and when each was the last; nil for a series of none.
  fileprivate var pricesWhenKnown: [(Int64, Double)]? {
    guard let name = ["close", "mark", "index"].first(where: { values($0) != nil }), let prices = values(name) else {
      return nil
    }
    let later = (descriptor.known == .atClose ? descriptor.cadence ?? .zero : .zero).milliseconds
    return zip(stamps, prices).filter { $0.1 > 0 }.map { ($0.0 + later, $0.1) }
  }
}
