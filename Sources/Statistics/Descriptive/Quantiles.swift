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

  /// The median of a sample without missing values, by selection: the same number, for a few passes instead of a sort. The
  /// values come back in another order.
  static func median(reordering values: inout [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let position = 0.5 * Double(values.count - 1)
    let below = Int(position)
    let share = position - Double(below)
    return values.withUnsafeMutableBufferPointer { values in
      let lower = select(below, among: values)
      guard share > 0, below + 1 < values.count else { return lower }
      // All that lie behind the selected place are at least as large.
      var upper = values[below + 1]
      for index in (below + 2)..<max(below + 2, values.count) where values[index] < upper { upper = values[index] }
      return lower + share * (upper - lower)
    }
  }

  /// Hoare's selection: the value that sorting would put at `place`, with none larger before it and none smaller behind. The
  /// pivot is the middle one of three, so that values that come sorted take no longer.
  private static func select(_ place: Int, among values: UnsafeMutableBufferPointer<Double>) -> Double {
    var low = 0
    var high = values.count - 1
    while low < high {
      let (a, b, c) = (values[low], values[low + (high - low) / 2], values[high])
      let pivot = max(min(a, b), min(max(a, b), c))
      var i = low
      var j = high
      while i <= j {
        while values[i] < pivot { i += 1 }
        while values[j] > pivot { j -= 1 }
        if i <= j {
          values.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if place <= j {
        high = j
      } else if place >= i {
        low = i
      } else {
        return values[place]
      }
    }
    return values[place]
  }
}
