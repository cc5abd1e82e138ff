/// What regimes that come as often and last as long as this one, and know nothing, would have shown on the same returns.
///
/// Each placebo redraws the stretches and the gaps (`RegimeRuns`), so where its episodes fall is chance, but how many bars
/// they have, how they cluster and how long they last is not. The circular shift keeps the order of the episodes too and so
/// has few truly different answers when there are few of them; this has as many as are asked for.
public struct PlaceboRegimes: Hashable, Sendable {
  /// Slope of each placebo that could be judged.
  public let slopes: [Double]
  /// Hodrick 1B's t of each, in the same order.
  public let ts: [Double]
  /// Of the regime itself.
  public let slope: Double
  public let t: Double
  /// Placebos asked for.
  public let replicates: Int

  /// (1 + #{|b*| ≥ |b|})/(1 + placebos).
  public var pOfSlope: Double { Self.share(slopes, of: slope) }
  /// The same of t, which forgives a placebo that fell on noisy times its large slope.
  public var pOfT: Double { Self.share(ts, of: t) }
  /// Share of placebos that Hodrick 1B rejects at 5 %, two-sided normal: its size here.
  public var rejection: Double {
    Double(ts.count { NormalDistribution.twoSidedP($0) < 0.05 }) / Double(ts.count)
  }

  /// - Throws: `outOfRange` for fewer than one replicate; what Hodrick 1B throws; `constantRegressor` for a signal, which has
  ///   no stretches, and where no placebo could be judged.
  /// - Complexity: O(rows + replicates × bars within a horizon of an episode), over all cores. Replicate r draws from stream r of `seed`.
  public init(_ sample: ForwardSample, replicates: Int, seed: UInt64) throws {
    guard replicates >= 1 else {
      throw StatisticsError.outOfRange(quantity: "placebos", value: Double(replicates), allowed: "at least 1")
    }
    guard sample.kind == .regime else { throw StatisticsError.constantRegressor(observations: sample.observations) }
    let known = sample.knownValues
    let runs = RegimeRuns(known.map { $0 > 0 })
    let own = try Hodrick1BEstimator().estimate(sample)
    guard let t = own.t else { throw StatisticsError.constantRegressor(observations: sample.observations) }
    let score = EpisodeScore(sample)
    let drawn = concurrentMap(replicates) { replicate in
      runs.drawn(count: known.count, seed: seed, replicate: replicate).flatMap(score.slope)
    }.compactMap(\.self)
    guard !drawn.isEmpty else { throw StatisticsError.constantRegressor(observations: sample.observations) }
    self.replicates = replicates
    self.t = t
    slope = own.estimate
    slopes = drawn.map(\.slope)
    ts = drawn.map(\.t)
  }

  private static func share(_ placebos: [Double], of own: Double) -> Double {
    Double(1 + placebos.count { abs($0) >= abs(own) }) / Double(1 + placebos.count)
  }
}
