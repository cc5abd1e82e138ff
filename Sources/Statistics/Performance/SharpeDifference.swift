import Foundation
import Numerics

/// Whether the Sharpe ratios of two series differ: Ledoit & Wolf (2008, "Robust performance hypothesis testing with the
/// Sharpe ratio", Journal of Empirical Finance 15).
///
/// The difference is a function of four moments, the means and the uncentred second moments. Its error is the delta method
/// over their long-run covariance: quadratic-spectral weights over every lag, bandwidth of Andrews (1991) by a first-order
/// autoregression, times T/(T - 4), not prewhitened. As all of that is linear in the covariance it is reckoned from one series,
/// the moments' deviations times the gradient, and so is the bandwidth. The p is the paper's studentised circular block
/// bootstrap: |Δ* - Δ|/s* of each resample, s* from the sums of its own blocks, against |Δ|/s. Blocks are as long as Politis &
/// White's rule asks for that series, a tenth of it at most; the paper calibrates them by simulation instead.
///
/// All figures are per period, not annualised, with deviations over T.
public struct SharpeDifference: Hashable, Sendable {
  /// Sharpe ratio of `a` less that of `b`.
  public let difference: Double
  /// Its error, of the kernel; zero where the two ratios are one and the same.
  public let standardError: Double
  /// Periods; zero for series without memory.
  public let bandwidth: Double
  /// Periods.
  public let block: Int
  /// Two-sided, against no difference.
  public let p: Double
  /// Half the width of the 95% interval, which is symmetric about the difference; NaN where resamples are too few.
  public let halfWidth: Double
  public let replicates: Int

  /// Least periods that a difference is judged from.
  public static let leastPeriods = 20

  /// - Parameters:
  ///   - a, b: returns of the same periods.
  ///   - block: nil for what the rule asks.
  /// - Throws: `differentLengths`, `missingValue`, `tooFewObservations` below `leastPeriods`, `constantRegressor` where one of
  ///   the two never varies.
  /// - Complexity: O(T²) for the kernel, O(replicates × T / block) for the resamples.
  public init(_ a: [Double], _ b: [Double], block: Int? = nil, replicates: Int = 2000, seed: UInt64) throws {
    guard a.count == b.count else {
      throw StatisticsError.differentLengths(column: "b", have: b.count, expected: a.count)
    }
    guard a.count >= Self.leastPeriods else {
      throw StatisticsError.tooFewObservations(have: a.count, need: Self.leastPeriods)
    }
    for (name, values) in [("a", a), ("b", b)] {
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw StatisticsError.missingValue(column: name, row: row)
      }
    }
    guard let one = RatioMoments(a), let other = RatioMoments(b) else {
      throw StatisticsError.constantRegressor(observations: a.count)
    }
    self.replicates = replicates
    difference = one.ratio - other.ratio
    let influence = zip(a, b).map { one.influence($0) - other.influence($1) }
    // Two series of one ratio, such as a series and its double, move as one: what is left is rounding.
    guard Sums.squares(influence) > 1e-18 * Double(a.count) else {
      (standardError, bandwidth, self.block, halfWidth) = (0, 0, 1, 0)
      p = 1
      return
    }
    bandwidth = Self.bandwidth(influence)
    standardError = Self.standardError(influence, bandwidth: bandwidth)
    let asked = (try? BlockLength(influence).circular) ?? 1
    let length = max(1, min(block ?? Int(asked.rounded(.up)), a.count / 10))
    self.block = length
    let resamples = BlockResamples(a, b, block: length)
    var distances: [Double] = []
    distances.reserveCapacity(replicates)
    for replicate in 0..<replicates {
      var random = CounterRandom(seed: seed, stream: UInt64(replicate))
      let drawn = resamples.draw { random.below(a.count) }
      let distance = abs(drawn.difference - difference) / drawn.standardError
      // A resample that does not vary says nothing for a difference, and so it counts against one.
      distances.append(distance.isNaN ? .infinity : distance)
    }
    let t = abs(difference) / standardError
    p = Double(1 + distances.count { $0 >= t }) / Double(1 + replicates)
    distances.sort()
    let place = Int((0.95 * Double(replicates + 1)).rounded(.up)) - 1
    halfWidth = place < distances.count ? distances[place] * standardError : .nan
  }

  /// Andrews (1991): 1.3221·(α·T)^(1/5) with α = 4ρ²/(1 - ρ)⁴, ρ held within ±0.97.
  static func bandwidth(_ influence: [Double]) -> Double {
    let before = Sums.squares(Array(influence.dropLast()))
    guard before > 0 else { return 0 }
    let rho = min(max(Sums.laggedProducts(influence, lag: 1) / before, -0.97), 0.97)
    let memory = 4 * rho * rho / pow(1 - rho, 4)
    return 1.3221 * pow(memory * Double(influence.count), 0.2)
  }

  private static func standardError(_ influence: [Double], bandwidth: Double) -> Double {
    let count = Double(influence.count)
    var sum = Sums.squares(influence)
    // Below a hundredth of a period every weight is nothing.
    if bandwidth > 0.01 {
      for lag in 1..<influence.count {
        sum += 2 * weight(Double(lag) / bandwidth) * Sums.laggedProducts(influence, lag: lag)
      }
    }
    // Weights of this kernel leave no negative sum but by rounding.
    let variance = max(sum, 0) / count * count / (count - 4)
    return (variance / count).squareRoot()
  }

  /// Quadratic-spectral.
  private static func weight(_ x: Double) -> Double {
    let z = 6 * Double.pi * x / 5
    return 25 / (12 * Double.pi * Double.pi * x * x) * (sin(z) / z - cos(z))
  }
}

