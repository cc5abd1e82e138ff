/// The estimators a study runs, side by side.
public enum ForwardBattery {
  /// In the order of a table: from what is usually done to what should be believed.
  public static let standard: [any ForwardEstimator] = [
    ClassicalEstimator(),
    WhiteEstimator(),
    NeweyWestEstimator.overlap,
    NeweyWestEstimator.twiceHorizon,
    HansenHodrickEstimator(),
    NonOverlappingEstimator(),
    HjalmarssonEstimator(),
    Hodrick1BEstimator(),
    CircularShiftEstimator(),
  ]

  /// The estimators a verdict may rest on: their size stays near nominal in simulation.
  public static let trusted: Set<String> = [Hodrick1BEstimator().name, CircularShiftEstimator().name]
}

extension ForwardSample {
  /// What each estimator says, in order. One that cannot judge this sample gives the estimate with a note why.
  public func estimates(_ battery: [any ForwardEstimator] = ForwardBattery.standard) -> [EstimatorResult] {
    battery.map { estimator in
      do {
        return try estimator.estimate(self)
      } catch {
        return EstimatorResult(name: estimator.name, estimate: fit.slope, note: "not available: \(error)")
      }
    }
  }
}
