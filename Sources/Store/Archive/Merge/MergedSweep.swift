/// What joining some archives came to, for one sweep.
public struct MergedSweep: Hashable, Sendable {
  public var sweep: SweepRecord
  /// Blocks that were copied, and the trials of those.
  public var joinedBlocks: Int
  public var joinedTrials: Int
  /// Blocks that were there before.
  public var presentBlocks: Int
  /// Blocks that more than one archive brought, with equal bytes.
  public var repeatedBlocks: Int
  /// Paths of the archives that brought blocks, and how many each.
  public var sources: [Source]

  public struct Source: Hashable, Sendable {
    public var path: String
    public var blocks: Int
  }
}
