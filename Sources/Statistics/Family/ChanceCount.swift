import Foundation

/// How many of a family's tests look significant on their own, and how many would if nothing were there.
///
/// With independent tests the second number is level × tests, give or take a little. Tests of one market are not
/// independent: in an unlucky year hundreds of relatives of one signal look good together. So the count is taken in every
/// resample as well, in which the same relatives move together around an effect of zero.
public struct ChanceCount: Hashable, Sendable {
  /// At which a test counts, each on its own.
  public let level: Double
  public let tests: Int
  /// How many the sample has.
  public let observed: Int
  /// Level × tests.
  public let expected: Double
  /// What 95 of 100 resamples without an effect stay within.
  public let usual: Int
  /// The share of resamples that have as many.
  public let p: Double

  /// - Parameter observed: tests whose own p is at most `level`.
  public init(_ family: ContributionFamily, observed: Int, level: Double) {
    let tests = family.means.count
    let counts = concurrentMap(family.replicates) { replicate in
      (0..<tests).count { series in
        let alternative = family.alternatives[series]
        return alternative.normalP(family.draw(replicate, series)) <= level
      }
    }.sorted()
    self.level = level
    self.tests = tests
    self.observed = observed
    expected = level * Double(tests)
    usual = counts[min(counts.count - 1, Int((0.95 * Double(counts.count)).rounded(.up)))]
    p = Double(1 + counts.count { $0 >= observed }) / Double(1 + counts.count)
  }
}
