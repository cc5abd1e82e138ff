/// Whether mean returns rise, or fall, from each bucket of a signal to the next.
///
/// The statistic is that of Patton & Timmermann (2010, JFE 98): the smallest step between neighbouring buckets, which is
/// positive only if every step goes one way. Theirs is compared with a bootstrap; here the labels are moved round the
/// circle of rows, all buckets together, which keeps every overlap and every run as it is and needs no block length. The
/// direction is not known beforehand, so the larger of the statistics for rising and for falling counts, on the sample as
/// on every move.
public struct Monotonicity: Sendable, Hashable {
  public enum Direction: String, Hashable, Sendable {
    case rising
    case falling
    /// Some step goes the other way.
    case neither
  }

  /// Spearman's correlation of the buckets' means with their order, -1 to 1. Descriptive: with five buckets, flat returns
  /// reach ±0.9 one time in twelve.
  public let rankCorrelation: Double
  public let direction: Direction
  /// max(min Δ, min -Δ) over the steps Δ between neighbouring means, in units of the returns. Not above zero when the
  /// means are not monotone.
  public let smallestStep: Double
  /// (1 + #{J(s) ≥ J(0)})/(1 + S) over all admissible circular shifts, against returns that do not depend on the bucket.
  public let p: Double

  /// - Throws: `noAdmissibleShift`; `tooFewObservations` when a bucket is empty.
  /// - Complexity: a transform of the sample for each bucket.
  public init(_ returns: BucketReturns) throws {
    if let empty = returns.buckets.first(where: { $0.bars == 0 }) {
      throw StatisticsError.tooFewObservations(have: empty.bars, need: 1)
    }
    let members = returns.members
    var labels: [Int16] = []
    var y: [Double] = []
    for row in returns.y.indices where !returns.y[row].isNaN {
      guard let bucket = members.bucket(row) else { continue }
      labels.append(Int16(bucket))
      y.append(returns.y[row])
    }
    let rows = labels.indices
    let mean = Sums.sum(y) / Double(rows.count)
    for row in rows { y[row] -= mean }
    let outcomes = y
    let means = returns.buckets.indices.map { bucket in
      let work = CorrelationWork(count: rows.count) { inside, after in
        for row in rows { inside[row] = Int(labels[row]) == bucket ? 1 : 0 }
        _ = after.update(fromContentsOf: outcomes)
      }
      return elementwise(rows.count) { work.cross($0) / Double(returns.buckets[bucket].bars) }
    }
    let minimum = try returns.sample.circle().minimumShift
    returns.sample.forget()
    let observed = Self.step(means.map { $0[0] })
    let scale = y.reduce(0) { max($0, abs($1)) }
    let threshold = max(observed.rising, observed.falling) - 1e-11 * scale
    let admissible = minimum...rows.count - minimum
    let asFar = admissible.count { shift in
      let step = Self.step(means.map { $0[shift] })
      return max(step.rising, step.falling) >= threshold
    }
    smallestStep = max(observed.rising, observed.falling)
    direction = smallestStep <= 0 ? .neither : observed.rising > 0 ? .rising : .falling
    rankCorrelation =
      Correlation.spearman(returns.buckets.indices.map(Double.init), returns.buckets.map(\.mean)).coefficient
    p = Double(1 + asFar) / Double(1 + admissible.count)
  }

  /// The smallest step up, and the smallest step down, both positive where the means go that way.
  private static func step(_ means: [Double]) -> (rising: Double, falling: Double) {
    var smallest = Double.infinity
    var largest = -Double.infinity
    for bucket in 1..<means.count {
      smallest = min(smallest, means[bucket] - means[bucket - 1])
      largest = max(largest, means[bucket] - means[bucket - 1])
    }
    return (smallest, -largest)
  }
}
