/// Random numbers that are a function of a seed, a stream and a counter.
///
/// Nothing is carried from one stream to the next, so replicate 731 draws the same numbers whether it runs first, last or
/// on another core: parallel equals serial. Number i of a stream is SplitMix64's finaliser applied to key + (i + 1)·φ
/// (Steele, Lea & Flood 2014, OOPSLA), the key being a hash of seed and stream. Not for secrets.
public struct CounterRandom: RandomNumberGenerator, Sendable {
  private let key: UInt64
  /// How many numbers have been drawn.
  public private(set) var counter: UInt64 = 0

  private static let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  public init(seed: UInt64, stream: UInt64 = 0) {
    // Mixed twice, so that streams 0, 1, 2 … of neighbouring seeds have keys with nothing in common.
    key = Self.mix(Self.mix(seed &+ Self.goldenGamma) ^ Self.mix(stream &+ 0xD1B5_4A32_D192_ED03))
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  public mutating func next() -> UInt64 {
    counter &+= 1
    return Self.mix(key &+ counter &* Self.goldenGamma)
  }

  /// Uniform strictly between 0 and 1: one of the 2⁵³ midpoints (k + ½)/2⁵³, rounded to a double below 1.
  public mutating func uniform() -> Double {
    min((Double(next() >> 11) + 0.5) * 0x1p-53, 1 - 0x1p-53)
  }

  /// Uniform among 0 ..< `bound`, every value exactly as likely: Lemire's multiplication, rejecting the few draws that
  /// would favour small values (2019, ACM TOMACS 29(1)). The standard library's own `random(in:using:)` may change its
  /// method between versions, and with it every recorded seed; this does not.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a range with something in it")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Standard normal, by the quantile of one uniform, so that each draw takes one number from the stream.
  public mutating func normal() -> Double {
    NormalDistribution.quantile(uniform())
  }
}
