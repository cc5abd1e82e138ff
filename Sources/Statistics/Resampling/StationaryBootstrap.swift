import Foundation

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
    blocks(replicate: replicate).flatMap { block in (0..<block.length).map { (block.start + $0) % count } }
  }

  /// The mean of `values` over each of `replicates` resamples.
  ///
  /// - Complexity: O(count + replicates × count / meanBlock), since the sum of a block is a difference of running sums.
  public func means(of values: [Double], replicates: Int) -> [Double] {
    precondition(values.count == count, "a value for each row")
    var running = [0.0]
    running.reserveCapacity(2 * count + 1)
    var total = 0.0
    for index in 0..<2 * count {
      total += values[index < count ? index : index - count]
      running.append(total)
    }
    let sums = running
    return concurrentMap(replicates) { replicate in
      // No block is longer than the sample, so one that wraps ends within the second copy.
      var sum = 0.0
      sums.withUnsafeBufferPointer { sums in
        forEachBlock(replicate: replicate) { sum += sums[$0 + $1] - sums[$0] }
      }
      return sum / Double(count)
    }
  }
}

/// A mean with the error the stationary bootstrap gives it.
public struct BootstrappedMean: Hashable, Sendable {
  public let mean: Double
  /// Standard deviation of the resampled means.
  public let standardError: Double
  /// Ends of the percentile interval.
  public let low: Double
  public let high: Double
  /// Two-sided: the share of resampled means, moved to be centred on zero, at least as far out as the mean, with the sample
  /// itself counted among them: (1 + #)/(1 + replicates).
  public let p: Double
  public let meanBlock: Double
  public let replicates: Int

  /// - Parameters:
  ///   - meanBlock: nil chooses by Politis & White; see `BlockLength`.
  ///   - confidence: of the percentile interval.
  /// - Throws: `missingValue`, `tooFewObservations`, `outOfRange`.
  public init(
    _ values: [Double], replicates: Int = 2000, meanBlock: Double? = nil, confidence: Double = 0.95, seed: UInt64
  ) throws {
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw StatisticsError.missingValue(column: "values", row: row)
    }
    guard replicates > 1 else {
      throw StatisticsError.outOfRange(quantity: "replicates", value: Double(replicates), allowed: "at least 2")
    }
    guard confidence > 0, confidence < 1 else {
      throw StatisticsError.outOfRange(quantity: "confidence", value: confidence, allowed: "between 0 and 1")
    }
    let block = try meanBlock ?? max(1, BlockLength(values).stationary)
    let bootstrap = try StationaryBootstrap(count: values.count, meanBlock: block, seed: seed)
    let means = bootstrap.means(of: values, replicates: replicates)
    let quantiles = Quantiles(means)
    let mean = Sums.sum(values) / Double(values.count)
    self.mean = mean
    self.meanBlock = block
    self.replicates = replicates
    standardError = Moments(means).standardDeviation(ddof: 1)
    low = quantiles[(1 - confidence) / 2]
    high = quantiles[(1 + confidence) / 2]
    p = Double(1 + means.lazy.filter { abs($0 - mean) >= abs(mean) }.count) / Double(1 + replicates)
  }
}
