import Research
import Store
import Synchronization

/// Gives out the blocks that an archive lacks and keeps them there, until the user wants it to stop.
final class ArchiveBlocks: BlockSource {
  private let queue: BlockQueue
  private let watch: @Sendable (MeasuredBlock) -> Void
  private let taken = Atomic(0)

  /// - Parameter watch: sees every block as it is done, on the thread that measured it.
  init(_ queue: BlockQueue, watch: @escaping @Sendable (MeasuredBlock) -> Void) {
    self.queue = queue
    self.watch = watch
  }

  /// Trials of the blocks done here that other sweeps had run.
  var reused: Int { taken.load(ordering: .relaxed) }

  func next() throws -> Int? {
    if Interruption.isAsked { queue.stop() }
    return try queue.next()
  }

  func finish(_ block: MeasuredBlock) {
    taken.add(block.reused, ordering: .relaxed)
    watch(block)
    queue.finish(TrialBlock(block))
  }
}

extension TrialBlock {
  init(_ block: MeasuredBlock) {
    self.init(
      number: block.number, count: block.points.count, values: block.values, failures: block.failures,
      reused: block.reused)
  }
}

extension MeasuredBlock {
  /// As the archive has it.
  init(_ block: TrialBlock, in blocks: BlockPlan) {
    self.init(
      number: block.number, points: blocks.range(of: block.number), values: block.values, failures: block.failures,
      reused: block.reused)
  }
}
