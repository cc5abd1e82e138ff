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

  /// The estimators a verdict may rest on. Each allows for overlap and for returns that are wilder where the regime holds, and
  /// stays near nominal in `make size`. The plain circular shift and t/√h do not allow for the latter, and no moving of
  /// labels shows it: both reject a fifth of true nulls when volatility doubles inside.
  public static let trusted: Set<String> = [
    HansenHodrickEstimator().name, NonOverlappingEstimator().name, BootstrapEstimator(seed: 1).name,
    Hodrick1BEstimator().name, StudentisedShiftEstimator().name,
  ]
}

extension ForwardSample {
  /// What each estimator says, in order. One that cannot judge this sample gives the estimate with a note why.
  public func estimates(_ battery: [any ForwardEstimator] = ForwardBattery.standard) -> [EstimatorResult] {
    battery.map { estimator in
      // Those that resample have no use for scores and need the room.
      if estimator.resamples { scratch.forgetScores() }
      do {
        return try estimator.estimate(self)
      } catch {
        return EstimatorResult(name: estimator.name, estimate: fit.slope, note: "not available: \(error)")
      }
    }
  }
}
