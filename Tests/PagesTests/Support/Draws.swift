import Numerics

/// Numbers that look random and are the same on every machine.
struct Draws {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// In 0..<1.
  mutating func uniform() -> Double { random.fraction() }

  /// About standard normal: a sum of twelve uniforms.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
