import Foundation
import Market
import Numerics
import Research
import Signals
import Statistics
import TestSupport
import Testing

/// Of the logarithm of a driftless walk, h = 6 bars ahead, numpy has Hodrick's t of -2.195 and a bias of -1.547; of two of them
/// pooled (streams 0 and 1) t = -2.643 and -1.944.
@Suite("A signal that returns move is judged less what it has for nothing")
struct BiasOfTInStudiesTests {
  /// Closes that nothing moves but chance, and a column of noise.
  ///
  ///     w = draws(60, stream)                   # CounterRandom.normal
  ///     close = 100*cumprod(1 + 0.002*w[0::2]); noise = w[1::2]
  private func frame(stream: UInt64 = 0) -> Frame {
    var random = CounterRandom(seed: 60, stream: stream)
    var (closes, noise): ([Double], [Double]) = ([], [])
    for _ in 0..<3000 {
      closes.append((closes.last ?? 100) * (1 + 0.002 * random.normal()))
      noise.append(random.normal())
    }
    return Frame.flat(
      closes, every: .minutes(5), market: "m\(stream)", of: Instrument(venue: "test", symbol: "T\(stream)"),
      columns: [Column("noise", .score, noise)])
  }

  private func subject(_ expression: String, stream: UInt64 = 0) throws -> StudySubject {
    let node = try SignalBook().bound().resolve(Expression(parsing: expression))
    return try StudySubject(name: expression, node: node, evaluator: Evaluator(frame(stream: stream)))
  }

  private func horizon(_ expression: String) throws -> HorizonStudy {
    try Study(subject(expression), StudyPlan(horizons: [.minutes(30)], calibration: 0, seed: 1)).horizons[0]
  }

  private func sample(_ expression: String) throws -> ForwardSample {
    try HorizonSample(subject(expression), forward: .minutes(30), bars: 6).sample
  }

  @Test("a study of the level of a walk, whose t looks like a find, finds nothing and says what it took off")
  func study() throws {
    let horizon = try horizon("log(close)")
    let bias = try #require(horizon.bias)
    #expect(bias.isMaterial && abs(bias.t + 1.547) < 1e-3)
    #expect(abs(bias.correlation - 1) < 1e-4 && abs(bias.autocorrelation - 1) < 1e-4)
    let t = try #require(horizon.estimates.hodrick1B?.t)
    let rest = try #require(horizon.unbiased.hodrick1B?.t)
    #expect(abs(t + 2.195) < 1e-2 && abs(rest - (t - bias.t)) < 1e-9)
    #expect(horizon.verdict.finding == .noEvidence)
    #expect(horizon.verdict.text.contains("(less a bias of t = -1.55: "))
    #expect(horizon.verdict.rule?.hasSuffix("; slope and p are less a bias of t = -1.55") == true)
    #expect(!horizon.verdict.plain.contains("less a bias"))
    #expect(horizon.cautions.contains { $0.contains("that alone is worth t = -1.55") && $0.contains("Stambaugh") })
  }

  @Test("its estimates, its shift and its power are what they would be without")
  func raw() throws {
    let (horizon, sample) = (try horizon("log(close)"), try sample("log(close)"))
    #expect(horizon.estimates == sample.estimates(ForwardBattery.standard(seed: 1)))
    let shift = try CircularShift(sample).p
    #expect(horizon.shift?.p == shift)
    #expect(horizon.power.answer?.targets.last?.effect == sample.fit.slope * sample.regressorDeviation)
  }

  @Test(
    "noise, and a regime whatever it is made of, have no bias and a verdict that speaks of none",
    arguments: [
      "noise", "noise > 1", "close > mean(close, 4h)",
    ])
  func none(expression: String) throws {
    let horizon = try horizon(expression)
    #expect(horizon.bias == nil && horizon.unbiased == horizon.estimates)
    #expect(!horizon.verdict.text.contains("bias") && horizon.verdict.rule?.contains("bias") != true)
    let test = HypothesisTest(
      Hypothesis(market: "m0", signal: "x", expression: "x", forward: .minutes(30), direction: .either),
      on: try subject(expression), bars: 6)
    #expect(test.bias == nil)
  }

