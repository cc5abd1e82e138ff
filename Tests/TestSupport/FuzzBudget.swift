import Foundation

/// How long a seeded attack goes on: ten seconds, or as many as `HINDCAST_FUZZ_SECONDS` says.
///
/// Attempts are numbered from `HINDCAST_FUZZ_SEED` (1) on, and the number of one is all that is needed to repeat it.
package enum FuzzBudget {
  private static let environment = ProcessInfo.processInfo.environment

  package static let seconds = environment["HINDCAST_FUZZ_SECONDS"].flatMap(Double.init) ?? 10
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
