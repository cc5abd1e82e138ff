import Numerics

/// A shuffled order of 0 ..< `count` that is computed, not stored: place i is a function of seed, stream and i.
///
/// A Feistel network over the least even-handed power of two that holds `count`, walked along its cycle until it lands
/// inside (Black & Rogaway 2002, CT-RSA, section 3). A hundred million places take no memory and some 20 ns each; the
/// order is scattered enough for experiments and no secret.
public struct CounterPermutation: Sendable {
  public let count: Int
  private let lowBits: UInt64
  private let highBits: UInt64
  private let keys: [UInt64]

  /// Rounds of the network: four are enough for a random-looking order (Luby & Rackoff 1988), six cost little more.
  private static let rounds = 6
  /// Halves of fewer than five bits leave too few orders to choose from: small counts walk through a larger network.
  private static let fewestBits = 10

  /// - Parameter count: at least 1.
  public init(count: Int, seed: UInt64, stream: UInt64 = 0) {
    precondition(count > 0, "an order of something")
    self.count = count
    let bits = UInt64(max(Self.fewestBits, Int.bitWidth - (count - 1).leadingZeroBitCount))
    lowBits = bits / 2
    highBits = bits - lowBits
    var random = CounterRandom(seed: seed, stream: stream)
    keys = (0..<Self.rounds).map { _ in random.next() }
  }

  /// Who stands at place `index`.
  public subscript(index: Int) -> Int {
    precondition(index >= 0 && index < count, "a place of the order")
    var place = UInt64(index)
    repeat { place = shuffled(place) } while place >= UInt64(count)
    return Int(place)
  }

  /// One passage through the network. Its halves may differ by a bit, and change places after each round.
  private func shuffled(_ value: UInt64) -> UInt64 {
    var (low, lowWidth) = (value & ((1 << lowBits) - 1), lowBits)
    var (high, highWidth) = (value >> lowBits, highBits)
    for key in keys {
      let mixed = (high ^ Self.mix(low &+ key)) & ((1 << highWidth) - 1)
      (high, low) = (low, mixed)
      (highWidth, lowWidth) = (lowWidth, highWidth)
    }
    return high << lowWidth | low
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return z ^ (z >> 32)
  }
}
