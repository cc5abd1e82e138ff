/// The circle of rows on which a regressor is moved, and how far it must be moved at least.
///
/// The rows that count, in order, make the circle: rows on which the regressor or the forward return is unknown are absent
/// from both series, and the circle closes over the hole they leave.
package struct ShiftCircle {
  let sample: ForwardSample
  let rows: [Int]
  /// The regressor and the forward return on those rows, each less its mean.
  let x: [Double]
  let y: [Double]
  /// Entry s is Σ x[t - s]·y[t].
  let products: [Double]
  /// The first admissible shift; the last is as far from a full turn.
  let minimumShift: Int

  var admissible: ClosedRange<Int> { minimumShift...rows.count - minimumShift }

  /// - Throws: `noAdmissibleShift` when runs or horizon are about half the sample or more.
  /// - Complexity: O(n log n), or O(n × episodes) where that is less.
  init(_ sample: ForwardSample) throws {
    let outcomes = sample.outcomes
    let rows = outcomes.weights.indices.filter { outcomes.weights[$0] > 0 }
    let x = rows.map { sample.x[$0] - sample.fit.regressorMean }
    let y = rows.map { outcomes.deviations[$0] }
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
    guard rows.count >= 2 * minimumShift else {
      throw StatisticsError.noAdmissibleShift(observations: rows.count, minimumShift: minimumShift)
    }
    (self.sample, self.rows, self.x, self.y) = (sample, rows, x, y)
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
    let running = Sums.running(y + y)
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
