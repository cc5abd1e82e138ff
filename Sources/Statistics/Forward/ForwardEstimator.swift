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

/// What an estimator has to say. Units of the estimate and its error are those of the returns (per unit of the signal).
public struct EstimatorResult: Hashable, Sendable {
  public let name: String
  public let estimate: Double
  public let standardError: Double?
  public let t: Double?
  /// Two-sided, against no relation.
  public let p: Double?
  /// What a reader must know: lags, a fallback, why there is no figure.
  public let note: String?

  public init(
    name: String, estimate: Double, standardError: Double? = nil, t: Double? = nil, p: Double? = nil,
    note: String? = nil
  ) {
    self.name = name
    self.estimate = estimate
    self.standardError = standardError
    self.t = t
    self.p = p
    self.note = note
  }

  /// An estimate judged by the normal distribution; no t and no p when the variance is not positive.
  init(name: String, estimate: Double, variance: Double, note: String? = nil) {
    guard variance > 0 else {
      let why = "no standard error: the variance is \(variance)"
      self.init(name: name, estimate: estimate, note: note.map { "\($0); \(why)" } ?? why)
      return
    }
    let error = variance.squareRoot()
    self.init(
      name: name, estimate: estimate, standardError: error, t: estimate / error,
      p: NormalDistribution.twoSidedP(estimate / error), note: note)
  }
}
