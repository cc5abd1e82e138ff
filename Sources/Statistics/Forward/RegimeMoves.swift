import Synchronization

/// A regime moved round the circle again and again: what each place of its episodes gives, in time that depends on the bars
/// they hold and not on the sample.
///
/// A calibration moves the labels hundreds of times and asks of each move only on which side of 5% a dozen p-values lie. The
/// score of a bar outside is -x̄·(y + b·x̄), of a bar inside (1 - x̄)·(y - b·(1 - x̄)): all bars as if they were outside, A, and
/// a correction B = y - b·(1 - 2x̄) on those inside. A lag window K over the scores is then
///
///     Σ K·g·g = Σ K·A·A + 2·Σ B·(K∗A) + Σ K·B·B
///
/// The first sum is a quadratic in x̄ and b whose three coefficients are the same for all moves, the second runs over bars
/// inside, with K∗y and K∗1 read off sums of running sums, and the third over pairs of bars inside, which a sliding window
/// goes through once. A regime that holds more often than not is moved as its opposite, whose scores are the same.
///
/// Sums taken apart lose digits that the estimators keep. What is within a hair of the level, and what hardly anything is
/// left of, is therefore not answered here but by the estimator itself on the moved sample.
final class RegimeMoves: Sendable {
  let outcomes: ForwardOutcomes
  let known: KnownRows
  /// Segments of the rarer state, in known rows.
  private let runs: [Range<Int>]
  let totals: Totals
  /// By offset modulo the horizon.
  let offsets: [Totals]
  let episodes: EpisodeScore
  private let outcomeSums: IteratedSums
  private let weightSums: IteratedSums
  private let kept = Mutex<[Int: Outside]>([:])

  /// Number, sum and sum of squares of some outcomes.
  struct Totals: Sendable {
    var n = 0.0
    var sum = 0.0
    var squares = 0.0

    @inline(__always)
    mutating func add(_ y: Double) {
      n += 1
      sum += y
      squares += y * y
    }

    func less(_ other: Totals) -> Totals {
      Totals(n: n - other.n, sum: sum - other.sum, squares: squares - other.squares)
    }

    /// Σ (y - mean)².
    var spread: Double { squares - sum * sum / n }
  }

  /// Σ K·y·y, Σ K·y·1 and Σ K·1·1 over all bars that count, of one window.
  struct Outside: Sendable {
    var bartlett = SIMD3<Double>.zero
    var uniform = SIMD3<Double>.zero
  }

  /// Nil for a signal.
  init?(_ sample: ForwardSample) {
    guard sample.kind == .regime else { return nil }
    outcomes = sample.outcomes
    known = outcomes.known ?? KnownRows(count: outcomes.count)
    var flags: [Bool] = []
    flags.reserveCapacity(known.count)
    known.forEach { flags.append(sample.x[$0] > 0) }
    let both = ShiftCircle.runs(flags)
    runs = sample.fit.regressorMean <= 0.5 ? both.inside : both.outside
    var totals = Totals()
    var offsets = [Totals](repeating: Totals(), count: outcomes.horizon)
    var offset = 0
    for row in 0..<outcomes.count {
      if outcomes.weights[row] > 0 {
        totals.add(outcomes.deviations[row])
        offsets[offset].add(outcomes.deviations[row])
      }
      offset = offset + 1 == outcomes.horizon ? 0 : offset + 1
    }
    self.totals = totals
    self.offsets = offsets
    let outcomes = outcomes
    outcomeSums = IteratedSums(count: outcomes.count) { outcomes.deviations[$0] }
    weightSums = IteratedSums(count: outcomes.count) { Double(outcomes.weights[$0]) }
    episodes = EpisodeScore(sample)
  }

  /// The regime `shift` known rows later round the circle. Nil where too few bars are inside or outside to take sums apart.
  func moved(by shift: Int) -> MovedRegime? {
    let count = known.count
    let split = count - shift
    var early: [Range<Int>] = []
    var late: [Range<Int>] = []
    for run in runs {
      if run.lowerBound < split { late.append(run.lowerBound + shift..<min(run.upperBound, split) + shift) }
      if run.upperBound > split { early.append(max(run.lowerBound, split) - split..<run.upperBound - split) }
    }
    return MovedRegime(early + late, of: self)
  }

  /// (K∗y, K∗1) at `row`, Bartlett's and the uniform window of `width` bars on both sides, itself included.
  @inline(__always)
  func around(_ row: Int, width: Int) -> (bartlett: SIMD2<Double>, uniform: SIMD2<Double>) {
    let y = outcomeSums.around(row, width: width)
    let one = weightSums.around(row, width: width)
    return (SIMD2(y.bartlett, one.bartlett), SIMD2(y.uniform, one.uniform))
  }

  func outside(width: Int) -> Outside {
    if let known = kept.withLock({ $0[width] }) { return known }
    var sums = Outside()
    for row in 0..<outcomes.count where outcomes.weights[row] > 0 {
      let y = outcomes.deviations[row]
      let near = around(row, width: width)
      sums.bartlett += SIMD3(y * near.bartlett.x, y * near.bartlett.y, near.bartlett.y)
      sums.uniform += SIMD3(y * near.uniform.x, y * near.uniform.y, near.uniform.y)
    }
    let made = sums
    kept.withLock { $0[width] = made }
    return made
  }
}

/// Running sums of a series and the running sums of those: any window with straight sides is a few differences.
private struct IteratedSums: Sendable {
  private let count: Int
  /// Entry i is the sum of the first i values.
  private let once: [Double]
  /// Entry i is the sum of the first i entries of `once`.
  private let twice: [Double]

  init(count: Int, _ value: (Int) -> Double) {
    self.count = count
    var total = 0.0
    let once = elementwise(count + 1) { i in
      if i > 0 { total += value(i - 1) }
      return total
    }
    var whole = 0.0
    twice = elementwise(count + 2) { i in
      if i > 0 { whole += once[i - 1] }
      return whole
    }
    self.once = once
  }

  @inline(__always)
  private func once(_ i: Int) -> Double { once[min(max(i, 0), count)] }

  /// Beyond the end the running sum stays where it is.
  @inline(__always)
  private func twice(_ i: Int) -> Double {
    i <= 0 ? 0 : i <= count + 1 ? twice[i] : twice[count + 1] + Double(i - count - 1) * once[count]
  }

  @inline(__always)
  func around(_ row: Int, width: Int) -> (bartlett: Double, uniform: Double) {
    (
      (twice(row + width + 1) - 2 * twice(row + 1) + twice(row - width + 1)) / Double(width),
      once(row + width) - once(row - width + 1)
    )
  }
}

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
  /// Share of placebos that Hodrick 1B rejects at 5%, two-sided normal: its size here.
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
