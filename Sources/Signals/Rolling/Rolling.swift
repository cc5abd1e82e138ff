/// Trailing windows over plain arrays: the arithmetic behind the operators, for callers who have no frame.
///
/// Each function gives one value a row, of the window that ends with that row; NaN before the first full window and for
/// every window that holds a NaN. Results depend on the values in the window and on `phase`, the absolute number of row
/// 0, and on nothing else: no error is carried from window to window, and dropping rows outside a window does not change
/// a bit of its result as long as `phase` moves along. A window longer than the data gives NaN throughout.
///
/// - Complexity: a constant number of steps a row, whatever the window.
public enum Rolling {
  /// Distance of each value from its window's mean, in standard deviations (ddof 1) of that window. NaN where the window
  /// is constant, and for windows of one row.
  public static func zscore(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    let degrees = 1 / Double(window - 1)
    return moments(values, window, phase) { moments, value in
      let deviation = moments.deviation(degrees)
      return deviation > 0 ? (value - moments.mean) / deviation : .nan
    }
  }

  /// The mean of each window; exactly the value itself where the window is constant.
  public static func mean(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    moments(values, window, phase) { moments, _ in moments.mean }
  }

  /// The standard deviation (ddof 1) of each window; exactly zero where the window is constant.
  public static func std(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    let degrees = 1 / Double(window - 1)
    return moments(values, window, phase) { moments, _ in moments.deviation(degrees) }
  }

  @inline(__always)
  private static func moments(
    _ values: [Double], _ window: Int, _ phase: Int, finish: (Moments, Double) -> Double
  ) -> [Double] {
    let weights = EvenWeights(window: window)
    defer { weights.deallocate() }
    return values.withUnsafeBufferPointer { values in
      scanWindows(
        Moments.self, count: values.count, window: window, firstBar: phase, weights: weights,
        element: { values[$0] }, finish: finish)
    }
  }
}
