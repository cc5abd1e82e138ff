import Dispatch
import Synchronization

/// Who gives out the blocks that are still to be measured, and keeps them once they are.
///
/// Called from several threads at once.
public protocol BlockDesk: Sendable {
  /// A block to measure; nil when nothing is left to do.
  func next() throws -> Int?
  func finish(_ block: MeasuredBlock) throws
}

/// Threads that measure the blocks of a sweep until its desk has no more.
///
/// Which thread measures a block changes nothing about it, so a sweep is the same on any number of them. Memory is that
/// of the blocks at work and of each thread's bench, whatever the number of trials.
public struct SweepCrew: Sendable {
  public let measure: any TrialMeasure
  public let blocks: BlockPlan
  /// Asked before a trial is run; nil where nobody knows anything.
  public let donor: (any TrialDonor)?
  public let threads: Int

  public init(measure: any TrialMeasure, blocks: BlockPlan, donor: (any TrialDonor)? = nil, threads: Int) {
    self.measure = measure
    self.blocks = blocks
    self.donor = donor
    self.threads = max(1, threads)
  }

  /// - Throws: the first thing that went wrong at the desk or with the donor. A trial that cannot be run is no error: its
  ///   block says why.
  public func work(through desk: any BlockDesk) throws {
    guard threads > 1 else { return try shift(desk) }
    measure.prepare()
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      do { try shift(desk) } catch { failure.withLock { $0 = $0 ?? error } }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func shift(_ desk: any BlockDesk) throws {
    let bench = measure.bench()
    while let number = try desk.next() {
      try desk.finish(
        try MeasuredBlock(
          number: number, points: blocks.range(of: number), figures: measure.figures.count, bench: bench, donor: donor))
    }
  }
}