  @Test("a hypothesis of a family has its effect and error as they are, and p of t and of the slope less the bias")
  func family() throws {
    let sample = try sample("log(close)")
    for (direction, side) in [(Direction.either, Alternative.either), (.down, .less)] {
      let test = HypothesisTest(
        Hypothesis(market: "m0", signal: "level", expression: "level", forward: .minutes(30), direction: direction),
        on: try subject("log(close)"), bars: 6)
      let bias = try #require(test.bias)
      let hodrick = try Hodrick1BEstimator().estimate(sample)
      let error = try #require(hodrick.standardError)
      #expect(test.effect == sample.fit.slope * sample.regressorDeviation)
      #expect(test.standardError == error * sample.regressorDeviation)
      let t = try #require(hodrick.t) - bias.t
      #expect(test.hodrick?.twoSided == NormalDistribution.twoSidedP(t))
      #expect(test.hodrick?.declared == side.normalP(t))
      let shift = try CircularShift(sample, less: bias.t * error)
      #expect(test.circular?.twoSided == shift.p && test.circular?.declared == shift.p(side))
      #expect(try #require(test.hodrick?.twoSided) > 0.4, "and not 0.028")
    }
  }

  @Test("the tests of a family together are of the same: StepM does not find the level either")
  func stepM() throws {
    let plan = try FamilyFile.parse(
      "hypotheses: { signals: close, forward: 30m }\nfamily: { replicates: 999 }", file: "x.yaml")
    let test = HypothesisTest(
      Hypothesis(market: "m0", signal: "level", expression: "level", forward: .minutes(30), direction: .either),
      on: try subject("log(close)"), bars: 6)
    let family = try FamilyStudy(plan, [test], grids: [frame().grid])
    #expect(try #require(family.members[0].stepM).adjusted > 0.3)
  }

  @Test("a scan has t as it is, the bias beside it, and p of the difference; of noise it has no bias")
  func scan() throws {
    var plan = ScanPlan(
      signals: try ["log(close)", "noise"].map { .init(name: $0, expression: try Expression(parsing: $0)) },
      horizons: [.minutes(30)])
    plan.score = .value
    plan.replicates = 199
    let timeline = ScanTimeline([frame().grid], tests: 2, plan)
    let tests = try ["log(close)", "noise"].map { text in
      try #require(ScannedSignal(try subject(text), plan, bars: [6], on: timeline).tests.first)
    }
    let bias = try #require(tests[0].bias)
    let t = try #require(tests[0].t)
    let raw = try Hodrick1BEstimator().estimate(sample("log(close)")).t
    #expect(t == raw)
    #expect(tests[0].p == NormalDistribution.twoSidedP(t - bias.t) && tests[0].twoSidedP == tests[0].p)
    #expect(tests[1].bias == nil)
    #expect(tests[1].p == NormalDistribution.twoSidedP(try #require(tests[1].t)))
    plan.score = .rank
    let ranked = try #require(ScannedSignal(try subject("log(close)"), plan, bars: [6], on: timeline).tests.first)
    #expect(try #require(ranked.bias).t < -1, "a rank of a level is a level")
  }

  /// A space of one point, in which nothing is swept.
  private struct OnePoint: ParameterPoints {
    var axisNames: [String] { [] }
    func extent(ofAxis axis: Int) -> Int? { nil }
    func positions(of point: Int, into positions: UnsafeMutableBufferPointer<Int>) {}
    func value(at position: Int, on axis: Int) -> ParameterValue { .number(0) }
  }

