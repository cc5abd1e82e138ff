import Numerics
import Statistics
import Testing

@Suite("Contributions of a family")
struct ContributionFamilyTests {
  private static let generated = Generated()

  private static func sample(horizon: Int) throws -> ForwardSample {
    try ForwardSample(regime: generated.regime, nextReturns: generated.nextReturns, horizon: horizon)
  }

  @Test("their mean is the correlation of the regressor with the forward return", arguments: [1, 12])
  func mean(_ horizon: Int) throws {
    let sample = try Self.sample(horizon: horizon)
    let contributions = try sample.contributions()
    let forward = ForwardReturns.sums(of: Self.generated.nextReturns, horizon: horizon)
    let x = Self.generated.regime.map { $0 ? 1.0 : 0 }
    let known = forward.indices.filter { !forward[$0].isNaN }
    let correlation = Correlation.pearson(known.map { x[$0] }, known.map { forward[$0] }).coefficient
    // The last row of the grid has no return, and h - 1 bars at either end have no full window.
    let mean = contributions.reduce(0, +) / Double(contributions.count)
    #expect(abs(mean - correlation) < (horizon == 1 ? 1e-12 : 0.005))
  }

  @Test("where a hypothesis is not known it says nothing, and its statistic is that of the rows it knows")
  func unknown() throws {
    let half = Self.generated.regime.indices.map { $0 < 1000 }
    let sample = try ForwardSample(
      regime: Self.generated.regime, present: half, nextReturns: Self.generated.nextReturns, horizon: 4)
    let contributions = try sample.contributions()
    #expect(contributions[1003...].allSatisfy { $0 == 0 })
    let alone = try ForwardSample(
      regime: Array(Self.generated.regime[..<1000]), nextReturns: Array(Self.generated.nextReturns[..<1000]), horizon: 4
    )
    func statistic(_ contributions: [Double]) throws -> Double {
      try ContributionFamily(signsOf: [contributions], alternatives: [.either], replicates: 99, seed: 1).statistics[0]
    }
    #expect(abs(try statistic(contributions) - statistic(try alone.contributions())) < 0.02)
  }

  @Test("rows on which a signal only looks back are left out, and what the others say is as if they were not there")
  func window() throws {
    let late = Self.generated.regime.indices.map { $0 >= 700 }
    let sample = try ForwardSample(
      regime: Self.generated.regime, present: late, nextReturns: Self.generated.nextReturns, horizon: 4)
    let alone = try ForwardSample(
      regime: Array(Self.generated.regime[700...]), nextReturns: Array(Self.generated.nextReturns[700...]), horizon: 4)
    let rows = 700..<Self.generated.regime.count
    #expect(agree(try sample.contributions(on: rows), try alone.contributions(), to: 1e-12))
  }

  @Test("the deviation is that of Hansen's formula, summed lag by lag", arguments: [1.0, 2.5, 40])
  func deviation(_ block: Double) throws {
    let values = Array(Self.generated.y.values.prefix(300))
    let family = try ContributionFamily([values], alternatives: [.either], meanBlock: block, replicates: 99, seed: 1)
    let mean = values.reduce(0, +) / 300
    let x = values.map { $0 - mean }
    func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { product, _ in product * base } }
    let q = 1 - 1 / block
    var variance = x.reduce(0) { $0 + $1 * $1 } / 300
    for lag in 1..<300 {
      let share = Double(lag) / 300
      let weight = (1 - share) * power(q, lag) + share * power(q, 300 - lag)
      variance += 2 * weight * (0..<300 - lag).reduce(0) { $0 + x[$1] * x[$1 + lag] } / 300
    }
    #expect(agree(family.deviations[0], variance.squareRoot(), to: 1e-10))
  }

  @Test("without a block length the series with the longest memory sets it")
  func block() throws {
    let quiet = Self.generated.x2.values
    let slow = Self.generated.x1.values
    let family = try ContributionFamily([quiet, slow], alternatives: [.either, .either], replicates: 99, seed: 1)
    #expect(family.meanBlock == (try BlockLength(slow).stationary))
  }

  @Test("series that cannot be resampled together are refused")
  func refusals() {
    func family(_ series: [[Double]], replicates: Int = 99) throws -> ContributionFamily {
      try ContributionFamily(
        series, alternatives: series.map { _ in .either }, meanBlock: 2, replicates: replicates, seed: 1)
    }
    #expect(throws: StatisticsError.tooFewObservations(have: 0, need: 1)) { try family([]) }
    #expect(throws: StatisticsError.differentLengths(column: "series 2", have: 2, expected: 3)) {
      try family([[1, 2, 3], [1, 2]])
    }
    #expect(throws: StatisticsError.missingValue(column: "series 1", row: 1)) { try family([[1, .nan, 3]]) }
    #expect(throws: StatisticsError.constantRegressor(observations: 3)) { try family([[1, 2, 3], [4, 4, 4]]) }
    #expect(throws: StatisticsError.self) { try family([[1, 2, 3]], replicates: 10) }
  }
}
