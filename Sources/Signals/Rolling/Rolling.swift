import CColumns
import Numerics

/// Trailing windows over plain arrays: the arithmetic behind the operators, for callers who have no frame.
///
/// Each function gives one value a row, of the window that ends with that row; NaN before the first full window, for
/// every window that holds a NaN, and where the result would be beyond the numbers. Results depend on the values in the
/// window and on `phase`, the absolute number of row 0, and on nothing else: no error is carried from window to window,
/// and dropping rows outside a window does not change a bit of its result as long as `phase` moves along. A window
/// longer than the data gives NaN throughout; one of no rows is a bug of the caller's and traps.
///
/// - Complexity: a constant number of steps a row, whatever the window; `rank` and `median` take log₂(rows) steps.
public enum Rolling {
  /// Distance of each value from its window's mean, in standard deviations (ddof 1) of that window. NaN where the
  /// window is constant, and for windows of one row; exactly zero for a value within rounding of its mean.
  public static func zscore(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    moments(rolling_zscore, values, window, phase)
  }

  /// The mean of each window; exactly the value itself where the window is constant.
  public static func mean(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    moments(rolling_mean, values, window, phase)
  }

  /// The standard deviation (ddof 1) of each window; exactly zero where the window is constant, NaN for windows of one.
  public static func std(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    moments(rolling_std, values, window, phase)
  }

  /// The variance (ddof 1) of each window; exactly zero where the window is constant, NaN for windows of one.
  public static func variance(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    moments(rolling_variance, values, window, phase)
  }

  private static func moments(
    _ result: rolling_result, _ values: [Double], _ window: Int, _ phase: Int
  ) -> [Double] {
    precondition(window > 0, "a window has bars")
    guard window <= values.count else { return [Double](repeating: .nan, count: values.count) }
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: rolling_scratch(window))
    defer { scratch.deallocate() }
    return values.withUnsafeBufferPointer { values in
      [Double](unsafeUninitializedCapacity: values.count) { results, initialized in
        guard let from = values.baseAddress, let to = results.baseAddress else { return }
        results.preferHugePages()
        rolling_moments(result, from, to, values.count, window, phase.flooredRemainder(by: window), scratch)
        initialized = values.count
      }
    }
  }

  /// The sum of each window.
  public static func sum(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    scanWindows(
      Total.self, count: values.count, window: window, firstBar: phase, weights: (),
      element: { values[$0] }, finish: { total, _ in finite(total.value) })
  }

  /// The smallest value of each window.
  public static func min(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    scanWindows(
      Smallest.self, count: values.count, window: window, firstBar: phase, weights: (),
      element: { values[$0] }, finish: { smallest, _ in smallest.value })
  }

  /// The largest value of each window.
  public static func max(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    scanWindows(
      Largest.self, count: values.count, window: window, firstBar: phase, weights: (),
      element: { values[$0] }, finish: { largest, _ in largest.value })
  }

  /// How many rows an exponential mean of a span looks at: four spans, beyond which the weights of an endless one add
  /// up to 0.03%.
  public static func emaMemory(span: Int) -> Int { 4 * span }

  /// The exponentially weighted mean of the last four spans, newest row heaviest: each row weighs 1 − 2/(span + 1)
  /// times the row after it, and the weights add up to one.
  ///
  /// The memory is finite so that a value does not depend on where the data begins.
  public static func ema(_ values: [Double], span: Int, phase: Int = 0) -> [Double] {
    let window = emaMemory(span: span)
    guard window <= values.count else { return [Double](repeating: .nan, count: values.count) }
    return scanWindows(
      FadingMean.self, count: values.count, window: window, firstBar: phase,
      weights: FadingWeights(span: span, window: window),
      element: { values[$0] }, finish: { mean, _ in finite(mean.value) })
  }

  /// Pearson's correlation of each window of two series of equal length. NaN where either is constant.
  public static func correlation(_ x: [Double], _ y: [Double], window: Int, phase: Int = 0) -> [Double] {
    pairs(x, y, window, phase) { moments in
      let scale = finite(moments.xSquares.squareRoot() * moments.ySquares.squareRoot())
      guard scale > 0 else { return .nan }
      return Swift.max(-1, Swift.min(1, moments.products / scale))
    }
  }

  /// The slope of the least-squares line of `y` on `x` in each window. NaN where `x` is constant.
  public static func slope(_ y: [Double], on x: [Double], window: Int, phase: Int = 0) -> [Double] {
    pairs(x, y, window, phase) { moments in
      finite(moments.products / moments.xSquares)
    }
  }

  @inline(__always)
  static func pairs(
    _ x: [Double], _ y: [Double], _ window: Int, _ phase: Int, finish: (PairMoments) -> Double
  ) -> [Double] {
    precondition(x.count == y.count, "two series on one grid")
    let weights = EvenWeights(window: window)
    defer { weights.deallocate() }
    return scanWindows(
      PairMoments.self, count: x.count, window: window, firstBar: phase, weights: weights,
      element: { SIMD2(x[$0], y[$0]) }, finish: { moments, _ in finish(moments) })
  }

  /// Where each value stands among its window, from 0 for the lowest to 1 for the highest: the share of the other
  /// values that lie below it, equal ones counted half. NaN for windows of one row.
  public static func rank(_ values: [Double], window: Int) -> [Double] {
    scanOrder(values, window: window) { order, own in
      let below = order.count(below: own)
      let equal = order.count(below: own + 1) - below - 1
      return (Double(below) + Double(equal) / 2) / Double(window - 1)
    }
  }

  /// The middle value of each window, or the mean of the two in the middle.
  public static func median(_ values: [Double], window: Int) -> [Double] {
    scanOrder(values, window: window) { order, _ in
      let upper = order.value(at: window / 2)
      return window % 2 == 1 ? upper : (order.value(at: window / 2 - 1) + upper) / 2
    }
  }
}
