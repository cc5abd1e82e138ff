/// The stationary bootstrap of the pairs (x, y) on the rows that count, blocks by Politis & White on the scores. See
/// `BootstrappedSlope`.
public struct BootstrapEstimator: ForwardEstimator {
  public let name = "stationary bootstrap"
  public let resamples = true
  private let replicates: Int
  private let seed: UInt64

  public init(replicates: Int = 999, seed: UInt64) {
    self.replicates = replicates
    self.seed = seed
  }

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let outcomes = sample.outcomes
    let test = try BootstrappedSlope(
      x: outcomes.counted { sample.x[$0] }, y: outcomes.counted { outcomes.deviations[$0] }, replicates: replicates,
      seed: seed)
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, standardError: test.standardError,
      t: sample.fit.slope / test.standardError, p: test.p,
      method: EstimatorMethod(kernel: .geometric, distribution: .resamples(test.replicates)),
      note: "blocks of \((test.meanBlock * 10).rounded() / 10) bars on average, by Politis & White on the scores")
  }
}
