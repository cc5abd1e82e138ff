/// The order statistics of a sample, sorted once.
///
/// Type 7 of Hyndman & Fan (1996), the default of numpy and R: linear between the two values around position p·(n - 1).
public struct Quantiles: Sendable {
  public let sorted: [Double]
  /// Values that were missing and left out.
  public let missing: Int

  public init(_ values: [Double]) {
    let known = values.filter { !$0.isNaN }
    sorted = known.sorted()
    missing = values.count - known.count
  }

  /// NaN when the sample is empty or `p` is outside 0...1.
  public subscript(p: Double) -> Double {
    guard !sorted.isEmpty, p >= 0, p <= 1 else { return .nan }
    let position = p * Double(sorted.count - 1)
    let below = Int(position)
    let share = position - Double(below)
    guard share > 0, below + 1 < sorted.count else { return sorted[below] }
    return sorted[below] + share * (sorted[below + 1] - sorted[below])
  }

  public var median: Double { self[0.5] }
}
