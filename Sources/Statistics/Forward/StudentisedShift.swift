/// The circular-shift test of t instead of the slope: the slope at every shift over the error that Hodrick's 1B gives it there.
///
/// Moving a regime breaks two ties at once: that between regime and mean, which is the question, and that between regime
/// and variance, which is not. Stress comes with wild returns whether or not it foretells where they go, so its slope
/// is far from zero more often than the slopes of the same regime moved to calm times, and the plain test calls that a
/// find. Dividing by an error that is right for each place makes the test one of the mean (Janssen 1997, Statistics &
/// Probability Letters 36; Chung & Romano 2013, Annals of Statistics 41); without any tie it is as exact as the plain one.
///
/// All distances count, the short ones too, though over a few bars a regressor that remembers is moved onto itself. What
/// makes a counted p right is that the moves are a group, and those beyond some distance are none: where nothing is known,
/// a t as large as the one observed has neighbours as large, and a test that does not look at them rejects the more often
/// the longer the memory (6 to 9% at 5% for a signal that keeps 0.99 of itself over thirty to 120 horizons).
public struct StudentisedShift: Sendable {
  /// t(0), the slope as it is over its error.
  public let observed: Double
  /// t(s) for every s from one row to all but one, in order of s.
  public let shifted: [Double]
  /// How long the regressor remembers: the first admissible shift of `CircularShift`. A circle of less than twice that has
  /// no answer.
  public let minimumShift: Int
  /// (1 + #{|t(s)| ≥ |t(0) - bias|})/(1 + S), two-sided.
  public let p: Double
  /// The error under `observed`; zero when there is none to be had, as when no price moves.
  public let standardError: Double

  /// - Parameter bias: what t is on average where nothing is predicted (`BiasOfT`). Moving the regressor breaks its tie with
  ///   the returns before it too, which that comes from, so that no shift has it.
  /// - Throws: `noAdmissibleShift` as `CircularShift` does; `tooFewWindows` when fewer than three one-bar returns are
  ///   part of a forward return of the sample.
  /// - Complexity: O(n log n).
  public init(_ sample: ForwardSample, less bias: Double = 0) throws {
    let circle = try sample.circle()
    let outcomes = sample.outcomes
    guard outcomes.shockCount > 2 else {
      throw StatisticsError.tooFewWindows(have: outcomes.shockCount, need: 3, horizon: sample.horizon)
    }
    var windows = Self.windows(sample)
    var rounding = 0.0
    let variances = CorrelationWork(count: circle.count) { reach, shocks in
      for row in 0..<circle.count { reach[row] = windows[row] * windows[row] }
      windows = []
      var next = 0
      for row in 0..<outcomes.count where outcomes.weights[row] > 0 {
        shocks[next] = outcomes.shocks[row] * outcomes.shocks[row]
        next += 1
      }
      let squares =
        Sums.squares(UnsafeBufferPointer<Double>(reach)) * Sums.squares(UnsafeBufferPointer<Double>(shocks))
      // Returns of zero wherever the window reaches leave no error, only the transform's rounding.
      rounding = 1e-13 * squares.squareRoot()
    }
    let least = max(rounding, .leastNormalMagnitude)
    func statistic(_ shift: Int) -> Double {
      circle.products[shift] / max(variances.cross(shift), least).squareRoot()
    }

    let first = statistic(0)
    let threshold = abs(first - bias) * (1 - 1e-9)
    var asFar = 0
    let shifted = elementwise(circle.count - 1) { index in
      let value = statistic(1 + index)
      if abs(value) >= threshold { asFar += 1 }
      return value
    }
    minimumShift = circle.minimumShift
    observed = first
    self.shifted = shifted
    p = Double(1 + asFar) / Double(1 + shifted.count)
    let own = variances.cross(0)
    standardError = own > least ? own.squareRoot() / sample.fit.regressorSumOfSquares : 0
  }

  /// Σ x over the window of the horizon that ends on each row that counts. On the circle the window of the first rows
  /// reaches back over its seam, as it does at every other shift.
  private static func windows(_ sample: ForwardSample) -> [Double] {
    let mean = sample.fit.regressorMean
    return windows(sample.outcomes.counted { sample.x[$0] - mean }, horizon: sample.horizon)
  }

  /// Σ x over the last `horizon` entries of a circle, over its seam.
  static func windows(_ x: [Double], horizon: Int) -> [Double] {
    let reach = horizon - 1
    let turned = [Double](unsafeUninitializedCapacity: reach + x.count) { turned, initialized in
      for row in 0..<reach { turned[row] = x[x.count - reach + row] }
      for row in x.indices { turned[reach + row] = x[row] }
      initialized = reach + x.count
    }
    let windows = windowSums(turned, width: horizon)
    return elementwise(x.count) { windows[$0 + reach] }
  }
}
