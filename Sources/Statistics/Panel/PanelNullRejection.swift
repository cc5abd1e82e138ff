extension PanelSample {
  /// How often each estimator of the panel rejects when the regressors of all markets are moved, by one random distance
  /// a replicate: its true size on this very panel. In order of `estimates()`, nil for the one that resamples.
  ///
  /// - Throws: `noAdmissibleShift`; `outOfRange` for replicates under one.
  public func nullRejections(
    replicates: Int = 200, level: Double = 0.05, seed: UInt64
  ) throws -> [NullRejection] {
    let minimum = try PanelShift(self).minimumShift
    let verdicts = try NullRejection.atRandomDistances(replicates, circle: count, minimum: minimum, seed: seed) {
      shift in
      (try? shifted(by: shift))?.closedFormEstimates().map { $0.p.map { $0 <= level } } ?? []
    }
    return estimates().enumerated().map { index, estimate in
      NullRejection(name: estimate.name, verdicts.map { index < $0.count ? $0[index] : nil })
    }
  }
}
