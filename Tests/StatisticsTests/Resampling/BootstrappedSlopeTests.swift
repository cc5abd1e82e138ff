import Foundation
import Numerics
import Statistics
import Testing

@Suite("Bootstrapped slope")
struct BootstrappedSlopeTests {
  private func pairs(_ count: Int, slope: Double = 0, seed: UInt64) -> (x: [Double], y: [Double]) {
    var random = CounterRandom(seed: seed)
    var x: [Double] = []
    var y: [Double] = []
    for _ in 0..<count {
      x.append(0.8 * (x.last ?? 0) + random.normal())
      y.append(slope * (x.last ?? 0) + random.normal())
    }
    return (x, y)
  }

  @Test("slopes by running sums are slopes of the resampled rows")
  func slopes() throws {
    let (x, y) = pairs(300, slope: 0.5, seed: 1)
    let test = try BootstrappedSlope(x: x, y: y, replicates: 40, meanBlock: 9, seed: 3)
    let bootstrap = try StationaryBootstrap(count: 300, meanBlock: 9, seed: 3)
    for (replicate, slope) in test.slopes.enumerated() {
      let rows = bootstrap.rows(replicate: replicate)
      let fit = try OLS.fit(NamedColumn("y", rows.map { y[$0] }), x: [NamedColumn("x", rows.map { x[$0] })])
      #expect(agree(slope, fit.coefficients[1], to: 1e-10))
    }
  }

  @Test("the error of the sample is the spread of the resampled slopes, nearly")
  func error() throws {
    let (x, y) = pairs(2000, seed: 2)
    let test = try BootstrappedSlope(x: x, y: y, replicates: 2000, meanBlock: 10, seed: 1)
    let spread = Moments(test.slopes).standardDeviation(ddof: 1)
    #expect(abs(test.standardError / spread - 1) < 0.08)
  }

  @Test("an effect that is there is found; of two hundred that are not, about one in twenty is")
  func size() throws {
    let planted = pairs(500, slope: 0.3, seed: 5)
    #expect(try BootstrappedSlope(x: planted.x, y: planted.y, seed: 1).p < 0.01)
    let found = try (0..<200).count { draw in
      let (x, y) = pairs(400, seed: 100 + UInt64(draw))
      return try BootstrappedSlope(x: x, y: y, replicates: 199, seed: UInt64(draw)).p < 0.05
    }
    // 10 with a deviation of 3.1.
    #expect(found < 23)
  }

  @Test("resamples that draw no episode at all are left out and counted")
  func lost() throws {
    let x = (0..<200).map { (100..<104).contains($0) ? 1.0 : 0 }
    var random = CounterRandom(seed: 6)
    let y = x.map { _ in random.normal() }
    let test = try BootstrappedSlope(x: x, y: y, replicates: 500, meanBlock: 4, seed: 1)
    #expect(test.replicates < 500)
    #expect(test.slopes.count == test.replicates)
  }

  @Test("holes, constants and columns of other lengths are refused")
  func refusals() {
    #expect(throws: StatisticsError.constantRegressor(observations: 50)) {
      try BootstrappedSlope(x: [Double](repeating: 2, count: 50), y: (0..<50).map(Double.init), seed: 1)
    }
    #expect(throws: StatisticsError.missingValue(column: "y", row: 1)) {
      try BootstrappedSlope(x: [1, 2, 3], y: [1, .nan, 3], seed: 1)
    }
    #expect(throws: StatisticsError.differentLengths(column: "y", have: 2, expected: 3)) {
      try BootstrappedSlope(x: [1, 2, 3], y: [1, 2], seed: 1)
    }
  }
}
