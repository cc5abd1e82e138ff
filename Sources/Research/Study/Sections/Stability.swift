import Statistics

/// Whether the effect is the same in every part of the sample: halves, quarters, calendar months.
public struct Stability: Sendable {
  public let divisions: [Division]

  public struct Division: Sendable {
    public let parts: PartitionEffects
    /// Parts that have an effect, and those of them with the sign of the whole.
    public let judged: Int
    public let sameSign: Int
  }

  /// - Throws: why nothing can be compared: no division has two parts that can be judged.
  public init(_ horizon: HorizonSample, partitions: [BarPartition]) throws(Unavailable) {
    let whole = horizon.sample.fit.slope
    divisions = partitions.map { partition in
      let parts = PartitionEffects(horizon, by: partition)
      let slopes = parts.cells.compactMap { $0.effect.answer?.slope }
      return Division(parts: parts, judged: slopes.count, sameSign: slopes.count { ($0 < 0) == (whole < 0) })
    }
    guard divisions.contains(where: { $0.judged >= 2 }) else {
      throw Unavailable(
        horizon.subject.isRegime
          ? "not even both halves have \(MinimumSample.episodes) episodes" : "not even both halves have enough bars")
    }
  }
}
