/// How the points of a sweep are cut into blocks of consecutive ones: what is stored, resumed and shared out.
public struct BlockPlan: Sendable, Hashable {
  /// Points.
  public let count: Int
  /// Points a block, the last one's perhaps fewer: the power of two nearest below a 32nd of the points, between 1 and 2048.
  ///
  /// A function of the count and nothing else, so that every machine cuts alike; small sweeps still have enough blocks
  /// for a few processes, and large ones rows of some hundred kilobytes.
  public let blockSize: Int

  public init(count: Int) {
    precondition(count >= 0, "a count")
    self.count = count
    let share = max(1, count / 32)
    blockSize = min(2048, 1 << (Int.bitWidth - 1 - share.leadingZeroBitCount))
  }

  public var blockCount: Int { count / blockSize + (count % blockSize == 0 ? 0 : 1) }

  /// The points of block `number`, counted from 0.
  public func range(of number: Int) -> Range<Int> {
    precondition(number >= 0 && number < blockCount, "a block of the sweep")
    let first = number * blockSize
    return first..<min(first + blockSize, count)
  }

  /// The blocks of one shard: every n-th, so that shards take turns and differ by one block at most.
  public func blocks(of shard: Shard) -> StrideTo<Int> {
    stride(from: shard.index - 1, to: blockCount, by: shard.count)
  }
}
