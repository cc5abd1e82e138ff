import Dispatch
import Market
import Replay
import Signals
import Synchronization

/// Many backtests of one strategy on one frame.
///
/// A trial is a replay: the same strategy binding, the same decisions, the same machine, only that nobody writes. What
/// trials share (the tape, and every signal that their parameters leave alike) is computed once.
public struct Sweep: Sendable {
  public let strategy: Strategy
  public let grid: ParameterGrid
  /// Parameters that are the same in every trial.
  public let fixed: [String: ParameterValue]

  /// - Throws: a `Problem` when a grid's parameter does not exist or is given a value of the wrong type, or when it is
  ///   also fixed: faults of the command line, which no trial should be spent on.
  public init(_ strategy: Strategy, grid: ParameterGrid, fixed: [String: ParameterValue] = [:]) throws(Problem) {
    self.strategy = strategy
    self.grid = grid
    self.fixed = fixed
    for axis in grid.axes {
      guard fixed[axis.name] == nil else {
        throw Problem("parameter '\(axis.name)' is both fixed and swept", remedy: "give it --set or --grid, not both")
      }
    }
    _ = try strategy.bound(to: parameters(0))
  }

  /// What trial `index` overrides.
  public func parameters(_ index: Int) -> [String: ParameterValue] {
    grid[index].merging(fixed) { swept, _ in swept }
  }

  /// The bars before the evaluation that the longest-looking trial needs, so that all are judged on the same dates.
  ///
  /// Windows come from parameters one at a time, so the extremes of the axes are enough: each axis is walked with the
  /// others at their last value, and all at their last.
  public func lookBack(_ interval: Interval) throws(Problem) -> Int {
    var most = 0
    let last = grid[grid.count - 1]
    for axis in grid.axes {
      for value in axis.values {
        var parameters = last
        parameters[axis.name] = value
        let bound = try? strategy.bound(to: parameters.merging(fixed) { swept, _ in swept })
        most = max(most, (try? bound?.lookBack(interval)) ?? 0)
      }
    }
    return most
  }

  /// One trial, on the calling thread.
  public func trial(_ index: Int, evaluator: Evaluator, tape: Tape) -> Trial {
    let overrides = parameters(index)
    do throws(Problem) {
      let bound = try strategy.bound(to: overrides)
      let figures = try bound.figures(evaluator, on: tape)
      return Trial(index: index, parameters: bound.parameters, outcome: .completed(figures))
    } catch {
      return Trial(index: index, parameters: overrides, outcome: .failed(error.description))
    }
  }

  /// Runs the trials numbered in `indices` on `threads` threads and hands them over in order, a batch at a time.
  ///
  /// Which thread runs a trial changes nothing about it, and batches are handed over on the calling thread in the order
  /// of the grid: the store fills the same way on any machine.
  ///
  /// - Parameters:
  ///   - batchSize: trials between two calls of `deliver`; also how promptly `deliver` can stop the sweep.
  ///   - deliver: returns whether to go on.
  public func run(
    _ indices: [Int], evaluator: Evaluator, tape: Tape, threads: Int, batchSize: Int = 512,
    deliver: ([Trial]) throws -> Bool
  ) rethrows {
    var done = 0
    while done < indices.count {
      let batch = Array(indices[done..<min(done + batchSize, indices.count)])
      guard try deliver(trials(batch, evaluator: evaluator, tape: tape, threads: threads)) else { return }
      done += batch.count
    }
  }

  private func trials(_ indices: [Int], evaluator: Evaluator, tape: Tape, threads: Int) -> [Trial] {
    guard threads > 1, indices.count > 1 else {
      return indices.map { trial($0, evaluator: evaluator, tape: tape) }
    }
    let next = Atomic(0)
    let finished = Mutex<[(Int, Trial)]>([])
    DispatchQueue.concurrentPerform(iterations: min(threads, indices.count)) { _ in
      var mine: [(Int, Trial)] = []
      while true {
        let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard position < indices.count else { break }
        mine.append((position, trial(indices[position], evaluator: evaluator, tape: tape)))
      }
      finished.withLock { $0 += mine }
    }
    return finished.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
  }
}
