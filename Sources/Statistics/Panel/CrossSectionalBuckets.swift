/// Markets sorted into quantiles at each stamp, and the return of the highest less the lowest.
///
/// Edges are quantiles of the stamp's own values (type 7), an edge belongs to the bucket below it, as in `pandas.qcut`.
/// Values tied across an edge leave a bucket empty; such a stamp has no spread.
public struct CrossSectionalBuckets: Sendable {
  public let count: Int
  /// Mean over stamps of the mean return of each bucket, lowest first.
  public let means: [Double]
  /// Mean of the top less mean of the bottom bucket at each stamp, the whole of it; NaN where there is none.
  public let spreads: [Double]
  /// Weights of the spreads by market, averaged over stamps, held for h bars each.
  public let votes: HeldVotes
  /// The cost of one side, as a fraction, at which the mean spread is gone. Signed like it.
  public let breakEven: Double

  /// As many buckets as leave three markets in each, two to five.
  public static func count(markets: Int) -> Int { min(5, max(2, markets / 3)) }

  /// - Parameter count: at least 2.
  /// - Throws: `outOfRange`; `tooFewObservations` when no stamp has `CrossSection.leastMarkets` markets and a market in
  ///   each bucket.
  public init(_ sample: PanelSample, count: Int) throws {
    guard count >= 2 else {
      throw StatisticsError.outOfRange(quantity: "buckets", value: Double(count), allowed: "at least 2")
    }
    var sums = [Double](repeating: 0, count: count)
    var spreads = [Double](repeating: .nan, count: sample.count)
    var weights = [[Double]](
      repeating: [Double](repeating: 0, count: sample.count), count: sample.members.count)
    var judged = 0
    for row in 0..<sample.count {
      let known = sample.members.indices.filter {
        !sample.members[$0].x[row].isNaN && !sample.members[$0].y[row].isNaN
      }
      guard known.count >= max(CrossSection.leastMarkets, count) else { continue }
      let labels = Self.labels(known.map { sample.members[$0].x[row] }, count: count)
      var means = [Double](repeating: 0, count: count)
      var sizes = means
      for (market, label) in zip(known, labels) {
        means[label] += sample.members[market].y[row]
        sizes[label] += 1
      }
      guard !sizes.contains(0) else { continue }
      for bucket in 0..<count {
        means[bucket] /= sizes[bucket]
        sums[bucket] += means[bucket]
      }
      for (market, label) in zip(known, labels) where label == 0 || label == count - 1 {
        weights[market][row] = (label == 0 ? -1 : 1) / sizes[label]
      }
      spreads[row] = means[count - 1] - means[0]
      judged += 1
    }
    guard judged > 0 else {
      throw StatisticsError.tooFewObservations(have: sample.members.count, need: max(CrossSection.leastMarkets, count))
    }
    self.count = count
    self.spreads = spreads
    means = sums.map { $0 / Double(judged) }
    let books = weights.map { HeldVotes($0, horizon: sample.horizon) }
    votes = books.dropFirst().reduce(books[0], +)
    breakEven = votes.breakEven(Sums.sum(spreads.map { $0.isNaN ? 0 : $0 }))
  }

  static func labels(_ values: [Double], count: Int) -> [Int] {
    let quantiles = Quantiles(values)
    let edges = (1..<count).map { quantiles[Double($0) / Double(count)] }
    return values.map { value in edges.count { $0 < value } }
  }
}
