/// Open interest in coins: builds up with crowding, has moods of its own that last for days, and loses positions when
/// the market forces them out.
struct DemoInterest {
  private static let usual = 80_000.0

  private var mood: OrnsteinUhlenbeck
  private var noise: OrnsteinUhlenbeck
  private var forcedOut = 0.0
  private(set) var coins = Self.usual

  init(seed: UInt64) {
    mood = OrnsteinUhlenbeck(DemoRandom(seed: seed, .interestMood), keep: 0.998, deviation: 0.02)
    noise = OrnsteinUhlenbeck(DemoRandom(seed: seed, .interestNoise), keep: 0.9, deviation: 0.001)
  }

  mutating func next(_ bar: Int, crowding: Double) {
    forcedOut *= 0.997
    let share = 1 + mood.next(bar) + noise.next(bar) + 0.04 * crowding - forcedOut
    coins = Self.usual * min(max(share, 0.3), 1.7)
  }

  /// Closes the positions behind these liquidations, and those who leave because they saw them.
  mutating func lose(liquidated coins: Double) {
    forcedOut = min(forcedOut + 5 * coins / Self.usual, 0.3)
  }
}

/// Coins that a bar's move forces out: longs in a fall, shorts in a rally.
struct DemoLiquidations {
  private let random: DemoRandom

  init(seed: UInt64) {
    random = DemoRandom(seed: seed, .liquidation)
  }

  /// Nothing for moves under 20 bps, then growing with the square, and more from the side that is crowded.
  func row(_ bar: Int, change: Double, crowding: Double) -> [Int] {
    let excess = max(0, abs(change) / 0.0015 - 1.33)
    guard excess > 0 else { return [0, 0] }
    let crowd = change < 0 ? 1 + crowding : 1 / (1 + crowding)
    let coins = 0.5 * min(excess * excess, 2500) * crowd * demoExponential(0.5 * random.normal(bar))
    let ticks = Int((coins * 1000).rounded())
    return change < 0 ? [ticks, 0] : [0, ticks]
  }
}
