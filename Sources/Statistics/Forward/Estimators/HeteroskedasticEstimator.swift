/// Independent errors of any variance (White 1980) and the corrections of it for small samples. With g = (x - x̄)·e and the
/// leverage l = 1/n + (x - x̄)²/Σ(x - x̄)², the variance is Σg²/(Σ(x - x̄)²)² for HC0, times n/(n - 2) for HC1, and with
/// g²/(1 - l) and g²/(1 - l)² in the sum for HC2 and HC3. Cures nothing that overlap does.
public struct HeteroskedasticEstimator: ForwardEstimator {
  public let name: String
  let correction: EstimatorMethod.Correction

  private init(name: String, correction: EstimatorMethod.Correction) {
    self.name = name
    self.correction = correction
  }

  public static let hc0 = HeteroskedasticEstimator(name: "HC0", correction: .none)
  /// Hinkley 1977.
  public static let hc1 = HeteroskedasticEstimator(name: "HC1", correction: .smallSample)
  /// Horn, Horn & Duncan 1975.
  public static let hc2 = HeteroskedasticEstimator(name: "HC2", correction: .leverage)
  /// Davidson & MacKinnon 1993, as statsmodels has it.
  public static let hc3 = HeteroskedasticEstimator(name: "HC3", correction: .leverageSquared)

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    let squares = sample.fit.regressorSumOfSquares
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, variance: meat(sample) / (squares * squares),
      method: EstimatorMethod(correction: correction))
  }

  private func meat(_ sample: ForwardSample) -> Double {
    let n = Double(sample.observations)
    switch correction {
    case .smallSample: return Sums.squares(sample.scores) * n / (n - 2)
    case .leverage, .leverageSquared:
      let squares = sample.fit.regressorSumOfSquares
      let mean = sample.fit.regressorMean
      let whole = 1 - 1 / n
      let inverse = 1 / squares
      let scores = sample.scores
      // Rows that do not count have a score of zero, and a leverage below one for all that.
      return correction == .leverage
        ? Sums.over(scores, sample.x) { score, x in score * score / (whole - (x - mean) * (x - mean) * inverse) }
        : Sums.over(scores, sample.x) { score, x in
          let ratio = score / (whole - (x - mean) * (x - mean) * inverse)
          return ratio * ratio
        }
    default: return Sums.squares(sample.scores)
    }
  }
}
