/// The premium of the perpetual over its index, as a fraction: crowded longs pay up for it, moods come and go, and for
/// half an hour it runs ahead in the direction price has just moved.
///
/// Price is made first and the index is price less premium. A premium that comes back to its mean therefore moves the
/// index, and predicts nothing about the perpetual.
struct DemoPremium {
  private static let usual = -0.00035
  private static let ofCrowding = 0.0013
  private static let ofMood = 0.00010
  private static let ofReturn = 0.02
  private static let noise = 0.00003

  private let random: DemoRandom
  private var mood: OrnsteinUhlenbeck
  private var pressure = 0.0
  /// What the mark price trusts: an average over the last half hour or so.
  private(set) var smooth = Self.usual

  init(seed: UInt64) {
    random = DemoRandom(seed: seed, .premiumNoise)
    mood = OrnsteinUhlenbeck(DemoRandom(seed: seed, .premiumMood), keep: 0.993, deviation: 1)
  }

  /// Premiums after each step of a bar.
  mutating func along(_ path: DemoPath, _ bar: Int, crowding: Double) -> [Double] {
    let level = Self.usual + Self.ofCrowding * crowding + Self.ofMood * mood.next(bar)
    pressure *= 0.87
    var last = path.before
    let premiums = path.prices.enumerated().map { step, price in
      pressure += Self.ofReturn * (price / last - 1)
      last = price
      return level + pressure + Self.noise * random.normal(bar * path.prices.count + step)
    }
    smooth += 0.15 * ((premiums.last ?? level) - smooth)
    return premiums
  }
}
