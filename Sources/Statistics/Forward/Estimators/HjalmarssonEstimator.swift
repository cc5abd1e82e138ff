/// The classical t over √h (Hjalmarsson 2011, JFQA 46(3); Fed IFDP 853): under the null, overlap inflates t by about √h.
/// Too careful where the regime's runs are shorter than the horizon.
public struct HjalmarssonEstimator: ForwardEstimator {
  public let name = "t/sqrt(h)"

  public init() {}

  public func estimate(_ sample: ForwardSample) -> EstimatorResult {
    EstimatorResult(
      name: name, estimate: sample.fit.slope,
      variance: ClassicalEstimator.variance(sample.fit) * Double(sample.horizon),
      method: EstimatorMethod(correction: .horizon))
  }
}
