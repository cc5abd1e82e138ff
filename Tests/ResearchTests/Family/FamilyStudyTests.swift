import Market
import Numerics
import Research
import Signals
import Statistics
import TestSupport
import Testing

@Suite("A family of hypotheses")
struct FamilyStudyTests {
  /// A walk with regimes that mean nothing, but for the first, after whose bars price falls.
  private struct Walk {
    let frame: Frame

    init(effect: Double, regimes: Int, bars: Int = 8000, seed: UInt64) {
      var random = CounterRandom(seed: seed)
      let columns = (0..<regimes).map { _ -> [Double] in
        var regime: [Double] = []
        while regime.count < bars {
          regime += [Double](repeating: 0, count: 40 + random.below(120))
          regime += [Double](repeating: 1, count: 4 + random.below(12))
        }
        return Array(regime.prefix(bars))
      }
      var price = 100.0
      let closes = (0..<bars).map { row -> Double in
        let planted = row > 0 && columns[0][row - 1] > 0 ? effect : 0
        price *= 1 + random.normal() * 0.001 + planted
        return price
      }
      frame = Frame.flat(
        closes, every: .minutes(5), columns: columns.enumerated().map { Column("state_\($0)", .flag, $1) })
    }

    init(frame: Frame) { self.frame = frame }

    func test(_ text: String, direction: Direction = .either, bars: Int = 6) throws -> HypothesisTest {
      let node = try SignalBook().bound().resolve(Expression(parsing: text))
      let subject = try StudySubject(name: text, node: node, evaluator: Evaluator(frame))
      return HypothesisTest(
        Hypothesis(
          market: "walk", signal: text, expression: node.key, forward: .minutes(5 * bars), direction: direction),
        on: subject, bars: bars)
    }

    func family(_ tests: [HypothesisTest], correction: String = "holm") throws -> FamilyStudy {
      let plan = try FamilyFile.parse(
        "hypotheses: { signals: close, forward: 30m }\nfamily: { correction: \(correction), replicates: 999 }",
        file: "x.yaml")
      return try FamilyStudy(plan, tests, grids: tests.map { _ in frame.grid })
    }
  }

  @Test("the planted effect survives, the decoys do not, and all three tests of the family agree")
  func planted() throws {
    let walk = Walk(effect: -0.0006, regimes: 12, seed: 5)
    let tests = try (0..<12).map { try walk.test("state_\($0) > 0") }
    let study = try walk.family(tests)
    #expect(study.members.map(\.survives) == [true] + [Bool](repeating: false, count: 11))
    #expect(study.members.compactMap(\.stepM).map(\.isFound) == study.members.map(\.survives))
    let joint = try #require(study.joint)
    #expect(joint.ability.consistent < 0.01 && joint.hypotheses == 12)
    #expect(study.verdict.hasPrefix("1 of 12 hypotheses survives Holm at 5%: state_0 > 0"))
  }

  @Test("when nothing is planted the best of many is not taken for a finding, in about 95 of 100 markets")
  func size() throws {
    // 100 markets of 10 hypotheses each: binomial(100, 5%) exceeds 12 once in 2,000 times.
    let rejected = try (0..<100).count { seed in
      let walk = Walk(effect: 0, regimes: 10, bars: 4000, seed: 1000 + UInt64(seed))
      let study = try walk.family(try (0..<10).map { try walk.test("state_\($0) > 0") })
      return try #require(study.joint).ability.consistent <= 0.05
    }
    #expect(rejected <= 12)
  }

  @Test("a direction halves the p of who guessed it and takes it from who did not")
  func directions() throws {
    let walk = Walk(effect: -0.0006, regimes: 1, seed: 5)
    let down = try walk.test("state_0 > 0", direction: .down)
    let up = try walk.test("state_0 > 0", direction: .up)
    let either = try walk.test("state_0 > 0")
    #expect(try #require(down.hodrick).declared < #require(either.hodrick).declared)
    #expect(try #require(up.p) > 0.9)
    #expect(down.twoSidedP == either.twoSidedP)
  }

  @Test("what cannot be judged is said, counts as a hypothesis, and is left out of the resampling")
  func unjudged() throws {
    let walk = Walk(effect: -0.0006, regimes: 2, seed: 5)
    let tests = [
      try walk.test("state_0 > 0"), try walk.test("close > 1e9"), try walk.test("close > 0"),
    ]
    let study = try walk.family(tests)
    #expect(study.members[1].test.cannotSay?.contains("never holds") == true)
    #expect(study.members[2].test.cannotSay?.contains("every bar") == true)
    #expect(study.members[1].holm == 1 && !study.members[1].survives)
    #expect(study.members[0].holm == 3 * (try #require(tests[0].p)))
    #expect(study.joint?.hypotheses == 1)
    #expect(study.verdict.contains("2 could not be judged"))
    let none = try walk.family(Array(tests[1...]))
    #expect(none.joint == nil && none.verdict.hasPrefix("Cannot say"))
  }

  @Test("fewer than eight episodes are an anecdote")
  func anecdote() throws {
    let walk = Walk(effect: -0.01, regimes: 1, bars: 500, seed: 5)
    let test = try walk.test("state_0 > 0")
    #expect(test.cannotSay?.contains("anecdote") == true && test.p == nil && test.effect != nil)
  }

  @Test("markets that begin at other times are resampled on one time line")
  func timelines() throws {
    let walk = Walk(effect: -0.0006, regimes: 1, seed: 5)
    let test = try walk.test("state_0 > 0")
    let plan = try FamilyFile.parse("hypotheses: { signals: close, forward: 30m }", file: "x.yaml")
    let later = Grid(
      start: walk.frame.grid.open(500), interval: walk.frame.grid.interval, count: walk.frame.grid.count)
    let study = try FamilyStudy(plan, [test, test], grids: [walk.frame.grid, later])
    #expect(study.joint?.bars == 8500)
    #expect(study.members[0].survives && study.members[1].survives)
  }

  @Test("bars that a signal only looks back on are no observations: the family is that of the window alone")
  func warmUp() throws {
    let walk = Walk(effect: -0.0006, regimes: 2, seed: 5)
    func study(_ frame: Frame) throws -> FamilyStudy {
      let cut = Walk(frame: frame)
      let tests = try (0..<2).map { try cut.test("state_\($0) > 0") }
      let plan = try FamilyFile.parse(
        "hypotheses: { signals: close, forward: 30m }\nfamily: { replicates: 999 }", file: "x.yaml")
      return try FamilyStudy(plan, tests, grids: tests.map { _ in frame.grid.slice(frame.evaluation) })
    }
    let whole = walk.frame
    let columns = whole.columns.values
    let lookingBack = try study(
      Frame(
        market: "walk", instrument: whole.instrument, grid: whole.grid, evaluation: 3000..<8000,
        columns: columns.map { Column($0.name, $0.unit, $0.values) }))
    let alone = try study(
      Frame(
        market: "walk", instrument: whole.instrument, grid: whole.grid.slice(3000..<8000),
        columns: columns.map { Column($0.name, $0.unit, Array($0.values[3000...])) }))
    let (a, b) = (try #require(lookingBack.joint), try #require(alone.joint))
    #expect(a.bars == 5000 && b.bars == 5000)
    #expect(a.barsPerRow == b.barsPerRow && a.ability.consistent == b.ability.consistent)
    #expect(a.stepM.adjusted == b.stepM.adjusted)
    #expect(lookingBack.members.map(\.test.observations) == alone.members.map(\.test.observations))
  }
}
