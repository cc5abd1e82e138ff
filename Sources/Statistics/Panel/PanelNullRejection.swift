import Numerics

extension PanelSample {
  /// How often each estimator of the panel rejects when the regressors of all markets are moved, by one random distance
  /// a replicate: its true size on this very panel. In order of `estimates()`, nil for the one that resamples.
  ///
  /// - Throws: `noAdmissibleShift`; `outOfRange` for replicates under one.
  public func nullRejections(
    replicates: Int = 200, level: Double = 0.05, seed: UInt64
  ) throws -> [NullRejection] {
    guard replicates >= 1 else {
      throw StatisticsError.outOfRange(quantity: "replicates", value: Double(replicates), allowed: "at least 1")
    }
    let minimum = try PanelShift(self).minimumShift
    let verdicts = concurrentMap(replicates) { replicate -> [Bool?] in
      var random = CounterRandom(seed: seed, stream: UInt64(replicate))
      let shift = minimum + random.below(count - 2 * minimum + 1)
      guard let moved = try? shifted(by: shift) else { return [] }
      return moved.closedFormEstimates().map { $0.p.map { $0 <= level } }
    }
    return estimates().enumerated().map { index, estimate in
      let judged = verdicts.compactMap { index < $0.count ? $0[index] : nil }
      return NullRejection(
        name: estimate.name, share: judged.isEmpty ? nil : Double(judged.count { $0 }) / Double(judged.count),
        replicates: judged.count)
    }
  }
}
