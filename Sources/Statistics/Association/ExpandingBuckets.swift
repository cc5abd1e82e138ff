/// Which quantile of its own past a signal is in, bar by bar: what somebody who traded it could have known.
///
/// The share of the values known on earlier rows that lie below today's, ties counted half, decides: bucket k holds shares
/// from k/Q up to (k + 1)/Q. Neither today's value nor any later one moves an edge. Quantiles over the whole sample use
/// tomorrow's values for today's edges, and a signal with a trend then sorts its bars by date.
public struct ExpandingBuckets: Sendable {
  /// Q.
  public let count: Int
  /// Known values that had to come before the first row that has a bucket.
  public let warmUp: Int
  /// From 0, the lowest, to Q - 1; nil where the signal is unknown and during the warm-up.
  public let buckets: [Int?]
  /// Share of earlier values below each value; NaN where there is no bucket.
  public let shares: [Double]

  /// - Parameters:
  ///   - signal: NaN where unknown.
  ///   - count: at least 2.
  ///   - warmUp: at least one value a bucket.
  /// - Throws: `outOfRange`; `tooFewObservations` when the warm-up takes all there is.
  /// - Complexity: O(n log n): counts of earlier values sit in a tree over the order of all values.
  public init(_ signal: [Double], count: Int = 5, warmUp: Int) throws {
    guard count >= 2 else {
      throw StatisticsError.outOfRange(quantity: "buckets", value: Double(count), allowed: "at least 2")
    }
    guard warmUp >= count else {
      throw StatisticsError.outOfRange(
        quantity: "the warm-up", value: Double(warmUp), allowed: "at least one value a bucket")
    }
    let (places, distinct) = Self.places(signal)
    var tree = CountTree(count: distinct)
    var shares = [Double](repeating: .nan, count: signal.count)
    var earlier = 0
    for (row, place) in places.enumerated() {
      guard let place else { continue }
      if earlier >= warmUp {
        let below = tree.count(before: place)
        let equal = tree.count(before: place + 1) - below
        shares[row] = (Double(below) + Double(equal) / 2) / Double(earlier)
      }
      tree.add(at: place)
      earlier += 1
    }
    guard earlier > warmUp else {
      throw StatisticsError.tooFewObservations(have: earlier, need: warmUp + 1)
    }
    self.count = count
    self.warmUp = warmUp
    self.shares = shares
    buckets = shares.map { $0.isNaN ? nil : min(count - 1, Int($0 * Double(count))) }
  }

  /// The place of each value among the distinct ones. It orders later values too, but only counts of earlier ones are read.
  private static func places(_ signal: [Double]) -> (places: [Int?], distinct: Int) {
    let order = signal.indices.filter { !signal[$0].isNaN }.sorted { signal[$0] < signal[$1] }
    var places = [Int?](repeating: nil, count: signal.count)
    var place = -1
    for (position, row) in order.enumerated() {
      if position == 0 || signal[row] != signal[order[position - 1]] { place += 1 }
      places[row] = place
    }
    return (places, place + 1)
  }
}

/// Counts at places, with running totals in logarithmic time (Fenwick 1994).
private struct CountTree {
  private var sums: [Int]

  init(count: Int) { sums = [Int](repeating: 0, count: count + 1) }

  mutating func add(at place: Int) {
    var node = place + 1
    while node < sums.count {
      sums[node] += 1
      node += node & -node
    }
  }

  func count(before place: Int) -> Int {
    var node = place
    var total = 0
    while node > 0 {
      total += sums[node]
      node -= node & -node
    }
    return total
  }
}
