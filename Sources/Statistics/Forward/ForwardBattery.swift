/// The estimators a study runs, side by side.
public enum ForwardBattery {
  /// In the order of a table: from what is usually done to what should be believed.
  public static let standard = standard(seed: 1)

  /// The standard battery with this seed for its bootstrap.
  public static func standard(seed: UInt64) -> [any ForwardEstimator] {
    [
      ClassicalEstimator(),
      HeteroskedasticEstimator.hc0,
      HeteroskedasticEstimator.hc1,
      HeteroskedasticEstimator.hc2,
      HeteroskedasticEstimator.hc3,
      NeweyWestEstimator.rule1987,
      NeweyWestEstimator.textbook,
      NeweyWestEstimator.rule1994,
      NeweyWestEstimator.overlap,
      NeweyWestEstimator.twiceHorizon,
      NeweyWestEstimator.fixedB,
      HansenHodrickEstimator(),
      NonOverlappingEstimator(),
      HjalmarssonEstimator(),
      BootstrapEstimator(seed: seed),
      Hodrick1BEstimator(),
      CircularShiftEstimator(),
      StudentisedShiftEstimator(),
    ]
  }

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
