/// Knuth's linear congruential generator, which Python draws the same in three lines, so that outside tools can be asked
/// about a sample:
///
///     s = (6364136223846793005*s + 1442695040888963407) % 2**64
///
/// Source: MMIX, TAOCP volume 2, third edition, section 3.3.4.
package struct KnuthRandom {
  package private(set) var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }

  /// `(s >> 40)/2**24`.
  package mutating func unit() -> Double { Double(next() >> 40) / 0x1p24 }

  /// `(s >> 11)/2**53 - 0.5`.
  package mutating func centred() -> Double { Double(next() >> 11) * 0x1p-53 - 0.5 }
}
