import Market
import Replay
import Research
import Signals
import Testing

/// One code path: what a sweep reports for a parameter set is what a replay of it reports.
enum SweepLaw {
  static func check(frame: Frame, strategy: Strategy) throws {
    let space = try ParameterSpace(
      SpaceRequest(
        grids: ["entry=0.25:2:0.25", "lookback=6h,1d"], draws: ["exit=normal(0,0.5)"], trials: 48),
      of: strategy.signals.parameters, interval: frame.grid.interval)
    let tape = try PreparedMarket(frame)
    func blocks(threads: Int) throws -> [MeasuredBlock] {
      let plan = try StrategyPlan(strategy, points: space, evaluator: Evaluator(frame))
      let measure = ReplayMeasure(plan, tape: tape)
      return try SweepWorkers(measure: measure, blocks: BlockPlan(count: space.count), threads: threads).measureAll()
    }
    let serial = try blocks(threads: 1)
    #expect(serial.map(\.points) == BlockPlan(count: space.count).ranges)
    for (one, other) in zip(serial, try blocks(threads: 4)) { #expect(same(one.values, other.values)) }
    var finals: Set<Double> = []
    for block in serial {
      for (offset, point) in block.points.enumerated() {
        let run = try strategy.bound(to: space.parameters(point)).run(Evaluator(frame), on: tape)
        #expect(same(block.figures(at: offset), FigureKey.allCases.map { run.figures[$0] ?? .nan }))
        finals.insert(run.figures.finalEquity)
      }
    }
    #expect(finals.count > 20, "the parameters make a difference")
  }

  /// Bit for bit, where one NaN is as good as another.
  private static func same(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
  }
}

extension BlockPlan {
  fileprivate var ranges: [Range<Int>] { (0..<blockCount).map(range(of:)) }
}
