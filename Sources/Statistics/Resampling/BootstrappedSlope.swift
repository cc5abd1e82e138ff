import Foundation

/// The slope of one series on another, judged by the stationary bootstrap of pairs.
///
/// Each resample draws blocks of rows (x, y), fits, and asks how far its slope lies from the sample's in units of its own
/// error: t* = (b* - b)/se*. The p is the share of |t*| at least as large as |b|/se. Recentred slopes alone would also
/// do in a large sample; in one of a dozen episodes a resample that happens to draw few of them has both a wild slope and a
/// large error, and only their ratio has a distribution that is nearly the same in the sample and in its resamples (Götze &
/// Künsch 1996, Annals of Statistics 24). The error of a resample is that of its blocks, which are independent given the
/// sample: Σ over blocks of (Σ scores)², over (Σ(x - x̄)²)². The sample has no blocks; its error uses the weights
/// (1 - j/n)(1 - 1/block)^j that blocks of geometric length give pairs j rows apart on average.
public struct BootstrappedSlope: Sendable {
  public let slope: Double
  public let standardError: Double
  /// (1 + #{|t*| ≥ |slope/standardError|})/(1 + resamples that could be judged).
  public let p: Double
  public let meanBlock: Double
  /// Resamples that could be judged: those with some spread of x.
  public let replicates: Int
  /// Slopes of those resamples, in order.
  public let slopes: [Double]

  /// - Parameters:
  ///   - x, y: pairs in time order, without holes.
  ///   - meanBlock: nil chooses by Politis & White on the scores (x - x̄)·e, never on y, whose overlap an unrelated x does
  ///     not share.
  /// - Throws: `missingValue`, `differentLengths`, `constantRegressor`, `tooFewObservations`, `outOfRange`.
  /// - Complexity: O(rows × √rows) for the block length, then O(replicates × rows / block) over all cores.
  public init(x: [Double], y: [Double], replicates: Int = 999, meanBlock: Double? = nil, seed: UInt64) throws {
    guard x.count == y.count else {
      throw StatisticsError.differentLengths(column: "y", have: y.count, expected: x.count)
    }
    for (name, values) in [("x", x), ("y", y)] {
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw StatisticsError.missingValue(column: name, row: row)
      }
    }
    guard replicates >= 1 else {
      throw StatisticsError.outOfRange(quantity: "replicates", value: Double(replicates), allowed: "at least 1")
    }
    let count = x.count
    guard count >= 3 else { throw StatisticsError.tooFewObservations(have: count, need: 3) }
    let meanX = Sums.sum(x) / Double(count)
    let meanY = Sums.sum(y) / Double(count)
    let deviations = x.map { $0 - meanX }
    let outcomes = y.map { $0 - meanY }
    let squares = Sums.squares(deviations)
    guard squares > 1e-24 * Double(count) * meanX * meanX, squares > 0 else {
      throw StatisticsError.constantRegressor(observations: count)
    }
    let slope = Sums.products(deviations, outcomes) / squares
    let (block, error) = try Self.error(deviations, outcomes, slope: slope, squares: squares, meanBlock: meanBlock)

    let bootstrap = try StationaryBootstrap(count: count, meanBlock: block, seed: seed)
    let sums = PairSums(deviations, outcomes)
    let resampled = concurrentMap(replicates) { Self.resample(sums, bootstrap, replicate: $0, around: slope) }
    let judged = resampled.compactMap(\.self)
    guard error > 0, 2 * judged.count > replicates else {
      throw StatisticsError.tooFewObservations(have: judged.count, need: replicates / 2 + 1)
    }
    let threshold = abs(slope / error)
    self.slope = slope
    standardError = error
    p = Double(1 + judged.lazy.filter { abs($0.t) >= threshold }.count) / Double(1 + judged.count)
    self.meanBlock = block
    self.replicates = judged.count
    slopes = judged.map(\.slope)
  }

  /// The block length and the error that it gives the sample; a place of its own for the scores, which nobody needs after.
  private static func error(
    _ deviations: [Double], _ outcomes: [Double], slope: Double, squares: Double, meanBlock: Double?
  ) throws -> (block: Double, error: Double) {
    let scores = elementwise(deviations, outcomes) { $0 * ($1 - slope * $0) }
    let block = try meanBlock ?? max(1, BlockLength(scores).stationary)
    return (block, geometricSum(scores, block: block).squareRoot() / squares)
  }

  /// Slope and t of one resample; nil when all of its x are equal or its error is zero.
  private static func resample(
    _ sums: PairSums, _ bootstrap: StationaryBootstrap, replicate: Int, around slope: Double
  ) -> (slope: Double, t: Double)? {
    var blocks: [SIMD4<Double>] = []
    var lengths: [Double] = []
    let expected = Int(Double(bootstrap.count) / bootstrap.meanBlock * 1.2) + 16
    blocks.reserveCapacity(expected)
    lengths.reserveCapacity(expected)
    var total = SIMD4<Double>.zero
    bootstrap.forEachBlock(replicate: replicate) { start, length in
      let sum = sums.over(start, length)
      total += sum
      blocks.append(sum)
      lengths.append(Double(length))
    }
    let n = Double(bootstrap.count)
    let (x, y) = (total[0] / n, total[1] / n)
    let squares = total[3] - n * x * x
    guard squares > 1e-12 * total[3], squares > 0 else { return nil }
    let resampled = (total[2] - n * x * y) / squares
    // Σ (x_t - x̄)(y_t - ȳ - b(x_t - x̄)) over a block, from its four sums and its length.
    let weights = SIMD4(-y + 2 * resampled * x, -x, 1, -resampled)
    let constant = x * y - resampled * x * x
    var variance = 0.0
    for (sum, length) in zip(blocks, lengths) {
      let score = (weights * sum).sum() + constant * length
      variance += score * score
    }
    guard variance > 0 else { return nil }
    return (resampled, (resampled - slope) * squares / variance.squareRoot())
  }

  /// Σ g² + 2Σ_j (1 - j/n)(1 - 1/block)^j·Σ g_t·g_{t-j}, by two fading sums that each bar adds to.
  static func geometricSum(_ scores: [Double], block: Double) -> Double {
    let keep = 1 - 1 / block
    let share = 1 / Double(scores.count)
    var fading = 0.0
    var fadingByLag = 0.0
    var pairs = 0.0
    for score in scores {
      pairs += score * (fading - share * fadingByLag)
      // The next bar sees this one at lag one, and all others one lag further.
      let next = keep * (fading + score)
      fadingByLag = keep * fadingByLag + next
      fading = next
    }
    return Sums.squares(scores) + 2 * pairs
  }
}
