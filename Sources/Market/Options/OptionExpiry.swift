import Numerics

/// The options of one expiry in a snapshot of their chain.
public struct OptionExpiry: Sendable {
  /// What stands at one strike; NaN where no row says it.
  public struct Strike: Sendable {
    public let strike: Double
    public var callInterest = Double.nan
    public var putInterest = Double.nan
    public var callVolume = Double.nan
    public var putVolume = Double.nan
    public var callVolatility = Double.nan
    public var putVolatility = Double.nan
    public var callDelta = Double.nan
    public var putDelta = Double.nan
  }

  public let expiry: Instant
  /// From the snapshot until then.
  public let days: Double
  /// Middle of what the rows say of the underlying's forward.
  public let forward: Double?
  /// In order.
  public let strikes: [Strike]

  /// In contracts.
  public let interest: OptionSides
  /// In contracts, of the 24 h before.
  public let volume: OptionSides

  /// The listed strike at which holders would be paid least, by open interest; nil without any, and unless enough of both
  /// sides is known: with one side alone it would be the lowest strike or the highest. What little is not known counts as
  /// nothing.
  public var maxPain: Double? {
    guard interest.areKnown else { return nil }
    func known(_ interest: Double) -> Double { interest.isNaN ? 0 : interest }
    return Self.maxPain(strikes.map { ($0.strike, known($0.callInterest), known($0.putInterest)) })
  }

  package static func maxPain(_ strikes: [(strike: Double, calls: Double, puts: Double)]) -> Double? {
    guard strikes.contains(where: { $0.calls + $0.puts > 0 }) else { return nil }
    func paid(_ at: Double) -> Double {
      strikes.reduce(0) { $0 + $1.calls * max(at - $1.strike, 0) + $1.puts * max($1.strike - at, 0) }
    }
    return strikes.map { ($0.strike, paid($0.strike)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// How far max pain lies from the forward, as a fraction.
  public var maxPainDistance: Double? {
    guard let maxPain, let forward else { return nil }
    return maxPain / forward - 1
  }

  /// Implied volatility at the forward, between the two strikes around it; nil where they have none.
  public let atTheMoney: Double?

  private static func atTheMoney(_ strikes: [Strike], _ forward: Double?) -> Double? {
    guard let forward else { return nil }
    let points = strikes.map { strike -> (x: Double, y: Double) in
      let some = [strike.callVolatility, strike.putVolatility].filter { $0 > 0 }
      return (strike.strike, some.isEmpty ? .nan : some.reduce(0, +) / Double(some.count))
    }
    return between(points, at: forward)
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

  init(_ chain: OptionChain, _ rows: [Int], expiry: Instant, at: Instant) {
    var byStrike: [Double: Strike] = [:]
    var (interest, volume) = (OptionSides(), OptionSides())
    /// Rows of one contract, as of one settled in coin and one in dollars, are added up.
    func add(_ more: Double, to sum: inout Double) { if !more.isNaN { sum = sum.isNaN ? more : sum + more } }
    for row in rows {
      let strike = chain.strikes[row]
      guard !strike.isNaN, !chain.rights[row].isNaN else { continue }
      var one = byStrike[strike] ?? Strike(strike: strike)
      let own = (interest: chain.value(\.interest, row), volume: chain.value(\.volume, row))
      if chain.rights[row] == 1 {
        add(own.interest, to: &one.callInterest)
        add(own.volume, to: &one.callVolume)
        interest.calls.add(own.interest)
        volume.calls.add(own.volume)
        one.callVolatility = chain.value(\.volatility, row)
        one.callDelta = chain.value(\.delta, row)
      } else {
        add(own.interest, to: &one.putInterest)
        add(own.volume, to: &one.putVolume)
        interest.puts.add(own.interest)
        volume.puts.add(own.volume)
        one.putVolatility = chain.value(\.volatility, row)
        one.putDelta = chain.value(\.delta, row)
      }
      byStrike[strike] = one
    }
    self.expiry = expiry
    self.interest = interest
    self.volume = volume
    days = Double(expiry.since(at).milliseconds) / Double(Interval.day.milliseconds)
    forward = rows.map { chain.value(\.underlying, $0) }.filter { $0 > 0 }.middle
    strikes = byStrike.values.sorted { $0.strike < $1.strike }
    atTheMoney = Self.atTheMoney(strikes, forward)
  }
}
