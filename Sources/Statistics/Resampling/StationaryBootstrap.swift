import Foundation
import Numerics

/// The stationary bootstrap of Politis & Romano (1994, JASA 89): blocks that start anywhere, run for a geometric length
/// and wrap around the end, so that a resampled series is stationary and keeps the sample's short memory.
///
/// Each replicate draws from a stream of its own, so replicates may run in any order on any number of threads.
public struct StationaryBootstrap: Sendable {
  /// Rows of the sample, and of every resample.
  public let count: Int
  /// Mean block length, 1/p.
  public let meanBlock: Double
  public let seed: UInt64

  /// - Throws: `outOfRange` for a mean block under 1, `tooFewObservations` for an empty sample.
  public init(count: Int, meanBlock: Double, seed: UInt64) throws {
    guard count > 0 else { throw StatisticsError.tooFewObservations(have: count, need: 1) }
    guard meanBlock >= 1, meanBlock.isFinite else {
      throw StatisticsError.outOfRange(quantity: "mean block length", value: meanBlock, allowed: "at least 1 row")
    }
    self.count = count
    self.meanBlock = meanBlock
    self.seed = seed
  }

  /// The blocks of one replicate: where each starts and how many rows it runs, `count` rows in all. A block may run past
  /// the last row, where it continues at row 0.
  ///
  /// Lengths are drawn whole, by inversion of the geometric distribution, instead of asking at every row whether to
  /// continue: the same law for one draw a block instead of one a row.
  public func blocks(replicate: Int) -> [(start: Int, length: Int)] {
    var blocks: [(start: Int, length: Int)] = []
    forEachBlock(replicate: replicate) { blocks.append(($0, $1)) }
    return blocks
  }

  /// `body` of each block, in order, without an array of them.
  @inline(__always)
  func forEachBlock(replicate: Int, _ body: (_ start: Int, _ length: Int) -> Void) {
    var random = CounterRandom(seed: seed, stream: UInt64(replicate))
    let logContinue = log1p(-1 / meanBlock)
    var filled = 0
    while filled < count {
      let start = random.below(count)
      // Kept in doubles until it is known to be small: a mean block of a billion rows must not overflow.
      let drawn = meanBlock > 1 ? (log(random.uniform()) / logContinue).rounded(.down) + 1 : 1
      let length = drawn < Double(count - filled) ? Int(drawn) : count - filled
      body(start, length)
      filled += length
    }
  }

  /// The rows of one replicate.
  public func rows(replicate: Int) -> [Int] {
    var rows = [Int32](repeating: 0, count: count)
    fill(&rows, replicate: replicate)
    return rows.map(Int.init)
  }

  /// The rows of one replicate into memory for all of them.
  func fill(_ rows: inout [Int32], replicate: Int) {
    var place = 0
    forEachBlock(replicate: replicate) { first, length in
      for step in first..<first + length {
        rows[place] = Int32(truncatingIfNeeded: step < count ? step : step - count)
        place += 1
      }
    }
  }
}
