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
      note: "Hodrick 1B's t; shifts of at least \(test.minimumShift) bars")
  }
}
