import Numerics

// The shape of a window's distribution, and where its extremes lie.
extension Rolling {
  /// The adjusted Fisher-Pearson skewness of each window, as pandas has it. NaN where the window is constant, and for windows
  /// of fewer than three.
  public static func skew(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    guard window > 2 else { return [Double](repeating: .nan, count: values.count) }
    let n = Double(window)
    let scale = n * (n - 1).squareRoot() / (n - 2)
    return shape(values, window, phase) { shape in
      guard shape.squares > 0 else { return .nan }
      return finite(scale * shape.cubes / (shape.squares * shape.squares.squareRoot()))
    }
  }

  /// The excess kurtosis of each window with the correction for its size, as pandas has it. NaN where the window is constant,
  /// and for windows of fewer than four.
  public static func kurtosis(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    guard window > 3 else { return [Double](repeating: .nan, count: values.count) }
    let n = Double(window)
    let scale = n * (n + 1) * (n - 1) / ((n - 2) * (n - 3))
    let rest = 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3))
    return shape(values, window, phase) { shape in
      guard shape.squares > 0 else { return .nan }
      return finite(scale * shape.fourths / (shape.squares * shape.squares) - rest)
    }
  }

  @inline(__always)
  private static func shape(
    _ values: [Double], _ window: Int, _ phase: Int, _ finish: (HigherMoments) -> Double
  ) -> [Double] {
    scanWindows(
      HigherMoments.self, count: values.count, window: window, firstBar: phase, weights: Double(window),
      element: { values[$0] }, finish: { shape, _ in finish(shape) })
  }

  /// How many rows ago each window's smallest value stands; of equal ones the newest.
  public static func argmin(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    argmax(values.map { -$0 }, window: window, phase: phase)
  }

  /// How many rows ago each window's largest value stands; of equal ones the newest.
  public static func argmax(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    scanWindows(
      LargestPlace.self, count: values.count, window: window, firstBar: phase, weights: (),
      element: { SIMD2(values[$0], Double($0)) },
      finish: { largest, own in largest.value.isNaN ? .nan : own.y - largest.row })
  }

  /// The weighted mean of each window with weights that fall by one a row into the past.
  public static func wma(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    scanWindows(
      SlopingMean.self, count: values.count, window: window, firstBar: phase, weights: Double(window),
      element: { values[$0] }, finish: { mean, _ in finite(mean.weighted) })
  }

  /// How many rows a decaying mean looks at: twelve half-lives, beyond which the weights add up to 0.02%.
  public static func decayMemory(halfLife: Int) -> Int { 12 * halfLife }

  /// The mean of the last twelve half-lives with weights that halve with every half-life.
  public static func decay(_ values: [Double], halfLife: Int, phase: Int = 0) -> [Double] {
    fading(values, fade: power(0.5, 1 / Double(halfLife)), window: decayMemory(halfLife: halfLife), phase)
  }

  /// How many rows Wilder's mean looks at: eight windows, beyond which the weights add up to 0.03%.
  public static func wilderMemory(window: Int) -> Int { 8 * window }

  /// Wilder's smoothed mean over the last eight windows: each row weighs 1 − 1/window times the row after it.
  public static func wilder(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    fading(values, fade: 1 - 1 / Double(window), window: wilderMemory(window: window), phase)
  }

  private static func fading(_ values: [Double], fade: Double, window: Int, _ phase: Int) -> [Double] {
    guard window <= values.count else { return [Double](repeating: .nan, count: values.count) }
    return scanWindows(
      FadingMean.self, count: values.count, window: window, firstBar: phase,
      weights: FadingWeights(fade: fade, window: window),
      element: { values[$0] }, finish: { mean, _ in finite(mean.value) })
  }
}

// What needs the window in order.
extension Rolling {
  /// The value of each window that a share of it lies below, between two of its values in a straight line.
  public static func quantile(_ values: [Double], window: Int, share: Double) -> [Double] {
    scanOrder(values, window: window) { order, _ in finite(order.quantile(share, of: window)) }
  }

  /// Makes the median distance from the median as large as the standard deviation of normal values: 1 / Φ⁻¹(3/4).
  static let normalMedianDistance = 1.482602218505602

  /// Distance of each value from its window's median, in units of the window's median distance from it, scaled to standard
  /// deviations. NaN where more than half of the window is one value.
  public static func robustZScore(_ values: [Double], window: Int) -> [Double] {
    let middles = median(values, window: window)
    return scanOrderedRows(values, window: window) { order, row in
      let spread = order.medianDistance(from: middles[row], of: window) * normalMedianDistance
      return spread > 0 ? finite((values[row] - middles[row]) / spread) : .nan
    }
  }

  /// Each value inside the quantiles of its window that leave a share of it on either side.
  public static func winsorized(_ values: [Double], window: Int, share: Double) -> [Double] {
    scanOrderedRows(values, window: window) { order, row in
      Swift.min(Swift.max(values[row], order.quantile(share, of: window)), order.quantile(1 - share, of: window))
    }
  }

  private static func scanOrderedRows(
    _ values: [Double], window: Int, _ finish: (SlidingOrder, Int) -> Double
  ) -> [Double] {
    scanOrder(values, window: window, rows: { order, _, row in finish(order, row) })
  }
}

// Two series, or one and its past.
extension Rolling {
  /// How far the last value of each window of `y` lies from the least-squares line on `x` through the window. NaN where `x` is
  /// constant.
  public static func residual(_ y: [Double], on x: [Double], window: Int, phase: Int = 0) -> [Double] {
    precondition(x.count == y.count, "two series on one grid")
    let weights = EvenWeights(window: window)
    defer { weights.deallocate() }
    return scanWindows(
      PairMoments.self, count: x.count, window: window, firstBar: phase, weights: weights,
      element: { SIMD2(x[$0], y[$0]) },
      finish: { moments, own in
        finite(own.y - moments.yMean - moments.products / moments.xSquares * (own.x - moments.xMean))
      })
  }

  /// The rows in which half of a distance from the mean is gone, by the slope of each window's values on those a row before.
  /// NaN unless the slope lies between 0 and 1, by more than rounding puts it there.
  public static func halfLife(_ values: [Double], window: Int, phase: Int = 0) -> [Double] {
    guard !values.isEmpty else { return [] }
    let before = [Double.nan] + values.dropLast()
    let rows = Double(window)
    return pairs(before, values, window, phase) { moments in
      let slope = moments.products / moments.xSquares
      // The slope is no better known than values are whose last digits are of their level and not of how far they spread.
      let spread = (moments.xSquares / rows).squareRoot()
      let rounding = 0x1p-48 * (rows + Swift.max(abs(moments.xMean), abs(moments.yMean)) / spread)
      guard slope > rounding, slope < 1 - rounding else { return .nan }
      return finite(-naturalLogarithm(2) / naturalLogarithm(slope))
    }
  }
}
