/// One way to judge the slope of forward returns on a regime or a signal.
///
/// A new one is a file in `Estimators/` and a line in `ForwardBattery.standard`; tables, documents and the size calibration
/// take it from there.
public protocol ForwardEstimator: Sendable {
  /// As printed and as found in documents. Never changes once published.
  var name: String { get }
  /// Whether it calibrates itself by moving or redrawing the sample, which makes checking its size by moving the sample
  /// once more both dear and pointless.
  var resamples: Bool { get }
  func estimate(_ sample: ForwardSample) throws -> EstimatorResult
}

extension ForwardEstimator {
  public var resamples: Bool { false }
}
