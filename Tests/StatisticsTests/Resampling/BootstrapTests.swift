import Foundation
import Statistics
import Testing

/// s = 12345; for i in range(200): s = (1103515245*s + 12345) % 2**31; z[i] = .6*z[i-1] + (s/2**31 - .5)
private let autoregressive: [Double] = {
  var state = 12345
  var series: [Double] = []
  for _ in 0..<200 {
    state = (1_103_515_245 * state + 12345) % (1 << 31)
    series.append(0.6 * (series.last ?? 0) + (Double(state) / Double(1 << 31) - 0.5))
  }
  return series
}()

@Suite("Stationary bootstrap")
struct BootstrapTests {
  @Test("automatic block lengths")
  func blockLength() throws {
    // arch 8.0.0: optimal_block_length(z).values
    let length = try BlockLength(autoregressive)
    #expect(prints(length.stationary, as: "6.90265783"))
    #expect(prints(length.circular, as: "7.90157073"))
  }

  @Test("series too short, with holes or without spread have no block length")
  func blockLengthRefusals() {
    #expect(throws: StatisticsError.self) { try BlockLength([1, 2, 3]) }
    #expect(throws: StatisticsError.missingValue(column: "values", row: 5)) {
      try BlockLength((0..<100).map { $0 == 5 ? .nan : Double($0) })
    }
    #expect(throws: StatisticsError.constantRegressor(observations: 100)) {
      try BlockLength([Double](repeating: 3, count: 100))
    }
  }

  @Test("a replicate is blocks of rows in order, round the circle, as many rows as the sample")
  func blocks() throws {
    let bootstrap = try StationaryBootstrap(count: 50, meanBlock: 8, seed: 9)
    for replicate in 0..<20 {
      let blocks = bootstrap.blocks(replicate: replicate)
      #expect(blocks.reduce(0) { $0 + $1.length } == 50)
      #expect(blocks.allSatisfy { (0..<50).contains($0.start) && $0.length >= 1 })
      #expect(bootstrap.rows(replicate: replicate).count == 50)
    }
  }

  @Test("blocks have the length asked for, on average")
  func meanLength() throws {
    let bootstrap = try StationaryBootstrap(count: 10_000, meanBlock: 20, seed: 1)
    let blocks = (0..<20).flatMap { bootstrap.blocks(replicate: $0).dropLast() }
    let mean = Double(blocks.reduce(0) { $0 + $1.length }) / Double(blocks.count)
    // √(20·19/10000) = 0.2 for the mean of about ten thousand geometric lengths.
    #expect(abs(mean - 20) < 0.8)
  }

  @Test("a block of one row is the ordinary bootstrap")
  func independent() throws {
    let bootstrap = try StationaryBootstrap(count: 30, meanBlock: 1, seed: 1)
    #expect(bootstrap.blocks(replicate: 0).allSatisfy { $0.length == 1 })
    #expect(bootstrap.blocks(replicate: 0).count == 30)
  }

  @Test("impossible requests are refused")
  func refusals() {
    #expect(throws: StatisticsError.self) { try StationaryBootstrap(count: 10, meanBlock: 0.5, seed: 1) }
    #expect(throws: StatisticsError.self) { try StationaryBootstrap(count: 0, meanBlock: 2, seed: 1) }
  }
}
