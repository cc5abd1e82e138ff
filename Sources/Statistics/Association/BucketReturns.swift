/// Forward returns by bucket of a signal, and what separates the highest bucket from the lowest.
///
/// The spread is mean(top) - mean(bottom), the whole of it: two legs of one unit each, not halved to a gross of one.
public struct BucketReturns: Sendable {
  public struct Bucket: Sendable, Hashable {
    /// Rows in it that have a forward return.
    public let bars: Int
    /// Stretches of rows in it, which a row without a bucket or a return does not end (`Episodes`): the size of its sample.
    public let visits: Int
    /// NaN when it is empty.
    public let mean: Double
  }

  public let buckets: [Bucket]
  public let spread: Double
  /// The spread under Newey-West (h - 1 and 2h lags), Hodrick 1B and the circular shift. Without t and p when an end of the
  /// spread was visited fewer than `leastVisits` times.
  public let estimates: [EstimatorResult]
  /// Weights whose product with the forward returns is the spread: 1/n in the top, -1/n in the bottom bucket, zero
  /// between and where there is no bucket.
  public let votes: [Double]
  let members: ExpandingBuckets
  let y: [Double]
  /// The spread as the slope on its own weights.
  let sample: ForwardSample

  /// Fewer visits to a bucket are anecdotes.
  public static let leastVisits = 8

  /// - Parameters:
  ///   - y: forward returns over `horizon` bars, NaN where unknown.
  ///   - nextReturns: the first one-bar return that a decision on each row can earn.
  /// - Throws: `tooFewObservations` when the top or the bottom bucket has fewer than three rows, and what `ForwardSample`
  ///   throws.
  public init(_ members: ExpandingBuckets, y: [Double], nextReturns: [Double], horizon: Int) throws {
    let top = members.count - 1
    // -1 where there is no bucket or no return.
    let labels = y.indices.map { y[$0].isNaN ? Int16(-1) : Int16(members.bucket($0) ?? -1) }
    let buckets = (0...top).map { bucket in
      let returns = labels.indices.filter { Int(labels[$0]) == bucket }.map { y[$0] }
      let visits = Episodes.among(labels.count) { row in members.bucket(row).map { $0 == bucket } }
        .filter { rows in labels[rows].contains { Int($0) == bucket } }
      return Bucket(
        bars: returns.count, visits: visits.count, mean: Sums.sum(returns) / Double(returns.count))
    }
    let ends = (low: buckets[0], high: buckets[top])
    guard min(ends.low.bars, ends.high.bars) >= 3 else {
      throw StatisticsError.tooFewObservations(have: min(ends.low.bars, ends.high.bars), need: 3)
    }
    let votes = elementwise(y.count) { row in
      let bucket = members.bucket(row)
      return bucket == top ? 1 / Double(ends.high.bars) : bucket == 0 ? -1 / Double(ends.low.bars) : 0
    }
    // The weights add up to zero over the rows that count, so the slope of y on them is the spread over their squares.
    let squares = 1 / Double(ends.high.bars) + 1 / Double(ends.low.bars)
    let signal = elementwise(y.count) { members.bucket($0) == nil ? .nan : votes[$0] / squares }
    sample = try ForwardSample(signal: signal, y: y, nextReturns: nextReturns, horizon: horizon)
    // Scores of the regression on a dummy a bucket: each row against the mean of its own bucket.
    let scores = elementwise(y.count) { row in
      labels[row] < 0 ? 0 : votes[row] * (y[row] - buckets[Int(labels[row])].mean)
    }
    let spread = ends.high.mean - ends.low.mean
    self.members = members
    self.buckets = buckets
    self.y = y
    self.spread = spread
    self.votes = votes
    let rules = [("Newey-West h-1", LagRule.overlap(horizon: horizon)), ("Newey-West 2h", .twiceHorizon(horizon))]
    let lagged = rules.map { name, rule in
      let lags = rule.lags(observations: y.count)
      return EstimatorResult(
        name: name, estimate: spread, variance: bartlettSum(scores, lags: lags),
        method: EstimatorMethod(kernel: .bartlett, lags: lags))
    }
    let estimates = lagged + sample.estimates([Hodrick1BEstimator(), CircularShiftEstimator()])
    let visits = min(ends.low.visits, ends.high.visits)
    self.estimates =
      visits >= Self.leastVisits
      ? estimates
      : estimates.map {
        EstimatorResult(
          name: $0.name, estimate: spread,
          note: "an end of the spread was visited \(visits) times; \(Self.leastVisits) are asked for")
      }
  }
}
