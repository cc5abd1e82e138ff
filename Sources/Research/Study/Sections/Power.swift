import Statistics

/// What a sample of this size could have seen, before anybody looks at what it did see.
public struct Power: Sendable, Hashable {
  /// Hodrick 1B's error, which knows the shape of the regime and the one-bar returns but no forward return.
  public let standardError: Double
  /// The smallest true effect found in four of five samples like this one, two-sided at 5 %.
  public let minimumDetectable: Double

  /// - Throws: why there is no error to reckon with.
  public init(_ horizon: HorizonSample, estimates: [EstimatorResult]) throws(CannotSay) {
    guard let error = estimates.first(where: { $0.name == Hodrick1BEstimator().name })?.standardError else {
      throw CannotSay("there is no standard error of the difference")
    }
    standardError = error
    minimumDetectable = DetectableEffect.minimum(standardError: error)
  }
}
