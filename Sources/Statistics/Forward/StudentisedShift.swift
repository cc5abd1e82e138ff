/// The circular-shift test of t instead of the slope: the slope at every shift over the error that Hodrick's 1B gives it there.
///
/// Moving a regime breaks two ties at once: that between regime and mean, which is the question, and that between regime
/// and variance, which is not. Stress comes with wild returns whether or not it foretells where they go, so its slope
/// is far from zero more often than the slopes of the same regime moved to calm times, and the plain test calls that a
/// find. Dividing by an error that is right for each place makes the test one of the mean (Janssen 1997, Statistics &
/// Probability Letters 36; Chung & Romano 2013, Annals of Statistics 41); without any tie it is as exact as the plain one.
public struct StudentisedShift: Sendable {
  /// t(0), the slope as it is over its error.
  public let observed: Double
  /// t(s) for every admissible s, in order of s.
  public let shifted: [Double]
  /// As in `CircularShift`.
  public let minimumShift: Int
  /// (1 + #{|t(s)| ≥ |t(0)|})/(1 + S), two-sided.
  public let p: Double
  /// The error under `observed`; zero when there is none to be had, as when no price moves.
  public let standardError: Double

  /// - Throws: `noAdmissibleShift` as `CircularShift` does; `tooFewObservations` when fewer than three one-bar returns are
  ///   known.
  /// - Complexity: O(n log n).
  public init(_ sample: ForwardSample) throws {
    try self.init(try ShiftCircle(sample))
  }

  init(_ circle: ShiftCircle) throws {
    let sample = circle.sample
    let outcomes = sample.outcomes
    guard outcomes.shockCount > 2 else {
      throw StatisticsError.tooFewObservations(have: outcomes.shockCount, need: 3)
    }
    // On the circle the window of the first rows reaches back over its seam, as it does at every other shift.
    let turned = circle.x.suffix(sample.horizon - 1) + circle.x
    let windows = windowSums(Array(turned), width: sample.horizon)
    let reach = elementwise(circle.x.count) { row in
      let sum = windows[row + sample.horizon - 1]
      return sum * sum
    }
    let shocks = circle.rows.map { outcomes.shocks[$0] * outcomes.shocks[$0] }
    let variances = CircularCorrelation(reach, shocks).cross
    // Returns of zero wherever the window reaches leave no error, only the transform's rounding.
    let rounding = 1e-13 * (Sums.squares(reach) * Sums.squares(shocks)).squareRoot()
    let least = max(rounding, .leastNormalMagnitude)
    func statistic(_ shift: Int) -> Double { circle.products[shift] / max(variances[shift], least).squareRoot() }

    let scale = (Double(outcomes.observations) / Double(outcomes.shockCount)).squareRoot()
    let first = statistic(0)
    let values = circle.admissible.map(statistic)
    let threshold = abs(first) * (1 - 1e-9)
    let asFar = values.lazy.filter { abs($0) >= threshold }.count
    minimumShift = circle.minimumShift
    observed = first / scale
    shifted = values.map { $0 / scale }
    p = Double(1 + asFar) / Double(1 + values.count)
    standardError = variances[0] > least ? scale * variances[0].squareRoot() / sample.fit.regressorSumOfSquares : 0
  }
}
