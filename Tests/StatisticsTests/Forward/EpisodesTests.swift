import Statistics
import Testing

@Suite("An episode ends on a bar on which the condition is known not to hold")
struct EpisodesTests {
  /// `1` where it holds, `0` where it does not, `?` where that is not known.
  private func holds(_ bars: String) -> (Int) -> Bool? {
    let bars = Array(bars)
    return { bars[$0] == "?" ? nil : bars[$0] == "1" }
  }

  @Test(
    "and on none of which nothing is known",
    arguments: [
      ("", []), ("000", []), ("???", []),
      ("0110", [1..<3]), ("1101", [0..<2, 3..<4]),
      ("01?10", [1..<4]), ("1???1", [0..<5]), ("1?0?1", [0..<1, 4..<5]),
      ("?01?", [2..<3]), ("??1??", [2..<3]), ("1?1?0", [0..<3]),
    ])
  func among(bars: String, expected: [Range<Int>]) {
    #expect(Episodes.among(bars.count, holds(bars)) == expected)
  }

  @Test(
    "the last began with the first bar behind it",
    arguments: [("1", 0), ("01", 1), ("1?1", 0), ("0?1", 2), ("10?1?11", 3), ("?1", 1)])
  func start(bars: String, expected: Int) {
    let (holds, last) = (holds(bars), bars.count - 1)
    #expect(Episodes.start(of: last, holds) == expected)
    #expect(Episodes.among(bars.count, holds).last?.lowerBound == expected)
  }

  /// A walk of as many bars as `regime`, whose prices are missing where `prices` has a point.
  private func sample(_ regime: String, prices: String? = nil, horizon: Int) throws -> ForwardSample {
    let states = (0..<regime.count).map(holds(regime))
    let closes = (prices ?? regime).enumerated().map { $1 == "." ? .nan : 100 + Double($0 * $0 % 7) }
    func returns(_ bars: Int) -> [Double] {
      closes.indices.map { $0 + bars < closes.count ? closes[$0 + bars] / closes[$0] - 1 : .nan }
    }
    return try ForwardSample(
      regime: states.map { $0 == true }, present: states.map { $0 != nil }, y: returns(horizon),
      nextReturns: returns(1), horizon: horizon)
  }

  @Test("one regime has as many at every horizon, whichever bars are missing", arguments: [1, 2, 5])
  func horizons(horizon: Int) throws {
    let whole = try sample("0001111111000001111111000000", horizon: horizon)
    #expect(whole.episodes == 2)
    let regime = "00011?11?100000111?1?1000000"
    let holed = try sample(regime, prices: "00011.11.100000111.1.1000000", horizon: horizon)
    #expect(holed.episodes == 2)
    let contrast = try #require(RegimeContrast(holed))
    #expect(contrast.episodes == 2 && contrast.longestEpisode == 7)
    #expect(contrast.barsIn < 10, "those of a missing bar, and of one a horizon later, have no return")
  }

  @Test("one of which no bar has a return is not in the sample")
  func withoutReturns() throws {
    let regime = "000110001100011"
    #expect(try sample(regime, horizon: 1).episodes == 3)
    #expect(try sample(regime, horizon: 2).episodes == 2)
    #expect(try sample(regime, prices: "000111.....1111", horizon: 1).episodes == 2)
  }

  @Test("a signal has none")
  func signal() throws {
    let x = (0..<20).map { Double($0 * 7 % 11) }
    #expect(try ForwardSample(signal: x, nextReturns: x, horizon: 1).episodes == nil)
  }

  @Test("visits to a bucket go by the same rule", arguments: [([Int](), [2, 1]), ([7], [2, 1]), ([7, 9], [2, 1])])
  func visits(missing: [Int], expected: [Int]) throws {
    // After a warm-up of 1, 2 the values are below both but for rows 6 to 10.
    let signal =
      [1.0, 2] + [0, 0, 0, 0, 3, 4, 5, 6, 7, 0, 0, 0].enumerated().map { missing.contains($0 + 2) ? .nan : $1 }
    let next = signal.indices.map { Double($0 * 5 % 7) / 100 }
    let buckets = try ExpandingBuckets(signal, count: 2, warmUp: 2)
    let y = next.enumerated().map { $0 == 4 ? .nan : $1 }
    let returns = try BucketReturns(buckets, y: y, nextReturns: next, horizon: 1)
    #expect(returns.buckets.map(\.visits) == expected)
  }
}
