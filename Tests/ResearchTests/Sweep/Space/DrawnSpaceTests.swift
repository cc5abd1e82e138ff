import Foundation
import Market
import Research
import Signals
import Testing

@Suite("Drawn axes of a sweep")
struct DrawnSpaceTests {
  @Test(
    "draw i takes combination i mod G of the listed values, so that these stay balanced", arguments: Sampler.allCases)
  func balance(sampler: Sampler) throws {
    let space = try Spaces.space(
      grids: ["entry=1,2,3", "timed=true,false"], draws: ["exit=uniform(0,1)"], sampler: sampler, trials: 600)
    let counts = Dictionary(grouping: space.all) { [$0["entry"], $0["timed"]] }.mapValues(\.count)
    #expect(counts.count == 6 && counts.values.allSatisfy { $0 == 100 })
  }

  @Test("no listed value gets its own part of a drawn axis", arguments: Sampler.allCases)
  func unconfounded(sampler: Sampler) throws {
    let space = try Spaces.space(
      grids: ["timed=true,false"], draws: ["exit=uniform(0,1)"], sampler: sampler, trials: 512)
    for flag in [true, false] {
      let exits = space.all.filter { $0["timed"] == .flag(flag) }.compactMap { $0["exit"]?.scalar }
      #expect(exits.count == 256)
      // A mean of uniforms has a standard error of 1 / √(12·256) = 0.018.
      let mean: Double = exits.reduce(0, +) / 256
      #expect(abs(mean - 0.5) < 0.09)
    }
  }

  @Test("Latin draws hit every stratum of every axis exactly once")
  func latin() throws {
    let space = try Spaces.space(
      grids: ["timed=true,false"], draws: ["entry=uniform(0,1)", "exit=uniform(-1,1)"], sampler: .latin, trials: 999)
    #expect(Set(space.numbers("entry").map { Int($0 * 999) }) == Set(0..<999))
    #expect(Set(space.numbers("exit").map { Int(($0 + 1) / 2 * 999) }) == Set(0..<999))
  }

  @Test("2^k Sobol draws hit every one of 2^k strata exactly once, and pairs of axes are even")
  func sobol() throws {
    let space = try Spaces.space(
      draws: ["entry=uniform(0,1)", "exit=uniform(0,1)"], sampler: .sobol, trials: 1024, seed: 4)
    #expect(Set(space.numbers("entry").map { Int($0 * 1024) }) == Set(0..<1024))
    let squares = Set(zip(space.numbers("entry"), space.numbers("exit")).map { Int($0 * 32) << 5 | Int($1 * 32) })
    #expect(squares.count == 1024)
  }

  @Test("normal draws are normal quantiles of uniform ones")
  func normal() throws {
    let uniform = try Spaces.space(draws: ["exit=uniform(0,1)"], trials: 500)
    let normal = try Spaces.space(draws: ["exit=normal(2,3)"], trials: 500)
    let back = normal.numbers("exit").map { 0.5 * erfc(-($0 - 2) / 3 / 2.0.squareRoot()) }
    #expect(zip(back, uniform.numbers("exit")).allSatisfy { abs($0 - $1) < 1e-12 })
    // scipy.stats.norm.ppf([.001, .3, .975], 2, 3)
    let quantiles = [0.001, 0.3, 0.975].map { Distribution.normal(mean: 2, deviation: 3).value($0).scalar }
    let expected = [-7.27069691850344, 0.42679846187587733, 7.879891953620162]
    #expect(zip(quantiles, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("each distribution keeps to its bounds and its kind")
  func bounds() throws {
    let space = try Spaces.space(
      draws: [
        "entry=integer(1,3)", "exit=loguniform(0.01,100)", "lookback=uniform(6h,3d)", "timed=choice(true,false)",
        "exit_after=loguniform(1h,7d)",
      ], trials: 3000)
    let all = space.all
    #expect(Set(all.map { $0["entry"] }) == Set([1, 2, 3].map { .number($0) }))
    #expect(Set(all.map { $0["timed"] }) == [.flag(true), .flag(false)])
    let exits = space.numbers("exit")
    #expect(exits.allSatisfy { (0.01...100).contains($0) })
    #expect(abs(exits.count { $0 < 1 } - 1500) < 150)
    for (name, range) in [("lookback", 72...864), ("exit_after", 12...2016)] {
      let bars = space.numbers(name).map { $0 / 300_000 }
      #expect(bars.allSatisfy { $0 == $0.rounded() && range.contains(Int($0)) })
    }
  }

  @Test("draws are a function of the seed")
  func seeds() throws {
    let draws = ["exit=normal(0,1)"]
    for sampler in Sampler.allCases {
      let a = try Spaces.space(draws: draws, sampler: sampler, trials: 20, seed: 3)
      let b = try Spaces.space(draws: draws, sampler: sampler, trials: 20, seed: 3)
      let c = try Spaces.space(draws: draws, sampler: sampler, trials: 20, seed: 4)
      #expect(a.all == b.all && a.all != c.all)
    }
  }

  @Test("--where drops the draws that do not meet it and leaves the others as they were")
  func conditions() throws {
    let request = (grids: ["entry=-0.5,0.5"], draws: ["exit=uniform(-1,1)"])
    let whole = try Spaces.space(grids: request.grids, draws: request.draws, trials: 1000)
    let kept = try Spaces.space(grids: request.grids, draws: request.draws, where: ["exit < entry"], trials: 1000)
    #expect(kept.all == whole.all.filter { ($0["exit"]?.scalar ?? 9) < ($0["entry"]?.scalar ?? -9) })
    #expect((400...600).contains(kept.count))
  }

  @Test("where every drawn axis rests, a combination is run once")
  func resting() throws {
    let space = try Spaces.space(
      grids: ["timed=true,false"], draws: ["exit_after=uniform(6h,3d) if timed"], trials: 200)
    #expect(space.count == 101)
    let resting = (0..<space.count).filter { space.positions(of: $0)[4] == ParameterSpace.atRest }
    #expect(resting.map { space.parameters($0)["exit_after"] } == [.duration(.days(2))])
    let two = try Spaces.space(
      grids: ["timed=true,false"], draws: ["exit_after=uniform(6h,3d) if timed", "exit=uniform(0,1)"], trials: 200)
    #expect(two.count == 200)
  }
}
