/// Random numbers that are functions of a seed, a stream and a position, and of nothing else.
///
/// Word n of a stream is what SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators")
/// gives at its n-th call. Numbers are read by position and not in turn, so that a part of the market that draws more
/// or fewer of them changes no other part.
package struct DemoRandom: Sendable {
  /// What the numbers are for. Raw values are part of the data format: a changed one changes the market.
  package enum Stream: UInt64 {
    case price = 1, premiumNoise, slowVolatility, fastVolatility, jump, build, premiumMood, interestMood, interestNoise
    case volume, tradeSize, takerShare, liquidation, spot, opening, snapshotDelay, snapshotLoss
  }

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
  private let key: UInt64

  package init(seed: UInt64, _ stream: Stream) {
    key = Self.mixed(Self.mixed(seed) &+ stream.rawValue &* Self.golden)
  }

  package func word(_ position: Int) -> UInt64 {
    Self.mixed(key &+ (UInt64(position) &+ 1) &* Self.golden)
  }

  /// In 0..<1, a multiple of 2⁻⁵³.
  package func uniform(_ position: Int) -> Double {
    Double(word(position) >> 11) / 0x1p53
  }

  /// Mean 0, variance 1, within ±6: twelve 16-bit uniforms less their mean. Takes words 3n to 3n + 2 of the stream.
  ///
  /// The exact normal quantile needs a logarithm, and logarithms differ between machines in the last bit. A sum of
  /// integers does not; its kurtosis of 2.9 is no loss where volatility itself is random and supplies the fat tails.
  package func normal(_ position: Int) -> Double {
    var sum = 0
    for lane in 0..<3 {
      let word = word(3 * position + lane)
      sum += Int(word & 0xFFFF) + Int(word >> 16 & 0xFFFF) + Int(word >> 32 & 0xFFFF) + Int(word >> 48)
    }
    return Double(2 * sum - 12 * 0xFFFF) / 0x2_0000
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
