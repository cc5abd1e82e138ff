import Foundation
import Numerics
import Statistics
import Testing

/// `Tests/Reference/sharpe.py` works the same figures out with numpy from Ledoit & Wolf (2008), four moments and a 4 × 4
/// covariance, and shares no code with this.
@Suite("Whether two Sharpe ratios differ")
struct SharpeDifferenceTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Reference/sharpe")

  private static func lines(_ name: String) throws -> [[String]] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
  }

  private static func returns() throws -> (a: [Double], b: [Double]) {
    let rows = try lines("returns.csv").map { $0.compactMap(Double.init) }
    return (rows.map { $0[0] }, rows.map { $0[1] })
  }

  private static func expected() throws -> [String: Double] {
    Dictionary(uniqueKeysWithValues: try lines("expected.csv").map { ($0[0], Double($0[1]) ?? .nan) })
  }

  private func isNear(_ value: Double, _ wanted: Double?, _ tolerance: Double = 1e-10) -> Bool {
    wanted.map { abs(value - $0) <= tolerance * max(1e-3, abs($0)) } ?? false
  }

  @Test("difference, bandwidth and error are those of the reference")
  func kernel() throws {
    let (a, b) = try Self.returns()
    let expected = try Self.expected()
    let found = try SharpeDifference(a, b, replicates: 99, seed: 1)
    #expect(isNear(found.difference, expected["difference"]))
    #expect(isNear(found.bandwidth, expected["bandwidth"]))
    #expect(isNear(found.standardError, expected["standard_error"]))
  }

  @Test("a resample of named blocks has the reference's difference and error")
  func resample() throws {
    let (a, b) = try Self.returns()
    let expected = try Self.expected()
    var block = 0
    let drawn = BlockResamples(a, b, block: 5).draw {
      defer { block += 1 }
      return (137 * block + 11 * block * block) % 400
    }
    #expect(isNear(drawn.difference, expected["resampled_difference"], 1e-9))
    #expect(isNear(drawn.standardError, expected["resampled_error"], 1e-9))
  }

  @Test("p and interval are the reference's but for the resamples that were drawn")
  func resamples() throws {
    let (a, b) = try Self.returns()
    let expected = try Self.expected()
    let found = try SharpeDifference(a, b, block: 5, replicates: 5000, seed: 1)
    #expect(abs(found.p - (expected["p"] ?? .nan)) < 0.03)
    #expect(isNear(found.halfWidth, expected["half_width"], 0.05))
  }

  @Test("the other way round is the same, with the other sign")
  func turned() throws {
    let (a, b) = try Self.returns()
    let (one, other) = (
      try SharpeDifference(a, b, replicates: 400, seed: 3), try SharpeDifference(b, a, replicates: 400, seed: 3)
    )
    #expect(one.difference == -other.difference && one.p == other.p && one.block == other.block)
    #expect(one.standardError == other.standardError && one.halfWidth == other.halfWidth)
  }

  @Test("a series and its double have one ratio and no error")
  func doubled() throws {
    let (a, _) = try Self.returns()
    for twin in [a, a.map { $0 * 2 }] {
      let found = try SharpeDifference(a, twin, seed: 1)
      #expect(abs(found.difference) < 1e-12 && found.p == 1 && found.standardError == 0)
    }
  }

  @Test("a series that never varies, one of another length and one of few days are refused")
  func refused() throws {
    let (a, b) = try Self.returns()
    #expect(throws: StatisticsError.self) { try SharpeDifference(a, a.map { _ in 0 }, seed: 1) }
    #expect(throws: StatisticsError.self) { try SharpeDifference(a.map { _ in 0.1 }, b, seed: 1) }
    #expect(throws: StatisticsError.self) { try SharpeDifference(a, Array(b.dropLast()), seed: 1) }
    #expect(throws: StatisticsError.self) { try SharpeDifference(Array(a.prefix(19)), Array(b.prefix(19)), seed: 1) }
    #expect(throws: StatisticsError.self) { try SharpeDifference(a.map { $0 > 0.02 ? .nan : $0 }, b, seed: 1) }
  }

  /// Two series of one ratio that share something and remember a day, the shocks of both with fat tails.
  private static func pair(_ stream: Int, apart: Double) -> ([Double], [Double]) {
    var random = CounterRandom(seed: 2008, stream: UInt64(stream))
    var before = (0.0, 0.0)
    var rows: ([Double], [Double]) = ([], [])
    for _ in 0..<250 {
      let spread = random.uniform() < 0.1 ? 3.0 : 1.0
      let shared = random.normal()
      let shocks = (spread * (shared + random.normal()), spread * (shared + random.normal()))
      rows.0.append(0.05 + apart + shocks.0 + 0.3 * before.0)
      rows.1.append(2 * (0.05 + shocks.1 + 0.3 * before.1))
      before = shocks
    }
    return rows
  }

  private static func rejected(apart: Double, samples: Int) -> Double {
    let found = concurrentMap(samples) { stream -> Bool in
      let (a, b) = pair(stream, apart: apart)
      return (try? SharpeDifference(a, b, replicates: 199, seed: UInt64(stream)).p).map { $0 <= 0.05 } ?? false
    }
    return Double(found.count { $0 }) / Double(samples)
  }

  @Test("holds its size: of 600 pairs of equal ratios about 5% are called different, of unequal ones most")
  func size() {
    let size = Self.rejected(apart: 0, samples: 600)
    #expect(size > 0.025 && size < 0.08, "\(size)")
    #expect(Self.rejected(apart: 0.45, samples: 60) > 0.7)
  }
}
