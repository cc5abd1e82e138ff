/// Every h-th row only, with HC0 errors, for each of the h rows one can start on.
///
/// One offset is one draw; picking it is picking the answer. So the median t over all offsets is given, with its range in
/// the note. Estimate and error are medians too and need not divide to the median t.
public struct NonOverlappingEstimator: ForwardEstimator {
  public let name = "non-overlapping"

  public init() {}

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let offsets = Self.offsets(sample)
    guard !offsets.isEmpty else {
      throw StatisticsError.constantRegressor(observations: sample.observations / sample.horizon)
    }
    let ts = Quantiles(offsets.map { $0.slope / $0.standardError })
    let slopes = Quantiles(offsets.map(\.slope))
    let errors = Quantiles(offsets.map(\.standardError))
    let skipped = sample.horizon - offsets.count
    let range = "median of \(offsets.count) offsets, t from \(Self.rounded(ts[0])) to \(Self.rounded(ts[1]))"
    return EstimatorResult(
      name: name, estimate: slopes.median, standardError: errors.median, t: ts.median,
      p: NormalDistribution.twoSidedP(ts.median), method: EstimatorMethod(),
      note: skipped == 0 ? range : "\(range); \(skipped) without contrast left out")
  }

  /// Slope and HC0 error of the rows t with t mod h = offset, for every offset that has contrast and three rows.
  ///
  /// Three sweeps over the sample in row order, each adding into h sums side by side, instead of h sweeps that each touch
  /// every h-th row.
  package static func offsets(_ sample: ForwardSample) -> [(slope: Double, standardError: Double)] {
    let outcomes = sample.outcomes
    let h = sample.horizon
    var n = [Double](repeating: 0, count: h)
    var meanX = n
    var meanY = n
    eachRow(outcomes.count, h) { row, offset in
      n[offset] += outcomes.weights[row]
      meanX[offset] += outcomes.weights[row] * sample.x[row]
      meanY[offset] += outcomes.deviations[row]
    }
    for offset in 0..<h where n[offset] > 0 {
      meanX[offset] /= n[offset]
      meanY[offset] /= n[offset]
    }
    var xx = [Double](repeating: 0, count: h)
    var slopes = xx
    eachRow(outcomes.count, h) { row, offset in
      let x = outcomes.weights[row] * (sample.x[row] - meanX[offset])
      xx[offset] += x * x
      slopes[offset] += x * (outcomes.deviations[row] - meanY[offset])
    }
    for offset in 0..<h where xx[offset] > 0 { slopes[offset] /= xx[offset] }
    var meat = [Double](repeating: 0, count: h)
    eachRow(outcomes.count, h) { row, offset in
      let x = outcomes.weights[row] * (sample.x[row] - meanX[offset])
      let score = x * (outcomes.deviations[row] - meanY[offset] - slopes[offset] * x)
      meat[offset] += score * score
    }
    return (0..<h).compactMap { offset in
      guard n[offset] >= 3, xx[offset] > 1e-24 * n[offset] * meanX[offset] * meanX[offset], meat[offset] > 0
      else { return nil }
      return (slopes[offset], meat[offset].squareRoot() / xx[offset])
    }
  }

  @inline(__always)
  private static func eachRow(_ count: Int, _ horizon: Int, _ body: (_ row: Int, _ offset: Int) -> Void) {
    for first in stride(from: 0, to: count, by: horizon) {
      for offset in 0..<min(horizon, count - first) { body(first + offset, offset) }
    }
  }

  private static func rounded(_ t: Double) -> Double { (t * 100).rounded() / 100 }
}
