/// The circle of rows on which a regressor is moved, and how far it must be moved at least.
///
/// The rows that count, in order, make the circle: rows on which the regressor or the forward return is unknown are absent
/// from both series, and the circle closes over the hole they leave.
package struct ShiftCircle: Sendable {
  /// Rows that count.
  let count: Int
  /// Entry s is Σ x[t - s]·y[t], both less their means.
  let products: [Double]
  /// Σ x².
  let regressorSquares: Double
  /// Σ y².
  let outcomeSquares: Double
  /// The first admissible shift; the last is as far from a full turn.
  let minimumShift: Int

  var admissible: ClosedRange<Int> { minimumShift...count - minimumShift }

  /// - Throws: `noAdmissibleShift` when runs or horizon are about half the sample or more.
  /// - Complexity: O(n log n), or O(n × episodes) where that is less.
  init(_ sample: ForwardSample) throws {
    let outcomes = sample.outcomes
    let mean = sample.fit.regressorMean
    count = outcomes.observations
    regressorSquares = sample.fit.regressorSumOfSquares
    func correlated() -> CorrelationWork {
      CorrelationWork(count: outcomes.observations) { x, y in
        var next = 0
        for row in 0..<outcomes.count where outcomes.weights[row] > 0 {
          x[next] = sample.x[row] - mean
          y[next] = outcomes.deviations[row]
          next += 1
        }
      }
    }
    switch sample.kind {
    case .regime:
      let runs = Self.runs(Self.flags(sample))
      if Self.isCheaper(runs: runs.inside.count, rows: outcomes.observations) {
        products = Self.byRunningSums(outcomes.counted { outcomes.deviations[$0] }, runs: runs.inside)
      } else {
        let work = correlated()
        products = elementwise(outcomes.observations) { work.cross($0) }
      }
      let rarer = mean <= 0.5 ? runs.inside : runs.outside
      minimumShift = max(sample.horizon, rarer.map(\.count).max() ?? 1)
    case .signal:
      let work = correlated()
      products = elementwise(outcomes.observations) { work.cross($0) }
      minimumShift = max(sample.horizon, Self.memory(count: outcomes.observations) { work.own($0) })
    }
    guard count >= 2 * minimumShift else {
      throw StatisticsError.noAdmissibleShift(observations: count, minimumShift: minimumShift)
    }
    outcomeSquares = Sums.squares(outcomes.counted { outcomes.deviations[$0] })
  }

  /// Whether the regime holds, on the rows that count.
  private static func flags(_ sample: ForwardSample) -> [Bool] {
    var flags: [Bool] = []
    flags.reserveCapacity(sample.observations)
    for row in 0..<sample.count where sample.outcomes.weights[row] > 0 { flags.append(sample.x[row] > 0) }
    return flags
  }

  /// Segments of true and of false.
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
    memory(count: autocorrelation.count) { autocorrelation[$0] }
  }

  /// The first lag at which the autocorrelation is at most a tenth, and not more than a quarter turn.
  @inline(__always)
  private static func memory(count: Int, _ autocorrelation: (Int) -> Double) -> Int {
    let limit = max(1, count / 4)
    let whole = autocorrelation(0)
    return (1..<max(2, limit)).first { autocorrelation($0) <= 0.1 * whole } ?? limit
  }
}

extension ForwardSample {
  /// The circle, made once for all who ask until it is forgotten.
  func circle() throws -> ShiftCircle { try scratch.circle { try ShiftCircle(self) } }
}
