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

/// One value a row from the ordered window that ends with it; NaN before the first full window and while the window
/// holds a NaN. `finish` gets the window and the rank of the row's own value.
func scanOrder(_ values: [Double], window: Int, finish: (SlidingOrder, Int) -> Double) -> [Double] {
  precondition(window > 0, "a window has bars")
  var distinct: [Double] = []
  var ranks = [Int](repeating: -1, count: values.count)
  for row in values.indices.filter({ !values[$0].isNaN }).sorted(by: { values[$0] < values[$1] }) {
    if distinct.last != values[row] { distinct.append(values[row]) }
    ranks[row] = distinct.count - 1
  }
  var order = SlidingOrder(distinct: distinct)
  var missing = 0
  return values.indices.map { row in
    if ranks[row] < 0 { missing += 1 } else { order.add(1, rank: ranks[row]) }
    if row >= window {
      let leaving = ranks[row - window]
      if leaving < 0 { missing -= 1 } else { order.add(-1, rank: leaving) }
    }
    return row < window - 1 || missing > 0 ? .nan : finish(order, ranks[row])
  }
}
