import Numerics

/// How many values of a sample lie below a number, by bisection.
struct SortedCounts: Sendable {
  private let sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  /// The share of the sample below `value`, those equal to it counted half.
  func share(below value: Double) -> Double {
    let less = sorted.leadingCount { $0 < value }
    let notMore = sorted.leadingCount { $0 <= value }
    return Double(less + notMore) / 2 / Double(sorted.count)
  }
}
