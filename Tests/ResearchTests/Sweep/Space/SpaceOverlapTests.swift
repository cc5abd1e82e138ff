import Market
import Numerics
import Research
import Signals
import Statistics
import Testing

@Suite("Points that two sweeps share")
struct SpaceOverlapTests {
  /// What comparing all parameters of all points says.
  static func expected(_ a: ParameterSpace, _ b: ParameterSpace) -> [Int?] {
    let places = Dictionary(b.all.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return a.all.map { places[$0] }
  }

  static func found(_ a: ParameterSpace, _ b: ParameterSpace) -> [Int?] {
    let overlap = a.counterpart(in: b)
    return (0..<a.count).map { overlap?($0) }
  }

  /// A space made of a random subset of values and conditions, listed in a random order.
  static func listed(_ random: inout CounterRandom) throws -> ParameterSpace {
    func list(_ name: String, _ values: [String]) -> String? {
      let kept = values.filter { _ in random.below(3) > 0 }.shuffled(using: &random)
      return kept.isEmpty ? nil : "\(name)=\(kept.joined(separator: ","))"
    }
    let grids = [
      list("entry", ["0", "0.5", "1", "1.5", "2"]), list("exit", ["-1", "0", "1"]),
      list("lookback", ["6h", "288", "2d"]),
      list("timed", ["true", "false"]),
      list("exit_after", ["6h", "2d", "7d"]).map { $0 + (random.below(2) == 0 ? " if timed" : "") },
    ].compactMap(\.self)
    let conditions = ["exit < entry", "entry < 2", "lookback < 2d or timed"].filter { _ in random.below(3) == 0 }
    let whole = try Spaces.space(grids: grids + (grids.isEmpty ? ["entry=1"] : []), where: conditions)
    guard random.below(3) == 0 else { return whole }
    return try Spaces.space(
      grids: grids + (grids.isEmpty ? ["entry=1"] : []), where: conditions, trials: 1 + random.below(whole.count),
      seed: 3)
  }

  @Test("of listed axes are found exactly, whatever the values, orders, conditions and samples", arguments: 0..<8)
  func listed(stream: Int) throws {
    var random = CounterRandom(seed: 2, stream: UInt64(stream))
    var pairs = 0
    while pairs < 25 {
      guard let a = try? Self.listed(&random), let b = try? Self.listed(&random) else { continue }
      #expect(Self.found(a, b) == Self.expected(a, b), "\(a.text) \(b.text)")
      pairs += 1
    }
  }

  @Test("a longer random or Sobol sweep contains a shorter one", arguments: [Sampler.random, .sobol])
  func nested(sampler: Sampler) throws {
    let grids = ["entry=1,2,3"]
    let draws = ["exit=normal(0,1)", "exit_after=loguniform(6h,3d) if exit > 0"]
    let short = try Spaces.space(grids: grids, draws: draws, sampler: sampler, trials: 100, seed: 5)
    let long = try Spaces.space(grids: grids, draws: draws, where: ["exit < 1"], sampler: sampler, trials: 260, seed: 5)
    let found = Self.found(short, long)
    #expect(found == Self.expected(short, long))
    #expect((60...99).contains(found.compactMap(\.self).count))
    #expect(Self.found(long, short) == Self.expected(long, short))
  }

  @Test("continuous draws are found exactly for any pair of samplers, seeds, sizes and lists", arguments: 0..<6)
  func drawn(stream: Int) throws {
    var random = CounterRandom(seed: 8, stream: UInt64(stream))
    func space() throws -> ParameterSpace {
      try Spaces.space(
        grids: [["entry=1,2"], ["entry=2,1,3"], ["entry=1,2", "timed=true,false"]][random.below(3)],
        draws: [["exit=normal(0,1)"], ["exit=uniform(0,1)"]][random.below(2)],
        where: [[], ["exit < 0.5"]][random.below(2)], sampler: Sampler.allCases[random.below(3)],
        trials: [30, 60][random.below(2)], seed: UInt64(random.below(2)))
    }
    for _ in 0..<25 {
      let (a, b) = (try space(), try space())
      #expect(Self.found(a, b) == Self.expected(a, b), "\(a.text) \(b.text)")
    }
  }

  @Test("another parameter fixed elsewhere, or another kind of axis, leaves nothing in common")
  func nothing() throws {
    let a = try Spaces.space(grids: ["entry=1,2"])
    #expect(a.counterpart(in: try Spaces.space(grids: ["entry=1,2"], fixed: ["exit": .number(1)])) == nil)
    #expect(a.counterpart(in: try Spaces.space(grids: ["entry=3,4"])) == nil)
    #expect(a.counterpart(in: try Spaces.space(draws: ["entry=uniform(1,2)"], trials: 9)) == nil)
  }
}