  @Test(
    "a sweep of signals ranks by t and judges by p less the bias, and has the slope as it is", arguments: [true, false])
  func sweep(isLevel: Bool) throws {
    let text = isLevel ? "log(close)" : "noise"
    let measure = try StudyMeasure(
      SignalBook(), points: OnePoint(), evaluator: Evaluator(frame()), name: "x",
      expression: Expression(parsing: text), forward: .minutes(30))
    let values = try measure.proof(of: 0)
    func value(_ figure: StudyFigure) -> Double {
      measure.figures.firstIndex(of: figure.rawValue).map { values[$0] } ?? .nan
    }
    let horizon = try horizon(text)
    let (raw, less) = (try #require(horizon.estimates.hodrick1B), try #require(horizon.unbiased.hodrick1B))
    #expect(value(.difference) == raw.estimate * 1e4)
    #expect(value(.t) == less.t && value(.strength) == less.t.map(abs) && value(.p) == less.p)
    #expect(isLevel == (less.t != raw.t))
    let measured = [Double](unsafeUninitializedCapacity: values.count) { buffer, count in
      buffer.initialize(repeating: 0)
      try? measure.trialEvaluator().measure(0, into: buffer)
      count = values.count
    }
    #expect(zip(measured, values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
  }

  @Test(
    "a panel of walks is judged less what its intercepts know, and the rows of its markets and its estimates are raw")
  func panel() throws {
    let plan = StudyPlan(horizons: [.minutes(30)], calibration: 0, seed: 1)
    let levels = try PanelStudy(PanelSubject((0..<2).map { try subject("log(close)", stream: $0) }), plan).horizons[0]
    let bias = try #require(levels.bias)
    #expect(abs(bias.t + 1.944) < 1e-2)
    #expect(abs(try #require(levels.estimates.hodrick1B?.t) + 2.643) < 1e-2)
    #expect(levels.verdict.finding == .noEvidence && levels.verdict.text.contains("(less a bias of t = -1.94: "))
    let market = try #require(levels.markets.first)
    #expect(abs(try #require(market.estimates.hodrick1B?.t) + 2.195) < 1e-2)
    #expect(abs(try #require(market.unbiased.hodrick1B?.t) + 2.195 - 1.547) < 1e-2)
    let noise = try PanelStudy(PanelSubject((0..<2).map { try subject("noise", stream: $0) }), plan).horizons[0]
    #expect(noise.bias == nil && noise.markets.allSatisfy { $0.unbiased == $0.estimates })
    let large = try PanelStudy(PanelSubject((0..<2).map { try subject("1000 * noise", stream: $0) }), plan).horizons[0]
    let (small, same) = (try #require(noise.minimumDetectable), try #require(large.minimumDetectable))
    #expect(abs(small / same - 1) < 1e-9, "an effect is one of a deviation, whatever the unit")
    #expect(noise.verdict.finding == .noEvidence)
    #expect(noise.verdict.text.contains(" bps for one standard deviation of the signal would be missed"))
    let regime = try PanelStudy(
      PanelSubject((0..<2).map { try subject("close > mean(close, 4h)", stream: $0) }), plan
    ).horizons[0]
    #expect(regime.bias == nil)
  }
}

@Suite("Effects of a signal are for one standard deviation of it, whatever its unit")
struct EffectUnitTests {
  @Test("a signal told in thousandths has the power, the smallest effect and the months of itself")
  func power() throws {
    let walk = PlantedWalk(effect: -0.0004)
    let (own, small) = try (power(walk, "state + close / 1e4"), power(walk, "(state + close / 1e4) * 1000"))
    #expect(abs(small.minimumDetectable / own.minimumDetectable - 1) < 1e-6)
    #expect(abs(small.standardError / own.standardError - 1) < 1e-6)
    for (a, b) in zip(own.targets, small.targets) {
      #expect(a.origin == b.origin && abs(a.effect / b.effect - 1) < 1e-6 && abs(a.power - b.power) < 1e-6)
      #expect(abs(a.months / b.months - 1) < 1e-6)
    }
    // An asked effect of one basis point is one of a deviation, and not of a unit.
    #expect(own.targets[0].origin == .asked && own.targets[0].effect == 0.0001)
  }

  private func power(_ walk: PlantedWalk, _ expression: String) throws -> Power {
    try walk.study(expression) { $0.effects = [0.0001] }.horizons[0].power.get()
  }

  @Test("of a signal that is 0 or 1 it is the difference that a regime has, times its deviation")
  func regime() throws {
    let walk = PlantedWalk()
    let regime = try power(walk, "state > 0")
    let number = try power(walk, "2 * state")
    // 0 and 1 with a share q of ones deviate by √(q(1 − q)).
    let share = try HorizonSample(walk.subject("state > 0"), forward: .minutes(30), bars: 6).sample.fit.regressorMean
    let deviation = (share * (1 - share)).squareRoot()
    #expect(abs(number.minimumDetectable / (regime.minimumDetectable * deviation) - 1) < 1e-9)
  }
}
