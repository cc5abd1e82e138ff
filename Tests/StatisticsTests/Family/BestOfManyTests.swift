import Statistics
import Testing

/// arch was given the blocks that `StationaryBootstrap(count: 500, meanBlock: 5, seed: 3)` draws, so that counts agree
/// exactly and not only up to chance: a class with `bootstrap(reps)` that yields `(loss_diff[rows[r]],), {}` in place of
/// `spa.bootstrap`.
@Suite("The best of many")
struct BestOfManyTests {
  /// As published: resamples are divided by the deviation of the sample.
  private static func family(_ columns: [[Double]], seed: UInt64 = 3) throws -> ContributionFamily {
    try ContributionFamily(
      columns, alternatives: columns.map { _ in .greater }, meanBlock: 5, replicates: 2000, scale: .sample, seed: seed)
  }

  /// (1 + #)/(1 + 2000), where arch prints #/2000.
  private static func p(_ count: Int) -> Double { Double(1 + count) / 2001 }

  @Test("the sample is numpy's")
  func sample() {
    // d[0, :5], then d.sum() and (d*d).sum() of default_rng(0).normal(0, 1, (500, 20))
    var normals = NumpyNormal()
    let drawn = (0..<10_000).map { _ in normals.next() }
    #expect(prints(drawn[0], as: "0.12573022") && prints(drawn[4], as: "-0.53566937"))
    #expect(agree(drawn.reduce(0, +), 63.118870479661155, to: 1e-9))
    #expect(agree(drawn.reduce(0) { $0 + $1 * $1 }, 9961.972635463779, to: 1e-9))
  }

  @Test("studentised, the contrast gives T = 3.1304 and p about .015 whatever the draws")
  func golden() throws {
    // Hansen's formula in numpy with arch's own draws: T 3.1304019892881327, 30 of 2000 resamples as far.
    for seed: UInt64 in [3, 4, 5] {
      let spa = SuperiorPredictiveAbility(try Self.family(ContrastSeries.columns(), seed: seed))
      #expect(agree(spa.statistic, 3.1304019892881327, to: 1e-9))
      let error = (0.015 * 0.985 / 2000).squareRoot()
      #expect(abs(spa.consistent - 0.015) < 3 * error)
    }
  }

  @Test("arch agrees once series are divided by their deviation beforehand")
  func studentised() throws {
    // arch 8.0.0, SPA(zeros, -(perf / omega), block_size=5, reps=2000): 14, 26 and 26 of 2000
    let spa = SuperiorPredictiveAbility(try Self.family(ContrastSeries.columns()))
    #expect([spa.lower, spa.consistent, spa.upper] == [14, 26, 26].map(Self.p))
  }

  @Test("arch's SPA as it stands is White's reality check, which the noisy series decides")
  func realityCheck() throws {
    // arch 8.0.0, SPA(zeros, -perf, block_size=5, reps=2000, studentize=True): 854 of 2000, three times over
    let check = RealityCheck(try Self.family(ContrastSeries.columns()))
    #expect(check.p == Self.p(854))
  }

  @Test("the three recentrings part where some series are plainly bad")
  func recentred() throws {
    // arch 8.0.0 on perf / omega after perf[:,1] += .0013; perf[:,2] += .0011; perf[:,3] -= .002
    let columns = ContrastSeries.columns(lifts: [0, 0.0013, 0.0011, -0.002])
    let spa = SuperiorPredictiveAbility(try Self.family(columns))
    #expect([spa.lower, spa.consistent, spa.upper] == [13, 24, 26].map(Self.p))
    #expect(spa.lower <= spa.consistent && spa.consistent <= spa.upper)
  }

  @Test("the reality check counts as a plain loop over resampled rows does")
  func oracle() throws {
    let columns = ContrastSeries.columns().prefix(4).map { Array($0.prefix(120)) }
    let family = try ContributionFamily(
      columns, alternatives: [.greater, .less, .either, .greater], meanBlock: 7, replicates: 300, scale: .sample,
      seed: 11)
    let bootstrap = try StationaryBootstrap(count: 120, meanBlock: 7, seed: 11)
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func best(_ means: [Double]) -> Double { max(means[0], -means[1], abs(means[2]), means[3]) }
    let means = columns.map(mean)
    let asFar = (0..<300).count { replicate in
      let rows = bootstrap.rows(replicate: replicate)
      return best(zip(columns, means).map { column, own in mean(rows.map { column[$0] }) - own }) >= best(means)
    }
    let check = RealityCheck(family)
    #expect(check.p == Double(1 + asFar) / 301)
    #expect(agree(check.statistic, best(means) * 120.0.squareRoot(), to: 1e-12))
  }

  @Test("divided by its own deviation, a resample is treated as the sample was", arguments: [1.0, 7, 60])
  func ownDeviation(_ block: Double) throws {
    let columns = ContrastSeries.columns().prefix(3).map { Array($0.prefix(90)) }
    let family = try ContributionFamily(
      columns, alternatives: columns.map { _ in .greater }, meanBlock: block, replicates: 200, seed: 5)
    let bootstrap = try StationaryBootstrap(count: 90, meanBlock: block, seed: 5)
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    // Hansen's ω̂, summed lag by lag.
    func deviation(_ values: [Double]) -> Double {
      let x = values.map { $0 - mean(values) }
      func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * base }
      }
      let q = 1 - 1 / block
      var variance = x.reduce(0) { $0 + $1 * $1 } / 90
      for lag in 1..<90 {
        let share = Double(lag) / 90
        let weight = (1 - share) * power(q, lag) + share * power(q, 90 - lag)
        variance += 2 * weight * (0..<90 - lag).reduce(0) { $0 + x[$1] * x[$1 + lag] } / 90
      }
      return max(0, variance).squareRoot()
    }
    let best = columns.map { mean($0) / deviation($0) }.max() ?? .nan
    let asFar = (0..<200).count { replicate in
      let rows = bootstrap.rows(replicate: replicate)
      return columns.contains { column in
        let drawn = rows.map { column[$0] }
        return (mean(drawn) - mean(column)) / deviation(drawn) >= best
      }
    }
    #expect(SuperiorPredictiveAbility(family).upper == Double(1 + asFar) / 201)
  }

  @Test("a resample without a trade does not vary, and counts against the best")
  func still() throws {
    // Two trades in sixty days: one resample in seven holds neither.
    let rare = (0..<60).map { $0 == 20 ? 0.02 : $0 == 40 ? 0.01 : 0 }
    let family = try ContributionFamily([rare], alternatives: [.greater], meanBlock: 1, replicates: 500, seed: 1)
    let spa = SuperiorPredictiveAbility(family)
    #expect(spa.statistic.isFinite && spa.consistent > 0.02 && spa.consistent < 1)
  }

  @Test("with nothing above zero the test says so: p is one")
  func nothing() throws {
    let columns = ContrastSeries.columns(lifts: [-1, -1]).prefix(2)
    let spa = SuperiorPredictiveAbility(try Self.family(Array(columns)))
    #expect(spa.statistic == 0 && spa.consistent == 1)
  }

  @Test("the same seed gives the same p, another one nearly")
  func seeds() throws {
    let columns = ContrastSeries.columns()
    let first = SuperiorPredictiveAbility(try Self.family(columns))
    #expect(first == SuperiorPredictiveAbility(try Self.family(columns)))
    #expect(first != SuperiorPredictiveAbility(try Self.family(columns, seed: 4)))
  }
}
