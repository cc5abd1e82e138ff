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

/// The p-value of `CircularShift`. Its error is the deviation of the shifted slopes, and t the slope over that; p is
/// counted, not read off t.
public struct CircularShiftEstimator: ForwardEstimator {
  public let name = "circular shift"
  public let resamples = true

  public init() {}

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let test = try CircularShift(sample)
    let deviation = test.nullDeviation
    return EstimatorResult(
      name: name, estimate: test.observed, standardError: deviation > 0 ? deviation : nil,
      t: deviation > 0 ? test.observed / deviation : nil, p: test.p,
      method: EstimatorMethod(distribution: .shifts(test.shifted.count)),
      note: "shifts of at least \(test.minimumShift) bars")
  }
}

/// The p-value of `StudentisedShift`: Hodrick's t among its own values at every shift of the regressor.
public struct StudentisedShiftEstimator: ForwardEstimator {
  public let name = "studentised shift"
  public let resamples = true

  public init() {}

  public func estimate(_ sample: ForwardSample) throws -> EstimatorResult {
    let test = try StudentisedShift(sample)
    return EstimatorResult(
      name: name, estimate: sample.fit.slope, standardError: test.standardError > 0 ? test.standardError : nil,
      t: test.standardError > 0 ? test.observed : nil, p: test.p,
      method: EstimatorMethod(lags: sample.horizon - 1, distribution: .shifts(test.shifted.count)),
      note: "Hodrick 1B's t at every circular shift")
  }
}
