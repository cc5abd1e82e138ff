extension Rolling {
  /// The sum of each window.
  public static func sum(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    scan(RunningSum.self, window, phase, values) { summary, _ in summary.sum }
  }

  /// The smallest value of each window.
  public static func min(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    scan(Smallest.self, window, phase, values) { summary, _ in summary.value }
  }

  /// The largest value of each window.
  public static func max(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    min(values.map { -$0 }, window: window, phase: phase).map { -$0 }
  }

  /// Where each value stands in its window, 0 lowest to 1 highest, ties in the middle.
  ///
  /// - Complexity: rows × window in comparisons that need no order, a few dozen picoseconds each.
  public static func rank(_ values: [Double], window: Int) -> [Double] {
    precondition(window > 1, "a rank among at least two")
    var lastMissing = -1
    return values.indices.map { row in
      if values[row].isNaN { lastMissing = row }
      guard row >= window - 1, row - lastMissing >= window else { return .nan }
      let value = values[row]
      var below = 0
      var equal = -1
      for other in values[(row - window + 1)...row] {
        below += other < value ? 1 : 0
        equal += other == value ? 1 : 0
      }
      return (Double(below) + Double(equal) / 2) / Double(window - 1)
    }
  }

  /// A mean whose weights fall by 1 - a a bar, a = 2 / (window / 4 + 1), cut after `window` bars and scaled to one.
  ///
  /// The recursion that is usual elsewhere never forgets its first value, so that a result would depend on where the data
  /// begins. Cutting costs a sum a row and keeps the promise that a window looks back so far and no further.
  public static func exponentialMean(_ values: [Double], window: Int) -> [Double] {
    let decay = 1 - 2 / (Double(window) / 4 + 1)
    var weights: [Double] = []
    var weight = 1.0
    for _ in 0..<window {
      weights.append(weight)
      weight *= decay
    }
    let total = weights.reduce(0, +)
    return values.indices.map { row in
      guard row >= window - 1 else { return .nan }
      var sum = 0.0
      for (age, weight) in weights.enumerated() { sum += weight * values[row - age] }
      return sum / total
    }
  }

  /// Pearson correlation of two columns over each window; NaN where either is constant.
  public static func correlation(_ x: [Double], _ y: [Double], window: Int, phase: Int = 0) -> [Double] {
    let joint = JointMoments(x, y, window: window, phase: phase)
    return x.indices.map { row in
      let spread = (joint.varianceX[row] * joint.varianceY[row]).squareRoot()
      return spread > 0 ? Swift.min(Swift.max(joint.covariance[row] / spread, -1), 1) : .nan
    }
  }

  /// Least-squares slope of y on x over each window; NaN where x is constant.
  public static func slope(of y: [Double], on x: [Double], window: Int, phase: Int = 0) -> [Double] {
    let joint = JointMoments(x, y, window: window, phase: phase)
    return x.indices.map { joint.varianceX[$0] > 0 ? joint.covariance[$0] / joint.varianceX[$0] : .nan }
  }

  @inline(__always)
  private static func scan<Summary: WindowSummary>(
    _ kind: Summary.Type, _ window: Int, _ phase: Int, _ values: [Double], finish: (Summary, Double) -> Double
  ) -> [Double] where Summary.Element == Double, Summary.Weights == Void {
    values.withUnsafeBufferPointer { values in
      scanWindows(
        kind, count: values.count, window: window, firstBar: phase, weights: (), element: { values[$0] },
        finish: finish)
    }
  }
}

/// Variances and covariance of two columns over each window, from the deviations of their sum and difference:
/// 4·cov(x, y) = var(x + y) - var(x - y), after both are scaled to the same size so that neither drowns the other.
private struct JointMoments {
  let varianceX: [Double]
  let varianceY: [Double]
  let covariance: [Double]

  init(_ x: [Double], _ y: [Double], window: Int, phase: Int) {
    func variance(_ values: [Double]) -> [Double] {
      Rolling.std(values, window: window, phase: phase).map { $0 * $0 }
    }
    func size(_ values: [Double]) -> Double {
      let largest = values.reduce(0) { $1.isNaN ? $0 : Swift.max($0, abs($1)) }
      return largest > 0 && largest.isFinite ? largest : 1
    }
    let (scaleX, scaleY) = (size(x), size(y))
    let a = x.map { $0 / scaleX }
    let b = y.map { $0 / scaleY }
    let sums = variance(zip(a, b).map { $0 + $1 })
    let differences = variance(zip(a, b).map { $0 - $1 })
    covariance = zip(sums, differences).map { ($0 - $1) / 4 * scaleX * scaleY }
    varianceX = variance(x)
    varianceY = variance(y)
  }
}

/// A plain sum of a run.
private struct RunningSum: WindowSummary {
  var sum: Double
  static let empty = RunningSum(sum: 0)
  @inline(__always) mutating func append(_ value: Double, count: Int, _: Void) { sum += value }
  @inline(__always) mutating func prepend(_ value: Double, count: Int, _: Void) { sum += value }
  @inline(__always) static func joined(_ older: RunningSum, _ newer: RunningSum, newerCount: Int, _: Void) -> RunningSum
  {
    RunningSum(sum: older.sum + newer.sum)
  }
}

/// The smallest of a run; NaN once one is among them.
private struct Smallest: WindowSummary {
  var value: Double
  static let empty = Smallest(value: .infinity)
  @inline(__always) mutating func append(_ other: Double, count: Int, _: Void) { value = Self.lesser(value, other) }
  @inline(__always) mutating func prepend(_ other: Double, count: Int, _: Void) { value = Self.lesser(value, other) }
  @inline(__always) static func joined(_ older: Smallest, _ newer: Smallest, newerCount: Int, _: Void) -> Smallest {
    Smallest(value: lesser(older.value, newer.value))
  }
  @inline(__always) private static func lesser(_ a: Double, _ b: Double) -> Double {
    a.isNaN ? a : b < a ? b : b.isNaN ? b : a
  }
}
