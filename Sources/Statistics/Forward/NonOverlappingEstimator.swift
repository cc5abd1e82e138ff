/// Every h-th row only, with HC0 errors, for each of the h rows one can start on.
///
/// One offset is one draw; picking it is picking the answer. So the median t over all offsets is given, with its range in
/// the note. Estimate and error are medians too and need not divide to the median t.
///
/// An offset can be judged when it has contrast: bars inside the regime and outside it, `leastBars` of each. Two bars have
/// next to no residual, and HC0 would call what they say a certainty. Where fewer than half of the offsets can be judged,
/// the row says how many and no verdict rests on it.
public struct NonOverlappingEstimator: ForwardEstimator {
  public let name = "non-overlapping"

  /// Fewest bars inside a regime, and outside it, that an offset is judged by; of a signal, half of its fewest bars.
  public static let leastBars = 5

  public init() {}

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let offsets = Self.offsets(sample)
    guard !offsets.isEmpty else {
      throw StatisticsError.noOffset(
        of: sample.horizon, least: Self.leastBars, isRegime: sample.kind == .regime)
    }
    let ts = Quantiles(offsets.map { $0.slope / $0.standardError })
    let slopes = Quantiles(offsets.map(\.slope))
    let errors = Quantiles(offsets.map(\.standardError))
    let h = sample.horizon
    let count = offsets.count == h ? "\(h)" : "\(offsets.count) of \(h)"
    let range =
      "median of \(count) offset\(h == 1 ? "" : "s"), t from \(Self.rounded(ts[0])) to \(Self.rounded(ts[1]))"
    let isEnough = 2 * offsets.count >= h
    return EstimatorResult(
      name: name, estimate: slopes.median, standardError: errors.median, t: ts.median,
      p: NormalDistribution.twoSidedP(ts.median), method: EstimatorMethod(),
      note: offsets.count == h
        ? range : "\(range); the others lack contrast\(isEnough ? "" : ", and no verdict rests on so few")",
      abstention: isEnough ? nil : "has contrast at \(count) offsets only")
  }

  /// Slope and HC0 error of the rows t with t mod h = offset, for every offset that has contrast.
  ///
  /// Four neighbouring offsets at a time, each a lane. The regressor is taken less its mean over the sample, so that the
  /// means of an offset are near zero and nothing is lost when they come off its sums.
  package static func offsets(_ sample: ForwardSample) -> [(slope: Double, standardError: Double)] {
    let h = sample.horizon
    let mean = sample.fit.regressorMean
    var results: [(slope: Double, standardError: Double)] = []
    for offset in stride(from: 0, to: h, by: 4) {
      var (n, x, y, xx, xy) = (
        SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero
      )
      var inside = SIMD4<Double>.zero
      var (lowest, highest) = (SIMD4<Double>(repeating: .infinity), SIMD4<Double>(repeating: -.infinity))
      eachFour(sample, offset) { weights, regressor, outcomes in
        let deviations = weights * (regressor - mean)
        inside += weights * regressor
        let counts = weights .> 0
        lowest.replace(with: regressor, where: counts .& (regressor .< lowest))
        highest.replace(with: regressor, where: counts .& (regressor .> highest))
        n += weights
        x += deviations
        y += outcomes
        xx += deviations * deviations
        xy += deviations * outcomes
      }
      let meanX = x / n
      let meanY = y / n
      let squares = xx - x * meanX
      let slopes = (xy - x * meanY) / squares
      var meat = SIMD4<Double>.zero
      eachFour(sample, offset) { weights, regressor, outcomes in
        let deviations = weights * (regressor - mean - meanX)
        let scores = deviations * (outcomes - meanY - slopes * deviations)
        meat += scores * scores
      }
      for lane in 0..<min(4, h - offset) {
        let least = Double(leastBars)
        let isEnough =
          sample.kind == .regime ? min(inside[lane], n[lane] - inside[lane]) >= least : n[lane] >= 2 * least
        let centre = meanX[lane] + mean
        // Judged on the regressor itself: sums of one that does not vary leave rounding behind where zero should be.
        guard isEnough, highest[lane] > lowest[lane], squares[lane] > 1e-24 * n[lane] * centre * centre, meat[lane] > 0
        else { continue }
        results.append((slopes[lane], meat[lane].squareRoot() / squares[lane]))
      }
    }
    return results
  }

  /// Weight, regressor and outcome of four offsets on every row of theirs, weight and outcome zero where there is none.
  @inline(__always)
  private static func eachFour(
    _ sample: ForwardSample, _ offset: Int,
    _ body: (_ weights: SIMD4<Double>, _ regressor: SIMD4<Double>, _ outcomes: SIMD4<Double>) -> Void
  ) {
    let h = sample.horizon
    let count = sample.count
    let inside = SIMD4<Double>((0..<4).map { offset + $0 < h ? 1 : 0 })
    sample.outcomes.weights.withUnsafeBufferPointer { weights in
      sample.outcomes.deviations.withUnsafeBufferPointer { outcomes in
        sample.x.withUnsafeBufferPointer { x in
          var row = offset
          while row + 4 <= count {
            body(inside * Sums.four(weights, row), Sums.four(x, row), inside * Sums.four(outcomes, row))
            row += h
          }
          while row < count {
            func last(_ value: (Int) -> Double) -> SIMD4<Double> {
              SIMD4((0..<4).map { row + $0 < count ? value(row + $0) : 0 })
            }
            body(inside * last { Double(weights[$0]) }, last { x[$0] }, inside * last { outcomes[$0] })
            row += h
          }
        }
      }
    }
  }

  private static func rounded(_ t: Double) -> Double { (t * 100).rounded() / 100 }
}
