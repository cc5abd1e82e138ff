/// Leverage that builds up on the long side and lets go again: the hidden state behind premium, funding and open
/// interest.
///
/// About once a day a build-up begins, lasts six to fourteen hours and then unwinds with a half-life of two hours. It
/// knows nothing of prices; what it does to them goes through ``DemoStress`` alone.
struct DemoCrowding {
  private static let unwinding = 0.94
  private let random: DemoRandom
  private var slope = 0.0
  private var barsLeft = 0
  /// 0 when nobody is crowded, about 1 at the top of a usual build-up.
  private(set) var level = 0.0

  init(seed: UInt64) {
    random = DemoRandom(seed: seed, .build)
  }

  mutating func next(_ bar: Int) -> Double {
    if barsLeft > 0 {
      barsLeft -= 1
      level += slope
    } else {
      level *= Self.unwinding
      let draw = random.uniform(2 * bar)
      let chance = 2.4 / Double(DemoClock.barsPerDay)
      if draw < chance {
        // What is left of the draw below its threshold is uniform again.
        barsLeft = 48 + Int(96 * (draw / chance))
        slope = (0.7 + 0.8 * random.uniform(2 * bar + 1)) / Double(barsLeft)
      }
    }
    return level
  }
}
