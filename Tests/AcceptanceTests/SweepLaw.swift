import Market
import Replay
import Research
import Signals
import Testing

/// One code path: what a sweep reports for a parameter set is what a replay of it reports.
enum SweepLaw {
  static func check(frame: Frame, strategy: Strategy) throws {
    let grid = try ParameterGrid([
      ParameterAxis(parsing: "entry=0.25:2:0.25"), ParameterAxis(parsing: "exit=-0.5,0,0.5"),
      ParameterAxis(parsing: "lookback=6h,1d"),
    ])
    let sweep = try Sweep(strategy, grid: grid)
    let tape = try Tape(frame)
    func figures(threads: Int) -> [Figures?] {
      var all: [Figures?] = []
      sweep.run(Array(0..<grid.count), evaluator: Evaluator(frame), tape: tape, threads: threads, batchSize: 7) {
        all += $0.map(\.figures)
        return true
      }
      return all
    }
    let serial = figures(threads: 1)
    #expect(serial == figures(threads: 4))
    #expect(serial.count == 48)
    #expect(Set(serial.map { $0?.finalEquity }).count > 20, "the parameters make a difference")
    for index in 0..<grid.count {
      let run = try strategy.bound(to: sweep.parameters(index)).run(Evaluator(frame), on: tape)
      #expect(run.figures == serial[index])
    }
  }
}
