/// Steele, Lea and Flood's generator (2014, "Fast splittable pseudorandom number generators", OOPSLA): a seed gives the
/// same numbers on every machine. Not for secrets.
///
/// Its finaliser on its own is the hash behind every generator of the house that is read by position: word n of a stream
/// is `mix(key + (n + 1)·gamma)`, a function of the key and of n and of nothing else.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  @inlinable
  public init(seed: UInt64) { state = seed }

  /// 2⁶⁴ over the golden ratio, made odd: the step from one word to the next.
  @inlinable
  public static var gamma: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  /// Scatters 64 bits one to one, so that neighbours have nothing in common.
  @inlinable
  public static func mix(_ word: UInt64) -> UInt64 {
    var mixed = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  @inlinable
  public mutating func next() -> UInt64 {
    state &+= Self.gamma
    return Self.mix(state)
  }

  /// From 0 up to 1, a multiple of 2⁻⁵³.
  @inlinable
  public mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number of `range`, which is not empty; the few words that favour small numbers are not rejected.
  @inlinable
  public mutating func number(in range: Range<Int>) -> Int {
    range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
  }
}
