import Numerics
import Synchronization

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

  /// Of what was decided on each move, nil where it could not be judged.
  ///
  /// - Parameter distances: how many distances round the circle can be told from one another; nil for as many as were judged.
  init(name: String, _ verdicts: [Bool?], distances: Int? = nil) {
    let judged = verdicts.compactMap(\.self)
    self.init(
      name: name, share: judged.isEmpty ? nil : Double(judged.count { $0 }) / Double(judged.count),
      replicates: judged.count, independentMoves: distances.map { min(judged.count, max(1, $0)) })
  }

  /// `body` of a random admissible distance round a circle of `count` rows, for each replicate.
  ///
  /// Replicate r draws its distance from stream r of `seed`, so the answer does not depend on the number of threads.
  ///
  /// - Throws: `noAdmissibleShift`; `outOfRange` for replicates under one.
  static func atRandomDistances<Value: Sendable>(
    _ replicates: Int, circle count: Int, minimum: Int, seed: UInt64, _ body: @Sendable (Int) -> Value
  ) throws -> [Value] {
    guard replicates >= 1 else {
      throw StatisticsError.outOfRange(quantity: "replicates", value: Double(replicates), allowed: "at least 1")
    }
    guard count >= 2 * minimum, count > 1 else {
      throw StatisticsError.noAdmissibleShift(observations: count, minimumShift: minimum)
    }
    return concurrentMap(replicates) { replicate in
      var random = CounterRandom(seed: seed, stream: UInt64(replicate))
      return body(minimum + random.below(count - 2 * minimum + 1))
    }
  }

  /// Of the share, by the moves that are independent.
  public var standardError: Double? {
    share.map { ($0 * (1 - $0) / Double(independentMoves)).squareRoot() }
  }

  /// The share of `replicates` moves on which each estimator gives p ≤ `level`, in order of the battery.
  ///
  /// - Throws: `noAdmissibleShift`; `outOfRange` for replicates under one.
  /// - Complexity: replicates × the bars inside a regime for each window of lags, over all cores; for a signal, replicates ×
  ///   the cost of the battery without its resampling members.
  public static func estimate(
    _ sample: ForwardSample, battery: [any ForwardEstimator] = ForwardBattery.standard, replicates: Int = 200,
    level: Double = 0.05, seed: UInt64
  ) throws -> [NullRejection] {
    let minimum = try sample.circle().minimumShift
    let known = sample.outcomes.knownCount
    let moves = RegimeMoves(sample)
    let spares = Mutex<[MovedSpare]>([])
    let verdicts = try atRandomDistances(replicates, circle: known, minimum: minimum, seed: seed) { shift -> [Bool?] in
      let spare = spares.withLock { $0.popLast() } ?? MovedSpare()
      defer { spares.withLock { $0.append(spare) } }
      return rejections(
        Moved(sample, shift, spare), moves?.moved(by: shift), battery: battery, level: level)
    }
    return battery.enumerated().map { index, estimator in
      NullRejection(name: estimator.name, verdicts.map { $0[index] }, distances: known / minimum)
    }
  }

  /// Closer to the level than this, relative to it, a p from sums taken apart is not trusted to be on its side.
  private static let hair = 1e-4

  /// Whether each estimator rejects on the sample moved by `shift`: by the sums of the moved regime where they can tell, else
  /// by the moved sample, which is made for the first that needs it.
  private static func rejections(
    _ whole: Moved, _ moved: MovedRegime?, battery: [any ForwardEstimator], level: Double
  ) -> [Bool?] {
    battery.map { estimator in
      guard !estimator.resamples else { return nil }
      if let moved, let p = (estimator as? any MovedEstimator)?.p(moved), abs(p - level) > hair * level {
        return p <= level
      }
      return whole.sample.flatMap { try? estimator.estimate($0).p }.map { $0 <= level }
    }
  }

  /// A moved sample, made when it is asked for; nil where the regressor has no contrast there.
  private final class Moved {
    lazy var sample: ForwardSample? = try? original.shifted(by: shift, reusing: spare)
    private let original: ForwardSample
    private let shift: Int
    private let spare: MovedSpare

    init(_ original: ForwardSample, _ shift: Int, _ spare: MovedSpare) {
      self.original = original
      self.shift = shift
      self.spare = spare
    }
  }
}
