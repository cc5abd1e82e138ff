/// How a sample is cut for combinatorially symmetric cross-validation: into an even number of blocks, half of them in
/// sample and half out, in every way there is.
public struct SplitPlan: Hashable, Sendable {
  /// S.
  public let blocks: Int
  public let rowsPerBlock: Int
  /// Leading rows that do not fill a block.
  public let dropped: Int
  /// Rows left out at the end of a block when the next one is on the other side, because what was held there is held on.
  public let purge: Int

  /// What is taken when the sample allows.
  public static let mostBlocks = 16
  /// Fewer blocks than this make fewer than twenty splits.
  public static let leastBlocks = 6
  /// Rows that a block keeps when it is purged.
  public static let leastRows = 4

  /// Rows below which no plan is made unless blocks are asked for by number.
  public static func leastRows(purge: Int) -> Int { leastBlocks * (leastRows + purge) }

  /// - Parameters:
  ///   - blocks: nil takes 16, or the largest even number of blocks that keep four rows when purged.
  ///   - purge: rows of memory from one period to the next, zero for daily returns of positions held for hours.
  /// - Throws: `tooFewObservations`; `outOfRange` for a number of blocks that is odd, under 4 or over 20, or a negative
  ///   purge.
  public init(rows: Int, blocks: Int? = nil, purge: Int = 0) throws {
    guard purge >= 0, purge < rows else {
      throw StatisticsError.outOfRange(quantity: "purge", value: Double(purge), allowed: "from 0 to the rows there are")
    }
    if let blocks {
      guard blocks % 2 == 0, (4...20).contains(blocks) else {
        throw StatisticsError.outOfRange(
          quantity: "blocks", value: Double(blocks), allowed: "an even number from 4 to 20")
      }
      guard rows / blocks >= 2 + purge else {
        throw StatisticsError.tooFewObservations(have: rows, need: blocks * (2 + purge))
      }
    } else if rows < Self.leastRows(purge: purge) {
      throw StatisticsError.tooFewObservations(have: rows, need: Self.leastRows(purge: purge))
    }
    let count = blocks ?? min(Self.mostBlocks, rows / (Self.leastRows + purge) / 2 * 2)
    self.blocks = count
    rowsPerBlock = rows / count
    dropped = rows % count
    self.purge = purge
  }

  /// S! / (S/2)!²: 12,870 for 16 blocks.
  public var splits: Int { 2 * divisions.count }

  /// One side of every way to cut the blocks into two halves, the side that holds the first block: bit b stands for block
  /// b. Each is two splits, since either side may be the one that is looked at.
  var divisions: [Int] {
    let half = blocks / 2
    return (0..<1 << (blocks - 1)).lazy.map { $0 << 1 | 1 }.filter { $0.nonzeroBitCount == half }
  }

  func otherSide(_ side: Int) -> Int { ~side & (1 << blocks - 1) }
}
