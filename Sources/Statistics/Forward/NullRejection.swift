import Numerics

/// How often an estimator rejects on this very sample when there is nothing to find.
///
/// The regressor is moved round the circle by a random admissible distance, which keeps its episodes and all of the
/// returns and breaks only their alignment; an honest 5% test then rejects on 5% of the moves. Shares far above say that
/// the estimator's p means little here.
public struct NullRejection: Hashable, Sendable {
  public let name: String
  /// Nil for estimators that resample, and where no move could be judged.
  public let share: Double?
  /// Moves that could be judged.
  public let replicates: Int
  /// How many of them can be told from one another: two moves closer than the least admissible shift see much the same
  /// episodes over much the same returns, and there are only so many such distances round the circle.
  public let independentMoves: Int

  /// - Parameter independentMoves: nil takes all moves to be.
  public init(name: String, share: Double?, replicates: Int, independentMoves: Int? = nil) {
    self.name = name
    self.share = share
    self.replicates = replicates
    self.independentMoves = independentMoves ?? replicates
  }

  /// Of the share, by the moves that are independent.
  public var standardError: Double? {
    share.map { ($0 * (1 - $0) / Double(independentMoves)).squareRoot() }
  }

  /// The share of `replicates` moves on which each estimator gives p ≤ `level`, in order of the battery.
  ///
  /// Replicate r draws its distance from stream r of `seed`, so the answer does not depend on the number of threads.
  ///
  /// - Throws: `noAdmissibleShift`; `outOfRange` for replicates under one.
  /// - Complexity: replicates × the cost of the battery without its resampling members, over all cores.
  public static func estimate(
    _ sample: ForwardSample, battery: [any ForwardEstimator] = ForwardBattery.standard, replicates: Int = 200,
    level: Double = 0.05, seed: UInt64
  ) throws -> [NullRejection] {
    guard replicates >= 1 else {
      throw StatisticsError.outOfRange(quantity: "replicates", value: Double(replicates), allowed: "at least 1")
    }
    let minimum = try ShiftCircle(sample).minimumShift
    let known = sample.outcomes.presentRows?.count ?? sample.count
    guard known >= 2 * minimum else {
      throw StatisticsError.noAdmissibleShift(observations: known, minimumShift: minimum)
    }
    let verdicts = concurrentMap(replicates) { replicate -> [Bool?] in
      var random = CounterRandom(seed: seed, stream: UInt64(replicate))
      let shift = minimum + random.below(known - 2 * minimum + 1)
      guard let moved = try? sample.shifted(by: shift) else { return battery.map { _ in nil } }
      return battery.map { estimator in
        guard !estimator.resamples, let p = try? estimator.estimate(moved).p else { return nil }
        return p <= level
      }
    }
    return battery.enumerated().map { index, estimator in
      let judged = verdicts.compactMap { $0[index] }
      let rejected = judged.lazy.filter { $0 }.count
      return NullRejection(
        name: estimator.name, share: judged.isEmpty ? nil : Double(rejected) / Double(judged.count),
        replicates: judged.count, independentMoves: min(judged.count, max(1, known / minimum)))
    }
  }
}