/// Mean and uncentred second moment of one series, and how its ratio follows from them.
struct RatioMoments {
  let mean: Double
  let square: Double
  let deviation: Double

  /// Nil without variation, of which rounding may leave a little.
  init?(_ values: [Double]) {
    self.init(count: Double(values.count), sum: Sums.sum(values), squares: Sums.squares(values))
  }

  init?(count: Double, sum: Double, squares: Double) {
    mean = sum / count
    square = squares / count
    let variance = square - mean * mean
    guard variance > 1e-14 * square, variance.isFinite else { return nil }
    deviation = variance.squareRoot()
  }

  var ratio: Double { mean / deviation }

  /// What one value adds to the ratio: the gradient times the deviations of both moments.
  func influence(_ value: Double) -> Double { influence(value - mean, value * value - square) }

  /// The same of sums of deviations.
  func influence(_ first: Double, _ second: Double) -> Double {
    (square * first - mean / 2 * second) / (deviation * deviation * deviation)
  }
}

/// Resamples of two series in circular blocks of one length, from running sums: a resample costs a few additions a block.
package struct BlockResamples {
  private let block: Int
  private let count: Int
  private let sums: [SIMD4<Double>]

  /// - Parameter block: at least 1, at most the number of rows.
  package init(_ a: [Double], _ b: [Double], block: Int) {
    self.block = block
    count = a.count
    var sums: [SIMD4<Double>] = [.zero]
    sums.reserveCapacity(a.count + block)
    var total = SIMD4<Double>.zero
    for row in 0..<(a.count + block - 1) {
      let (x, y) = (a[row % a.count], b[row % a.count])
      total += SIMD4(x, y, x * x, y * y)
      sums.append(total)
    }
    self.sums = sums
  }

  /// One resample of as many whole blocks as the sample has room for.
  ///
  /// - Parameter start: where the next block begins.
  /// - Returns: NaN errors where one of the two does not vary in it.
  package func draw(_ start: () -> Int) -> (difference: Double, standardError: Double) {
    let blocks = count / block
    var parts: [SIMD4<Double>] = []
    parts.reserveCapacity(blocks)
    var total = SIMD4<Double>.zero
    for _ in 0..<blocks {
      let first = start()
      let part = sums[first + block] - sums[first]
      parts.append(part)
      total += part
    }
    let rows = Double(blocks * block)
    guard let one = RatioMoments(count: rows, sum: total[0], squares: total[2]),
      let other = RatioMoments(count: rows, sum: total[1], squares: total[3])
    else { return (.nan, .nan) }
    let length = Double(block)
    var squares = 0.0
    for part in parts {
      let moved =
        one.influence(part[0] - length * one.mean, part[2] - length * one.square)
        - other.influence(part[1] - length * other.mean, part[3] - length * other.square)
      squares += moved * moved
    }
    return (one.ratio - other.ratio, (squares / (length * Double(blocks)) / rows).squareRoot())
  }
}
