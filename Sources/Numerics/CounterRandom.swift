/// Random numbers that are a function of a seed, a stream and a counter.
///
/// Nothing is carried from one stream to the next, so replicate 731 draws the same numbers whether it runs first, last or
/// on another core: parallel equals serial. Number i of a stream is `SplitMix64.mix` of key + (i + 1)·gamma, the key being
/// a hash of seed and stream. Not for secrets.
public struct CounterRandom: RandomNumberGenerator, Sendable {
  @usableFromInline let key: UInt64
  @usableFromInline var drawn: UInt64 = 0

  /// How many numbers have been drawn.
  public var counter: UInt64 { drawn }

  @inlinable
  public init(seed: UInt64, stream: UInt64 = 0) {
    // Mixed twice, so that streams 0, 1, 2 … of neighbouring seeds have keys with nothing in common.
    key = SplitMix64.mix(SplitMix64.mix(seed &+ SplitMix64.gamma) ^ SplitMix64.mix(stream &+ 0xD1B5_4A32_D192_ED03))
  }

  @inlinable
  public mutating func next() -> UInt64 {
    drawn &+= 1
    return SplitMix64.mix(key &+ drawn &* SplitMix64.gamma)
  }

  /// Uniform strictly between 0 and 1: one of the 2⁵³ midpoints (k + ½)/2⁵³, rounded to a double below 1.
  @inlinable
  public mutating func uniform() -> Double {
    min((Double(next() >> 11) + 0.5) * 0x1p-53, 1 - 0x1p-53)
  }

  /// Uniform among 0 ..< `bound`, every value exactly as likely: Lemire's multiplication, rejecting the few draws that
  /// would favour small values (2019, ACM TOMACS 29(1)). The standard library's own `random(in:using:)` may change its
  /// method between versions, and with it every recorded seed; this does not.
  @inlinable
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
}
