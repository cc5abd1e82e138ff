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
