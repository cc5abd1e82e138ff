/// Every option of a coin as it stood at one instant, by expiry.
public struct OptionSnapshot: Sendable {
  public let at: Instant
  /// In order; those that had expired are left out.
  public let expiries: [OptionExpiry]

  private init(at: Instant, expiries: [OptionExpiry]) { (self.at, self.expiries) = (at, expiries) }

  init(_ chain: OptionChain, _ rows: Range<Int>, at: Instant) {
    var groups: [Int64: [Int]] = [:]
    for row in rows {
      if let expiry = Int64(exactly: chain.expiries[row].rounded()) { groups[expiry, default: []].append(row) }
    }
    self.init(
      at: at,
      expiries: groups.filter { $0.key > at.milliseconds }.sorted { $0.key < $1.key }.map { expiry, rows in
        OptionExpiry(chain, rows, expiry: Instant(milliseconds: expiry), at: at)
      })
  }

  /// What is left of it later: without the expiries that are over by then.
  public func alive(at later: Instant) -> OptionSnapshot {
    OptionSnapshot(at: at, expiries: expiries.filter { $0.expiry > later })
  }

  /// The next expiry a day or more ahead: within a day of it a chain says little about what follows.
  public var next: OptionExpiry? { expiries.first { $0.days >= 1 } }

  /// In contracts, of all expiries.
  public var interest: OptionSides { expiries.reduce(OptionSides()) { $0 + $1.interest } }
  /// In contracts, of the 24 h before, of all expiries.
  public var volume: OptionSides { expiries.reduce(OptionSides()) { $0 + $1.volume } }

  /// Implied volatility at the money at a fixed time to expiry: total variance between the two expiries that straddle it;
  /// nil where none do.
  public func volatility(days: Double) -> Double? {
    let known = expiries.filter { $0.atTheMoney != nil }
    guard let front = known.last(where: { $0.days <= days }), let back = known.first(where: { $0.days >= days }),
      let a = front.atTheMoney, let b = back.atTheMoney
    else { return nil }
    guard back.days > front.days else { return a }
    let (variance, further) = (a * a * front.days, b * b * back.days)
    let share = (days - front.days) / (back.days - front.days)
    return ((variance + (further - variance) * share) / days).squareRoot()
  }
}
