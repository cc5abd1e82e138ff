import Market

/// Every option of a coin as it stood at one instant, by expiry.
public struct OptionSnapshot: Sendable {
  public let at: Instant
  /// In order of expiry; those that had expired are left out.
  public let expiries: [OptionExpiry]

  init(_ series: Series, _ rows: Range<Int>) {
    let at = Instant(milliseconds: series.stamps[rows.lowerBound])
    self.at = at
    let expiry = series.values("expiry") ?? []
    var groups: [Int64: [Int]] = [:]
    for row in rows where row < expiry.count && !expiry[row].isNaN {
      groups[Int64(expiry[row]), default: []].append(row)
    }
    expiries = groups.keys.sorted().filter { $0 > at.milliseconds }.map { key in
      OptionExpiry(series, groups[key] ?? [], expiry: Instant(milliseconds: key), at: at)
    }
  }

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

  /// Snapshots of a series, one a stamp.
  static func all(_ series: Series) -> [OptionSnapshot] {
    var snapshots: [OptionSnapshot] = []
    var from = 0
    while from < series.count {
      let to = series.stamps[from...].firstIndex { $0 != series.stamps[from] } ?? series.count
      snapshots.append(OptionSnapshot(series, from..<to))
      from = to
    }
    return snapshots
  }
}

/// The options of one expiry.
public struct OptionExpiry: Sendable {
  public struct Strike: Sendable {
    public let strike: Double
    public var callInterest = 0.0
    public var putInterest = 0.0
    public var callVolume = 0.0
    public var putVolume = 0.0
    public var callVolatility = Double.nan
    public var putVolatility = Double.nan
    public var callDelta = Double.nan
    public var putDelta = Double.nan
  }

  public let expiry: Instant
  /// Until then.
  public let days: Double
  /// Middle of what the rows say of the underlying's forward.
  public let forward: Double?
  /// In order.
  public let strikes: [Strike]

  public var callInterest: Double { strikes.reduce(0) { $0 + $1.callInterest } }
  public var putInterest: Double { strikes.reduce(0) { $0 + $1.putInterest } }
  public var callVolume: Double { strikes.reduce(0) { $0 + $1.callVolume } }
  public var putVolume: Double { strikes.reduce(0) { $0 + $1.putVolume } }

  /// The listed strike at which holders would be paid least, by open interest; nil without any.
  public var maxPain: Double? {
    Self.maxPain(strikes.map { ($0.strike, $0.callInterest, $0.putInterest) })
  }

  package static func maxPain(_ strikes: [(strike: Double, calls: Double, puts: Double)]) -> Double? {
    guard strikes.contains(where: { $0.calls + $0.puts > 0 }) else { return nil }
    func paid(_ at: Double) -> Double {
      strikes.reduce(0) { $0 + $1.calls * max(at - $1.strike, 0) + $1.puts * max($1.strike - at, 0) }
    }
    return strikes.map(\.strike).min { (paid($0), $0) < (paid($1), $1) }
  }

  /// Implied volatility at the forward, between the two strikes around it; nil where they have none.
  public var atTheMoney: Double? {
    guard let forward else { return nil }
    let known = strikes.compactMap { strike -> (Double, Double)? in
      let some = [strike.callVolatility, strike.putVolatility].filter { $0 > 0 }
      return some.isEmpty ? nil : (strike.strike, some.reduce(0, +) / Double(some.count))
    }
    guard let below = known.last(where: { $0.0 <= forward }), let above = known.first(where: { $0.0 >= forward }) else {
      return nil
    }
    guard above.0 > below.0 else { return below.1 }
    return below.1 + (above.1 - below.1) * (forward - below.0) / (above.0 - below.0)
  }

  /// Implied volatility of the put of delta -0.25 less that of the call of delta 0.25, each between the two deltas around it;
  /// nil where deltas do not reach so far.
  public var skew: Double? {
    let puts = strikes.map { (-$0.putDelta, $0.putVolatility) }
    let calls = strikes.map { ($0.callDelta, $0.callVolatility) }
    guard let put = Self.between(puts, at: 0.25), let call = Self.between(calls, at: 0.25) else { return nil }
    return put - call
  }

  private static func between(_ points: [(x: Double, y: Double)], at x: Double) -> Double? {
    let known = points.filter { $0.x.isFinite && $0.y > 0 }.sorted { $0.x < $1.x }
    guard let low = known.last(where: { $0.x <= x }), let high = known.first(where: { $0.x >= x }) else { return nil }
    return high.x > low.x ? low.y + (high.y - low.y) * (x - low.x) / (high.x - low.x) : low.y
  }

  init(_ series: Series, _ rows: [Int], expiry: Instant, at: Instant) {
    func values(_ name: String) -> [Double]? { series.values(name) }
    let (strike, right) = (values("strike") ?? [], values("right") ?? [])
    let (interest, volume) = (values("option_open_interest"), values("option_volume"))
    let (volatility, delta) = (values("mark_iv"), values("delta"))
    var byStrike: [Double: Strike] = [:]
    for row in rows where !strike[row].isNaN {
      var one = byStrike[strike[row]] ?? Strike(strike: strike[row])
      func known(_ values: [Double]?) -> Double { values.map { $0[row].isNaN ? 0 : $0[row] } ?? 0 }
      if right[row] == 1 {
        one.callInterest += known(interest)
        one.callVolume += known(volume)
        one.callVolatility = volatility?[row] ?? .nan
        one.callDelta = delta?[row] ?? .nan
      } else {
        one.putInterest += known(interest)
        one.putVolume += known(volume)
        one.putVolatility = volatility?[row] ?? .nan
        one.putDelta = delta?[row] ?? .nan
      }
      byStrike[strike[row]] = one
    }
    self.expiry = expiry
    days = Double(expiry.since(at).milliseconds) / Double(Interval.day.milliseconds)
    let forwards = rows.compactMap { row in values("underlying_price").map { $0[row] } }.filter { $0 > 0 }.sorted()
    forward = forwards.isEmpty ? nil : forwards[forwards.count / 2]
    strikes = byStrike.keys.sorted().compactMap { byStrike[$0] }
  }
}
