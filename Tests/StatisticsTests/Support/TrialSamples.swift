import Numerics
import Statistics
import TestSupport

/// Fifteen trials of 130 days that Python makes the same, with one that has some skill, a copy, one that begins late and two
/// that move together; `lcg` is that of `Generated`:
///
///     g = lcg(11)
///     M = np.array([[next(g) for _ in range(130)] for _ in range(15)]).T*0.02
///     M[:, 3] += 0.002
///     M[:, 7] = M[:, 2]
///     M[:90, 5] = 0
///     M[:, 9] = 0.5*M[:, 8] + 0.5*M[:, 9]
enum TrialSamples {
  static func mixed() -> [[Double]] {
    var random = KnuthRandom(seed: 11)
    var trials = (0..<15).map { _ in (0..<130).map { _ in random.centred() * 0.02 } }
    trials[3] = trials[3].map { $0 + 0.002 }
    trials[7] = trials[2]
    for day in 0..<90 { trials[5][day] = 0 }
    trials[9] = zip(trials[8], trials[9]).map { 0.5 * $0 + 0.5 * $1 }
    return trials
  }

  /// Normal returns with a daily deviation of 1%, each trial and day independent of the others.
  static func noise(trials: Int, days: Int, seed: UInt64) -> [[Double]] {
    (0..<trials).map { trial in
      var random = CounterRandom(seed: seed, stream: UInt64(trial))
      return (0..<days).map { _ in 0.01 * random.normal() }
    }
  }
}
