import Foundation

/// How long a seeded attack goes on: three seconds, or as many as `HINDCAST_FUZZ_SECONDS` says.
///
/// Attempts are numbered from `HINDCAST_FUZZ_SEED` (1) on, and the number of one is all that is needed to repeat it.
package enum FuzzBudget {
  private static let environment = ProcessInfo.processInfo.environment

  package static let seconds = environment["HINDCAST_FUZZ_SECONDS"].flatMap(Double.init) ?? 3
  package static let firstSeed = environment["HINDCAST_FUZZ_SEED"].flatMap(UInt64.init) ?? 1

  /// Runs attempts until the time is over, but `least` of them whatever it takes.
  package static func attempts(least: Int = 1, _ body: (UInt64) throws -> Void) rethrows {
    let begun = ContinuousClock.now
    var done = 0
    while done < least || ContinuousClock.now - begun < .seconds(seconds) {
      try body(firstSeed &+ UInt64(done))
      done += 1
    }
  }
}

/// SplitMix64: what an attempt does follows from its number. Source: Steele, Lea and Flood, OOPSLA 2014.
package struct FuzzRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
