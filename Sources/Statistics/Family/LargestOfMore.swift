import Foundation

/// How large the largest of many would be under the null, from the largest of a sample of them.
///
/// The best of a million trials is not to be held against what the best of two thousand would show. The square of the
/// largest of n normals grows by nearly the same amount with every doubling of n, whether they are independent or grow more
/// alike as they grow denser, in which case the amount shrinks. So the sample is halved once to see how much a doubling
/// adds, and as much is added for each doubling that is missing: nothing where half of the trials reach as far as all,
/// and never too little where trials are normal.
struct LargestOfMore: Sendable {
  /// Added to the square of the largest; zero when the sample is all there is.
  let growth: Double

  /// - Parameter null: by series, its value in each replicate.
  init(_ null: [[Double]], population: Int) {
    guard population > null.count, null.count >= 2 else {
      growth = 0
      return
    }
    // Every second series: those of the other half stand between them.
    let half = stride(from: 0, to: null.count, by: 2).map { null[$0] }
    let doubling = log2(Double(null.count) / Double(half.count))
    let perDoubling = (Self.squaredMedian(null) - Self.squaredMedian(half)) / doubling
    growth = max(0, perDoubling) * log2(Double(population) / Double(null.count))
  }

  func raised(_ largest: Double) -> Double {
    guard growth > 0, largest.isFinite else { return largest }
    let square = max(0, largest) * max(0, largest)
    return largest > 0 ? (square + growth).squareRoot() : largest + growth.squareRoot()
  }

  private static func squaredMedian(_ null: [[Double]]) -> Double {
    let largest = StepM.largest(of: null).sorted()
    let median = max(0, largest[largest.count / 2])
    return median * median
  }
}
