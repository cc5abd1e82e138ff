import Synchronization

extension SweepWorkers {
  /// Measures every block and keeps all of them in memory, in order: for sweeps that nobody need resume.
  ///
  /// - Throws: what the cache throws.
  public func measureAll() throws -> [MeasuredBlock] {
    let source = MemoryBlocks(count: blocks.blockCount)
    try work(through: source)
    return source.measured.withLock { $0.sorted { $0.number < $1.number } }
  }
}

/// Gives out every block once and keeps what it is brought.
private final class MemoryBlocks: BlockSource {
  private let count: Int
  private let given = Atomic(0)
  let measured = Mutex<[MeasuredBlock]>([])

  init(count: Int) { self.count = count }

  func next() -> Int? {
    let number = given.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }

  func finish(_ block: MeasuredBlock) { measured.withLock { $0.append(block) } }
}
