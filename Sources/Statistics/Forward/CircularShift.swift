/// The circular-shift test: if the regressor said nothing about what follows, moving it round the circle of rows by any
/// distance would do as well as leaving it where it is.
///
/// Both series keep their own memory, overlap and bursts, whatever they are; only their alignment is broken. The rows that
/// count, in order, make the circle: rows on which the regressor or the forward return is unknown are absent from both
/// series, and the circle closes over the hole they leave. Assumes that both are stationary over the sample. When assets
/// are pooled, move all of them by the same distance.
public struct CircularShift: Sendable {
  /// b(0), the slope as it is.
  public let observed: Double
  /// b(s) for every admissible s, in order of s.
  public let shifted: [Double]
  /// The first admissible shift; the last is as far from a full turn. Shorter ones move the regressor onto itself:
  /// under h bars the forward returns still overlap their own, and under the longest run (of the rarer state, as b only
  /// changes its sign when a regime and its opposite trade places) an episode still covers part of itself. A signal has
  /// no runs; for it the bound is the first lag at which its circular autocorrelation is at most 0.1, and not more than a
  /// quarter turn.
  public let minimumShift: Int
  /// (1 + #{|b(s)| ≥ |b(0)|})/(1 + S), two-sided.
  public let p: Double

  /// Shifts as far out as the observed slope to within this share of ‖x‖·‖y‖/Σ(x - x̄)² count as ties, and ties count
  /// against the signal. It is a thousand times the rounding error of the transform and far below any difference that
  /// means something, so p does not hang on last bits.
  static let tieTolerance = 1e-11

  /// - Throws: `noAdmissibleShift` when runs or horizon are about half the sample or more.
  /// - Complexity: O(n log n), or O(n × episodes) where that is less.
  public init(_ sample: ForwardSample) throws {
    let outcomes = sample.outcomes
    let rows = outcomes.weights.indices.filter { outcomes.weights[$0] > 0 }
    let x = rows.map { sample.x[$0] - sample.fit.regressorMean }
    let y = rows.map { outcomes.deviations[$0] }
    let products: [Double]
    switch sample.kind {
    case .regime:
      let runs = Self.runs(rows.map { sample.x[$0] > 0 })
      products =
        Self.isCheaper(runs: runs.inside.count, rows: rows.count)
        ? Self.byRunningSums(y, runs: runs.inside) : CircularCorrelation(x, y).cross
      let rarer = sample.fit.regressorMean <= 0.5 ? runs.inside : runs.outside
      minimumShift = max(sample.horizon, rarer.map(\.count).max() ?? 1)
    case .signal:
      let correlation = CircularCorrelation(x, y)
      products = correlation.cross
      minimumShift = max(sample.horizon, Self.memory(correlation.own))
    }
    let squares = sample.fit.regressorSumOfSquares
    guard rows.count >= 2 * minimumShift else {
      throw StatisticsError.noAdmissibleShift(observations: rows.count, minimumShift: minimumShift)
    }
    let tolerance = Self.tieTolerance * (squares * Sums.squares(y)).squareRoot()
    let threshold = abs(products[0]) - tolerance
    let admissible = products[minimumShift...rows.count - minimumShift]
    let asFar = admissible.lazy.filter { abs($0) >= threshold }.count
    observed = products[0] / squares
    shifted = admissible.map { $0 / squares }
    p = Double(1 + asFar) / Double(1 + admissible.count)
  }

  /// Stretches of true and of false.
  package static func runs(_ flags: [Bool]) -> (inside: [Range<Int>], outside: [Range<Int>]) {
    var inside: [Range<Int>] = []
    var outside: [Range<Int>] = []
    var start = 0
    for row in flags.indices where row + 1 == flags.count || flags[row + 1] != flags[row] {
      if flags[row] { inside.append(start..<row + 1) } else { outside.append(start..<row + 1) }
      start = row + 1
    }
    return (inside, outside)
  }

  /// Whether running sums beat the transform: one takes rows × runs additions that run through memory in order, the other
  /// about 7 times n log₂n such additions for the padded length n.
  private static func isCheaper(runs: Int, rows: Int) -> Bool {
    let padded = FourierTransform.paddedCount(2 * rows)
    return rows * runs <= 7 * padded * padded.trailingZeroBitCount
  }

  /// Σ of y over the episodes, moved by every s: a difference of running sums an episode. y has mean zero, so the mean
  /// of x does not enter.
  package static func byRunningSums(_ y: [Double], runs: [Range<Int>]) -> [Double] {
    let count = y.count
    var running = [0.0]
    running.reserveCapacity(2 * count + 1)
    var total = 0.0
    for index in 0..<2 * count {
      total += y[index < count ? index : index - count]
      running.append(total)
    }
    var products = [Double](repeating: 0, count: count)
    products.withUnsafeMutableBufferPointer { products in
      running.withUnsafeBufferPointer { running in
        for run in runs {
          let start = UnsafeBufferPointer(rebasing: running[run.lowerBound..<run.lowerBound + count])
          let end = UnsafeBufferPointer(rebasing: running[run.upperBound..<run.upperBound + count])
          for s in 0..<count { products[s] += end[s] - start[s] }
        }
      }
    }
    return products
  }

  static func memory(_ autocorrelation: [Double]) -> Int {
    let limit = max(1, autocorrelation.count / 4)
    return (1..<max(2, limit)).first { autocorrelation[$0] <= 0.1 * autocorrelation[0] } ?? limit
  }
}
