import Market
import Replay
import Signals
import Testing

/// Listed values for some parameters, defaults for the rest; the last axis turns fastest. An axis marked as drawn says of
/// itself that its positions do not recur.
private struct Lattice: ParameterPoints {
  let axes: [(name: String, values: [ParameterValue])]
  var drawn: Set<String> = []

  var axisNames: [String] { axes.map(\.name) }
  var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  func extent(ofAxis axis: Int) -> Int? { drawn.contains(axes[axis].name) ? nil : axes[axis].values.count }
  func value(at position: Int, on axis: Int) -> ParameterValue { axes[axis].values[position] }

  func positions(of point: Int, into positions: UnsafeMutableBufferPointer<Int>) {
    var rest = point
    for axis in axes.indices.reversed() {
      positions[axis] = rest % axes[axis].values.count
      rest /= axes[axis].values.count
    }
  }
}

@Suite("Many parameter sets of one strategy")
struct TrialRunnerTests {
  private static let frame = Candles.random(bars: 3000, seed: 11)

  private static func numbers(_ values: Double...) -> [ParameterValue] { values.map { .number($0) } }

  private static func lattice(drawn: Set<String> = []) -> Lattice {
    Lattice(
      axes: [
        ("entry", numbers(0.5, 1, 1.5)), ("exit", numbers(-0.5, 0, 0.5)),
        ("lookback", [.duration(.hours(2)), .duration(.hours(6))]), ("fee", numbers(0, 0.001)),
        ("strict", [.flag(true), .flag(false)]),
      ], drawn: drawn)
  }

  static let strategies = [
    "short: { enter: hot, exit: z < exit }",
    "long: { enter: \"z < -entry or change(close, 3) < -1% * entry\" }\nshort: { enter: hot, exit: exit > z }",
    "long: { enter: calm }\nshort: { enter: not calm and entry < z, exit: strict }\nsize: 0.5 + entry / 4",
    "position: clip(-z * entry, -1, 1)\nrebalance: entry / 4",
    "long: { enter: z > entry - exit, exit: z <= exit }\nsize: clip(abs(z), 0, 2)",
    "long: { enter: z < -entry, exit: z > exit, stop: entry * 1%, take: '2 * std(close, lookback)', trail: 2%, hold: lookback }",
    "long:\n  enter: hot\n  exit: z < exit\n  order: limit(close * (1 - entry * 10bps), for 3 bars)\n  exit_order: limit(close * 1.001, for 2 bars)\n  stop: 1%\nshort: { enter: z < -entry, exit: open_return < -1% or bars_held > 20, stop: 2% }\nsize: risk(1%)\nmax_leverage: 2",
    "long:\n  enter: hot\n  exit: if(strict, peak_return - open_return, exit - z) > 0.5% * entry\nsize: quote(5000)",
    "short: { enter: hot, exit: z < exit }\nlong: { enter: -entry > z }\nsize: if(position == 0, entry, 1)\nmax_leverage: 1",
  ]

  private static func strategy(_ rules: String) throws -> Strategy {
    try StrategyFile.parse(
      """
      parameters: { entry: 1, exit: 0, lookback: 6h, fee: 0.0005, strict: false }
      signals:
        z: zscore(close, lookback)
        hot: z > entry and (not strict or z < 3 * entry)
        calm: -entry < z and z < entry
      \(rules)
      costs: { taker: fee, slippage: 1bps }
      """, file: "lattice.yaml")
  }

  @Test("a trial has the figures of a replay, bit for bit, in whatever order points come", arguments: strategies)
  func equalsReplay(rules: String) throws {
    let strategy = try Self.strategy(rules)
    let tape = try PreparedMarket(Self.frame)
    for points in [Self.lattice(), Self.lattice(drawn: ["entry", "fee"])] {
      let plan = try StrategyPlan(strategy, points: points, evaluator: Evaluator(Self.frame.frame))
      // The second has room for nearly nothing, so that it forgets all the time.
      for runner in [TrialRunner(plan), TrialRunner(plan, budget: 2000)] {
        for step in 0..<points.count {
          let point = step * 29 % points.count
          let replay = try strategy.bound(to: points.parameters(of: point)).run(Evaluator(Self.frame.frame), on: tape)
          #expect(try runner.figures(of: point, on: tape) == replay.figures)
          #expect(try runner.dailyReturns(of: point, on: tape).returns == replay.daily.map(\.dailyReturn))
        }
      }
    }
    let runner = TrialRunner(try StrategyPlan(strategy, points: Self.lattice(), evaluator: Evaluator(Self.frame.frame)))
    let results = try (0..<Self.lattice().count).map { try runner.figures(of: $0, on: tape).finalEquity }
    #expect(Set(results).count > 5, "parameters make a difference: \(Set(results))")
  }

  @Test("a set that cannot be run is refused in a replay's own words, and the next one runs")
  func refuses() throws {
    let strategy = try StrategyFile.parse(
      """
      parameters: { entry: 1, scale: 1, fee: 0 }
      signals:
        z: zscore(close, 6h)
        unused: z > 1 / scale
      short: { enter: z > entry / scale, exit: z < 0 }
      costs: { taker: fee }
      """, file: "refusals.yaml")
    let points = Lattice(axes: [
      ("entry", Self.numbers(1, 2)), ("scale", Self.numbers(1, 0)), ("fee", Self.numbers(0.001, 5)),
    ])
    let tape = try PreparedMarket(Self.frame)
    let runner = TrialRunner(try StrategyPlan(strategy, points: points, evaluator: Evaluator(Self.frame.frame)))
    var refused = 0
    for point in 0..<points.count {
      let replay = Result { () throws(Problem) in
        try strategy.bound(to: points.parameters(of: point)).run(Evaluator(Self.frame.frame), on: tape).figures
      }
      let trial = Result { () throws(Problem) in try runner.figures(of: point, on: tape) }
      switch (replay, trial) {
      case (.success(let replay), .success(let trial)): #expect(replay == trial)
      case (.failure(let replay), .failure(let trial)):
        refused += 1
        #expect(replay.description == trial.description)
      default: Issue.record("point \(point): a replay says \(replay) and a trial \(trial)")
      }
    }
    #expect(refused == 6)
  }

  @Test(
    "signals that are deep, or wide, behind their names are planned and evaluated as a replay has them",
    .timeLimit(.minutes(1)), arguments: [(5000, "%s and z > entry"), (40, "%s and %s or %s"), (5000, "%s")])
  func deep(count: Int, link: String) throws {
    let links = (1...count).map { "  s\($0): \(link.replacing("%s", with: "s\($0 - 1)"))" }
    let strategy = try StrategyFile.parse(
      """
      parameters: { entry: 1 }
      signals:
        z: zscore(close, 6h)
        s0: z > entry
      \(links.joined(separator: "\n"))
      long: { enter: s\(count) }
      """, file: "deep.yaml")
    let points = Lattice(axes: [("entry", Self.numbers(0.5, 1))])
    let tape = try PreparedMarket(Self.frame)
    let runner = TrialRunner(try StrategyPlan(strategy, points: points, evaluator: Evaluator(Self.frame.frame)))
    for point in 0..<2 {
      let replay = try strategy.bound(to: points.parameters(of: point)).run(Evaluator(Self.frame.frame), on: tape)
      #expect(try runner.figures(of: point, on: tape) == replay.figures)
    }
  }
}
