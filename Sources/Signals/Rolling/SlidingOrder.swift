import Numerics

/// The values of a sliding window in order, as counts over the ranks of a whole series (a Fenwick tree).
///
/// Ranks within the series stand for the values, so everything here is a whole number: what is left after rows have
/// come and gone is exactly what is in the window.
struct SlidingOrder {
  /// The distinct values of the series, ascending.
  private let distinct: [Double]
  /// `tree[i]` counts the window's values over a stretch of ranks that ends at i, as long as i's lowest set bit.
  private var tree: [Int32]
  private let highestStep: Int

  fileprivate init(distinct: [Double]) {
    self.distinct = distinct
    tree = [Int32](repeating: 0, count: distinct.count + 1)
    var step = 1
    while step * 2 <= distinct.count { step *= 2 }
    highestStep = step
  }

  fileprivate mutating func add(_ amount: Int32, rank: Int) {
    var index = rank + 1
    while index < tree.count {
      tree[index] += amount
      index += index & -index
    }
  }

  /// How many values of the window rank below `rank`.
  func count(below rank: Int) -> Int {
    var index = rank
    var count = 0
    while index > 0 {
      count += Int(tree[index])
      index &= index - 1
    }
    return count
  }

  /// The value of the window that has `position` others before it.
  func value(at position: Int) -> Double {
    var index = 0
    var left = Int32(position)
    var step = highestStep
    while step > 0 {
      if index + step < tree.count, tree[index + step] <= left {
        index += step
        left -= tree[index]
      }
      step /= 2
    }
    return distinct[index]
  }
}

extension SlidingOrder {
  /// The value that a share of the window lies below, between two of its values in a straight line.
  func quantile(_ share: Double, of count: Int) -> Double {
    let place = Double(count - 1) * share
    let lower = Int(place)
    let below = value(at: lower)
    guard lower < count - 1 else { return below }
    let above = value(at: lower + 1)
    // Equal neighbours are their own mean to the last bit.
    return above == below ? below : below + (above - below) * (place - Double(lower))
  }

  /// The median distance of the window's values from `centre`.
  func medianDistance(from centre: Double, of count: Int) -> Double {
    let upper = distance(count / 2, from: centre, of: count)
    return count % 2 == 1 ? upper : (distance(count / 2 - 1, from: centre, of: count) + upper) / 2
  }

  /// The distance from `centre` that `nearer` of the values do not exceed.
  ///
  /// The values nearest to a centre are neighbours in order, so what is looked for is the run of `nearer + 1` whose farther
  /// end is nearest. The distance of a run's upper end grows with its place and that of its lower end falls.
  private func distance(_ nearer: Int, from centre: Double, of count: Int) -> Double {
    var low = 0
    var high = count - 1 - nearer
    while low < high {
      let middle = (low + high) / 2
      if value(at: middle + nearer) - centre >= centre - value(at: middle) { high = middle } else { low = middle + 1 }
    }
    func reach(_ first: Int) -> Double { Swift.max(centre - value(at: first), value(at: first + nearer) - centre) }
    return low == 0 ? reach(0) : Swift.min(reach(low), reach(low - 1))
  }
}

/// Where each known value stands among the known values since the last start, 0 lowest to 1 highest; NaN before the first
/// start and for the first value after one.
func expandingRanks(_ values: [Double], starts: [Bool]) -> [Double] {
  let (distinct, ranks) = ranked(values)
  var order = SlidingOrder(distinct: distinct)
  var members: [Int] = []
  var hasBegun = false
  return values.indices.map { row in
    if starts[row] {
      hasBegun = true
      for rank in members { order.add(-1, rank: rank) }
      members.removeAll(keepingCapacity: true)
    }
    guard hasBegun, ranks[row] >= 0 else { return .nan }
    order.add(1, rank: ranks[row])
    members.append(ranks[row])
    let below = order.count(below: ranks[row])
    let equal = order.count(below: ranks[row] + 1) - below - 1
    return finite((Double(below) + Double(equal) / 2) / Double(members.count - 1))
  }
}

/// The distinct values, ascending, and each row's place among them; -1 for NaN.
private func ranked(_ values: [Double]) -> (distinct: [Double], ranks: [Int]) {
  var distinct: [Double] = []
  var ranks = [Int](repeating: -1, count: values.count)
  for row in values.indices.filter({ !values[$0].isNaN }).sorted(by: { values[$0] < values[$1] }) {
    if distinct.last != values[row] { distinct.append(values[row]) }
    ranks[row] = distinct.count - 1
  }
  return (distinct, ranks)
}

/// One value a row from the ordered window that ends with it; NaN before the first full window and while the window
/// holds a NaN. `finish` gets the window and the rank of the row's own value.
func scanOrder(_ values: [Double], window: Int, finish: (SlidingOrder, Int) -> Double) -> [Double] {
  scanOrder(values, window: window, rows: { order, rank, _ in finish(order, rank) })
}

/// The same for a `finish` that wants the row too.
@inline(__always)
func scanOrder(_ values: [Double], window: Int, rows finish: (SlidingOrder, Int, Int) -> Double) -> [Double] {
  precondition(window > 0, "a window has bars")
  let (distinct, ranks) = ranked(values)
  var order = SlidingOrder(distinct: distinct)
  var missing = 0
  return values.indices.map { row in
    if ranks[row] < 0 { missing += 1 } else { order.add(1, rank: ranks[row]) }
    if row >= window {
      let leaving = ranks[row - window]
      if leaving < 0 { missing -= 1 } else { order.add(-1, rank: leaving) }
    }
    return row < window - 1 || missing > 0 ? .nan : finish(order, ranks[row], row)
  }
}
