import Market
import Replay
import Statistics

extension ReplayMeasure {
  /// The UTC-daily returns of some points: replayed again, for a trial takes less time than reading so many numbers back
  /// would, and nothing need be kept.
  ///
  /// - Parameters:
  ///   - points: ascending; those that fail are left out.
  ///   - finished: how many trials they were chosen from.
  public func sample(_ points: [Int], of finished: Int, threads: Int) throws -> TrialSample {
    // Neighbours share what they evaluate, so each thread takes a stretch and not every other point.
    let stretches = max(1, min(threads, points.count))
    let parts = concurrentMap(stretches) { stretch in
      let runner = TrialRunner(plan, budget: budget)
      return points[(points.count * stretch / stretches)..<(points.count * (stretch + 1) / stretches)].compactMap {
        point in (try? runner.dailyReturns(of: point, on: tape)).map { (point: point, returns: $0.returns) }
      }
    }.flatMap(\.self)
    return TrialSample(points: parts.map(\.point), returns: parts.map(\.returns), of: finished)
  }
}
