import Numerics

/// Random numbers that are functions of a seed, a stream and a position, and of nothing else.
///
/// Word n of a stream is what `SplitMix64` gives at its n-th call. Numbers are read by position and not in turn, so that a part of the market that draws more
/// or fewer of them changes no other part.
package struct DemoRandom: Sendable {
  /// What the numbers are for. Raw values are part of the data format: a changed one changes the market.
  package enum Stream: UInt64 {
    case price = 1, premiumNoise, slowVolatility, fastVolatility, jump, build, premiumMood, interestMood, interestNoise
    case volume, tradeSize, takerShare, liquidation, spot, opening, snapshotDelay, snapshotLoss
    // Of what stands beside the market: see DemoSurroundings.
    case eastPremium, westPremium, eastInterest, westInterest, longShort, eventTime, datedBasis, volatilityLevel
    case optionInterest, optionVolume
    // Seeds of a market of several coins: see DemoCoins.
    case coin
    // Of the surroundings again; a place in this list is part of what a seed makes.
    case largeTrades
    // Prices of a market of several venues: see DemoTwins.
    case eastPrice, westPrice
    // Of the surroundings again.
    case topTraders, takerTrades
  }

  private let key: UInt64

  package init(seed: UInt64, _ stream: Stream) {
    key = SplitMix64.mix(SplitMix64.mix(seed) &+ stream.rawValue &* SplitMix64.gamma)
  }

  package func word(_ position: Int) -> UInt64 {
    SplitMix64.mix(key &+ (UInt64(position) &+ 1) &* SplitMix64.gamma)
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
}
