import Synchronization

extension SweepCrew {
  /// Measures every block and keeps all of them in memory, in order: for sweeps that nobody need resume.
  ///
  /// - Throws: what the donor throws.
  public func measureAll() throws -> [MeasuredBlock] {
    let desk = MemoryDesk(count: blocks.blockCount)
    try work(through: desk)
    return desk.measured.withLock { $0.sorted { $0.number < $1.number } }
  }
}

/// Gives out every block once and keeps what it is brought.
private final class MemoryDesk: BlockDesk {
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
