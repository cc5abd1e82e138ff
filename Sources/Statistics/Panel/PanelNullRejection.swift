extension PanelSample {
  /// How often each estimator of the panel rejects when the regressors of all markets are moved, by one random distance
  /// a replicate: its true size on this very panel. In order of `estimates()`, nil for those that are counted over moves.
  ///
  /// - Throws: `noAdmissibleShift`; `outOfRange` for replicates under one.
  public func nullRejections(
    replicates: Int = 200, level: Double = 0.05, seed: UInt64
  ) throws -> [NullRejection] {
    let minimum = PanelShift.leastShift(self)
    let verdicts = try NullRejection.atRandomDistances(replicates, circle: count, minimum: minimum, seed: seed) {
      shift in
      (try? shifted(by: shift))?.closedFormEstimates().map { $0.p.map { $0 <= level } } ?? []
    }
    return (closedFormEstimates().map(\.name) + Self.counted).enumerated().map { index, name in
      NullRejection(
        name: name, verdicts.map { index < $0.count ? $0[index] : nil }, distances: count / max(1, minimum))
    }
  }
}
