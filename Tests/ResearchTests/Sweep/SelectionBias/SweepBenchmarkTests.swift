import Market
import Numerics
import Replay
import Research
import Signals
import Testing

@Suite("A sweep against a benchmark")
struct SweepBenchmarkTests {
  private static let frame = SignalMarket.frame(days: 120, skill: 0)

  private static func measure(
    _ grid: [String] = ["entry=0.5:1.5:0.5", "trend=2,4"], against marks: [DailyMark]? = nil, name: String = "hold"
  ) throws -> ReplayMeasure {
    let strategy = try StrategyFile.parse(SignalMarket.text, file: "follow.yaml")
    let space = try ParameterSpace(SpaceRequest(grids: grid), of: strategy.signals.parameters, interval: .hour)
    let plan = try StrategyPlan(strategy, points: space, evaluator: Evaluator(frame))
    let tape = try PreparedMarket(frame)
    let days = try BenchmarkDays(Benchmark(name, marks: marks ?? frame.holding), on: tape.rows, of: tape.grid)
    return ReplayMeasure(plan, tape: tape, benchmark: days)
  }

  /// Of every point, in order.
  private static func figures(_ measure: ReplayMeasure, threads: Int) throws -> [[Double]] {
    try SweepWorkers(measure: measure, blocks: BlockPlan(count: 6), threads: threads).measureAll().flatMap { block in
      block.points.indices.map { block.figures(at: $0 - block.points.lowerBound) }
    }
  }

  private static func isSame(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  @Test(
    "every trial has alpha, beta and information ratio behind its figures, the same by itself and on any number of threads"
  )
  func figures() throws {
    let measure = try Self.measure()
    #expect(measure.figures.suffix(3) == ["alpha_annual", "beta", "information_ratio"])
    let trials = try Self.figures(measure, threads: 1)
    let plain = try Self.figures(ReplayMeasure(measure.plan, tape: measure.tape), threads: 1)
    let parallel = try Self.figures(measure, threads: 3)
    #expect(trials.count == 6 && plain[0].count == trials[0].count - 3)
    for point in 0..<6 {
      #expect(Self.isSame(trials[point], try measure.proof(of: point)))
      #expect(Self.isSame(plain[point], trials[point]))
      #expect(Self.isSame(parallel[point], trials[point]))
    }
  }

  @Test("a trial that is the benchmark has no alpha, a beta of one, no difference, and is not tested")
  func itself() throws {
    let plain = try Self.measure()
    let bound = try plain.plan.strategy.bound(to: plain.plan.points.parameters(of: 2))
    let marks = try bound.run(Evaluator(Self.frame), on: plain.tape).daily
    let measure = try Self.measure(against: marks, name: "follow")
    let figures = try measure.proof(of: 2).suffix(3)
    #expect(Array(figures.prefix(2)) == [0, 1] && (figures.last ?? 0).isNaN)
    let sample = try measure.sample(Array(0..<6), of: 6, threads: 2)
    let against = SweepBenchmark(
      try #require(measure.benchmark), sample, shown: [2, 0], on: measure.tape.rows, of: measure.tape.grid, seed: 1)
    #expect(against.trials[0].alphaP == nil && against.trials[0].differenceP == nil)
    #expect(against.trials[1].alphaP != nil && against.trials[1].fit.alpha != 0)
  }

  @Test("where there is no skill no alpha survives the number of trials; where alpha is planted it does")
  func survivors() throws {
    let idle = try Self.measure()
    let sample = try idle.sample(Array(0..<6), of: 6, threads: 2)
    let rows = (idle.tape.rows, idle.tape.grid)
    let benchmark = try #require(idle.benchmark)
    let none = SweepBenchmark(benchmark, sample, shown: [0], on: rows.0, of: rows.1, seed: 1)
    #expect(try none.alpha.get().survivors.isEmpty)
    // A tenth of the benchmark, and 40 bps a day in a noise of 50, on one trial of six.
    var random = CounterRandom(seed: 9)
    let planted = sample.returns.enumerated().map { index, returns in
      index != 3 ? returns : benchmark.returns.map { 0.1 * $0 + 0.004 + 0.005 * random.normal() }
    }
    let found = SweepBenchmark(
      benchmark, TrialSample(points: sample.points, returns: planted, of: 6), shown: [3, 0], on: rows.0, of: rows.1,
      seed: 1)
    #expect(try found.alpha.get().survivors == [3])
    #expect((found.trials[0].alphaP ?? 1) < 0.05 && abs(found.trials[0].fit.beta - 0.1) < 0.3)
    #expect(found.curve?.best.count == benchmark.count)
  }
}

@Suite("A validation against a benchmark")
struct ValidationBenchmarkTests {
  @Test("has the check only where a benchmark is named, and a strategy with skill passes it")
  func check() throws {
    let frame = SignalMarket.frame(days: 200, skill: 12)
    let grid = ["entry=0.5,1", "trend=2,4"]
    let plain = try SignalMarket.validation(frame, grid: grid)
    #expect(plain.against == nil && plain.checks.asked.count == 8 && plain.checks.checks.count == 9)
    let tape = try PreparedMarket(frame)
    let benchmark = try BenchmarkDays(Benchmark("hold", marks: frame.holding), on: tape.rows, of: tape.grid)
    let held = try SignalMarket.validation(frame, grid: grid) { $0.benchmark = benchmark }
    let against = try #require(try held.against?.get())
    let record = try held.walkForward.get().record
    #expect(against.days == record.returns.count && against.alphaAnnual.value > 0)
    let check = try #require(held.checks.asked.first { $0.name == .beatsBenchmark })
    #expect(check.finding == .passed, "\(check.measures)")
    #expect(held.checks.asked.filter { $0.name != .beatsBenchmark } == plain.checks.asked)
    #expect(plain.plan.text != held.plan.text)
  }

  @Test("fails it where nothing is left but chance")
  func idle() throws {
    let frame = SignalMarket.frame(days: 150, skill: 0)
    let tape = try PreparedMarket(frame)
    let benchmark = try BenchmarkDays(Benchmark("hold", marks: frame.holding), on: tape.rows, of: tape.grid)
    let held = try SignalMarket.validation(frame, grid: ["entry=0.5,1"]) { $0.benchmark = benchmark }
    #expect(held.checks.checks.first { $0.name == .beatsBenchmark }?.finding == .failed)
  }
}
