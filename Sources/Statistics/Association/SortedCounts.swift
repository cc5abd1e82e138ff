/// How many values of a sample lie below a number, by bisection.
struct SortedCounts: Sendable {
  private let sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  /// The share of the sample below `value`, those equal to it counted half.
  func share(below value: Double) -> Double {
    let less = count { $0 < value }
    let notMore = count { $0 <= value }
    return Double(less + notMore) / 2 / Double(sorted.count)
  }

  private func count(while holds: (Double) -> Bool) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if holds(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
