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
    for row in places.indices where places[row] >= 0 {
      let place = Int(places[row])
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
  }

  /// From 0, the lowest, to Q - 1; nil where the signal is unknown and during the warm-up.
  public var buckets: [Int?] { shares.indices.map(bucket) }

  /// The bucket of one row.
  public func bucket(_ row: Int) -> Int? {
    shares[row].isNaN ? nil : min(count - 1, Int(shares[row] * Double(count)))
  }

  /// The place of each value among the distinct ones, -1 for one that is missing. It orders later values too, but only counts
  /// of earlier ones are read.
  private static func places(_ signal: [Double]) -> (places: [Int32], distinct: Int) {
    var order: [Int32] = []
    order.reserveCapacity(signal.count)
    for row in signal.indices where !signal[row].isNaN { order.append(Int32(row)) }
    order.sort { signal[Int($0)] < signal[Int($1)] }
    var places = [Int32](repeating: -1, count: signal.count)
    var place: Int32 = -1
    for position in order.indices {
      let row = Int(order[position])
      if position == 0 || signal[row] != signal[Int(order[position - 1])] { place += 1 }
      places[row] = place
    }
    return (places, Int(place) + 1)
  }
}

/// Counts at places, with running totals in logarithmic time (Fenwick 1994).
private struct CountTree {
  private var sums: [Int32]

  init(count: Int) { sums = [Int32](repeating: 0, count: count + 1) }

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
      total += Int(sums[node])
      node -= node & -node
    }
    return total
  }
}
