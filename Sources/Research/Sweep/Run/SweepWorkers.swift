import Dispatch
import Synchronization

/// Who gives out the blocks that are still to be measured, and keeps them once they are.
///
/// Called from several threads at once.
public protocol BlockSource: Sendable {
  /// A block to measure; nil when nothing is left to do.
  func next() throws -> Int?
  func finish(_ block: MeasuredBlock) throws
}

/// Threads that measure the blocks of a sweep until its source has no more.
///
/// Which thread measures a block changes nothing about it, so a sweep is the same on any number of them. Memory is that
/// of the blocks at work and of each thread's evaluator, whatever the number of trials.
public struct SweepWorkers: Sendable {
  public let measure: any TrialMeasure
  public let blocks: BlockPlan
  /// Asked before a trial is run; nil where nobody knows anything.
  public let cache: (any TrialCache)?
  public let threads: Int

  public init(measure: any TrialMeasure, blocks: BlockPlan, cache: (any TrialCache)? = nil, threads: Int) {
    self.measure = measure
    self.blocks = blocks
    self.cache = cache
    self.threads = max(1, threads)
  }

  /// - Throws: the first thing that went wrong with the blocks or the cache. A trial that cannot be run is no error: its
  ///   block says why.
  public func work(through source: any BlockSource) throws {
    guard threads > 1 else { return try shift(source) }
    measure.prepare()
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      do { try shift(source) } catch { failure.withLock { $0 = $0 ?? error } }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func shift(_ source: any BlockSource) throws {
    let evaluator = measure.trialEvaluator()
    while let number = try source.next() {
      try source.finish(
        try MeasuredBlock(
          number: number, points: blocks.range(of: number), figures: measure.figures.count, evaluator: evaluator,
          cache: cache))
    }
  }
}
