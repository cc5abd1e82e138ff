import CColumns
import Numerics

/// What summarises a trailing window of one series.
extension Operators {
  static let windows: [any SignalOperator] = [
    Operation.number(
      "zscore", "How many standard deviations x lies from its mean over the window.",
      "(x - mean) / std over the last `window` bars, this one included, ddof 1; exactly 0 for a value at its mean; "
        + "unknown where std is 0",
      [.x, .window(least: 2)], unit: .fixed(.score), example: "zscore(funding_rate, 1d)"
    ) { Rolling.zscore($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "mean", "The mean of x over the window.",
      "sum of the last `window` values / window; exactly x where x is constant",
      [.x, .window], unit: .same(as: 0), example: "mean(funding_rate, 7d)"
    ) { Rolling.mean($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "std", "The standard deviation of x over the window.", "ddof 1; exactly 0 where x is constant",
      [.x, .window(least: 2)], unit: .same(as: 0), example: "std(close, 1d)"
    ) { Rolling.std($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "var", "The variance of x over the window.", "ddof 1; exactly 0 where x is constant",
      [.x, .window(least: 2)], unit: .square(of: 0), example: "var(premium, 1d)"
    ) { Rolling.variance($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "skew", "The skewness of x over the window.",
      "third central moment / std^3, with the correction for sample size (adjusted Fisher-Pearson, as pandas); "
        + "unknown where x is constant",
      [.x, .window(least: 3)], unit: .fixed(.score), example: "skew(change(close, 1), 1d)"
    ) { Rolling.skew($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "kurtosis", "The excess kurtosis of x over the window: 0 for a normal distribution.",
      "fourth central moment / std^4 - 3, with the correction for sample size (as pandas); unknown where x is constant",
      [.x, .window(least: 4)], unit: .fixed(.score), example: "kurtosis(change(close, 1), 1d)"
    ) { Rolling.kurtosis($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "sum", "The sum of x over the window.", "x[t] + x[t-1] + … over `window` bars", [.x, .window], unit: .same(as: 0),
      example: "sum(2 * taker_buy_volume - volume, 4h)"
    ) { Rolling.sum($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "min", "The smallest x over the window.",
      "of the last `window` values, this one included; of two numbers at one bar it is least(a, b)", [.x, .window],
      unit: .same(as: 0), example: "min(low, 1d)"
    ) { Rolling.min($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "max", "The largest x over the window.",
      "of the last `window` values, this one included; of two numbers at one bar it is greatest(a, b)", [.x, .window],
      unit: .same(as: 0), example: "max(high, 1d)"
    ) { Rolling.max($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "argmin", "How many bars ago x was smallest in the window.",
      "0 where it is smallest now; of equal ones the newest", [.x, .window], unit: .fixed(.count),
      example: "argmin(low, 1d)"
    ) { Rolling.argmin($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "argmax", "How many bars ago x was largest in the window.",
      "0 where it is largest now; of equal ones the newest", [.x, .window], unit: .fixed(.count),
      example: "argmax(high, 1d)"
    ) { Rolling.argmax($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "wma", "The mean of x with weights that fall in a straight line into the past.",
      "weights window, window - 1, … 1 from the newest to the oldest, scaled to 1", [.x, .window], unit: .same(as: 0),
      example: "wma(close, 12h)"
    ) { Rolling.wma($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "ema", "The mean of x with weights that fall exponentially into the past.",
      "weights (1 - 2/(span + 1))^age over the last 4 spans, scaled to 1; what is cut off weighs 0.03%",
      [.x, OperatorInput("span", .window(least: 1))], unit: .same(as: 0), example: "ema(close, 12h)",
      lookBack: { Rolling.emaMemory(span: $0.windows[0]) - 1 }
    ) { Rolling.ema($0.numbers[0], span: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "decay", "The mean of x with weights that halve with every half-life.",
      "weights 0.5^(age / half_life) over the last 12 half-lives, scaled to 1; what is cut off weighs 0.02%",
      [.x, OperatorInput("half_life", .window(least: 1))], unit: .same(as: 0), example: "decay(premium, 2h)",
      lookBack: { Rolling.decayMemory(halfLife: $0.windows[0]) - 1 }
    ) { Rolling.decay($0.numbers[0], halfLife: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "wilder", "Wilder's smoothed mean of x, which ATR and RSI are made of.",
      "weights (1 - 1/window)^age over the last 8 windows, scaled to 1; what is cut off weighs 0.03%",
      [.x, .window], unit: .same(as: 0), example: "wilder(high - low, 4h)",
      lookBack: { Rolling.wilderMemory(window: $0.windows[0]) - 1 }
    ) { Rolling.wilder($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "lag", "What x was a window ago.", "x[t - window]",
      [.x, OperatorInput("window", .window(least: 1), standard: 1)], unit: .same(as: 0), missing: .read,
      example: "lag(close, 1h)", reads: .here, lookBack: { $0.windows[0] }
    ) { lagged($0.numbers[0], by: $0.windows[0]) { _, before in before } },
    Operation.number(
      "change", "How much x has changed over the window, as a fraction of what it was.",
      "x[t] / x[t - window] - 1; unknown where it was 0", [.x, .window], unit: .fixed(.fraction), missing: .read,
      example: "change(open_interest, 1d)", reads: .bothEnds, lookBack: { $0.windows[0] }
    ) { change(of: $0.numbers[0], over: $0.windows[0]) },
    Operation.number(
      "difference", "How much x has changed over the window, in its own unit.", "x[t] - x[t - window]", [.x, .window],
      unit: .same(as: 0), missing: .read, example: "difference(premium, 1h)", reads: .bothEnds,
      lookBack: { $0.windows[0] }
    ) { lagged($0.numbers[0], by: $0.windows[0]) { now, before in finite(now - before) } },
  ]

  /// What sorts a trailing window.
  static let order: [any SignalOperator] = [
    Operation.number(
      "median", "The middle value of x over the window.",
      "of the last `window` values in order, the middle one, or the mean of the middle two", [.x, .window],
      unit: .same(as: 0), example: "median(volume, 1d)"
    ) { Rolling.median($0.numbers[0], window: $0.windows[0]) },
    Operation.number(
      "quantile", "The value of x that a share of the window lies below.",
      "between the two values of the window that the share falls between, in a straight line (as pandas and numpy)",
      [.x, .window, OperatorInput("share", .constant(0...1))], unit: .same(as: 0),
      example: "quantile(volume, 1d, 90%)"
    ) { Rolling.quantile($0.numbers[0], window: $0.windows[0], share: $0.constants[0]) },
    Operation.number(
      "rank", "Where x stands among the values of its window, 0 lowest to 1 highest.",
      "(values below + half of the other values equal) / (window - 1)", [.x, .window(least: 2)],
      unit: .fixed(.fraction), example: "rank(open_interest, 7d)"
    ) { Rolling.rank($0.numbers[0], window: $0.windows[0]) },
    Operation.number(
      "robust_zscore", "How far x lies from its median over the window, in units that outliers do not stretch.",
      "(x - median) / (1.482602218505602 × median of |x - median|), this bar included; unknown where that is 0",
      [.x, .window(least: 2)], unit: .fixed(.score), example: "robust_zscore(volume, 1d)"
    ) { Rolling.robustZScore($0.numbers[0], window: $0.windows[0]) },
    Operation.number(
      "winsorize", "x kept inside what is usual in its window.",
      "clip(x, quantile(x, window, share), quantile(x, window, 1 - share))",
      [.x, .window, OperatorInput("share", .constant(0...0.5))], unit: .same(as: 0),
      example: "winsorize(volume, 1d, 5%)"
    ) { Rolling.winsorized($0.numbers[0], window: $0.windows[0], share: $0.constants[0]) },
  ]

  /// What relates two series, or a series and its own past.
  static let pairs: [any SignalOperator] = [
    Operation.number(
      "correlation", "Pearson's correlation of x and y over the window.",
      "covariance / (std x · std y), -1 to 1; unknown where either is constant",
      [.x, OperatorInput("y", .series), .window(least: 2)], unit: .fixed(.score),
      example: "correlation(close, open_interest, 1d)"
    ) { Rolling.correlation($0.numbers[0], $0.numbers[1], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "slope", "The slope of the least-squares line of y on x over the window.",
      "covariance / variance of x; unknown where x is constant",
      [OperatorInput("y", .series), .x, .window(least: 2)], unit: .ratio(of: 0, to: 1),
      example: "slope(close, open_interest, 1d)"
    ) { Rolling.slope($0.numbers[0], on: $0.numbers[1], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "residual", "How far y lies from the least-squares line of y on x over the window.",
      "y - mean y - slope × (x - mean x), this bar included; unknown where x is constant",
      [OperatorInput("y", .series), .x, .window(least: 2)], unit: .same(as: 0),
      example: "residual(close, open_interest, 1d)"
    ) { Rolling.residual($0.numbers[0], on: $0.numbers[1], window: $0.windows[0], phase: $0.firstBar) },
    Operation.number(
      "half_life", "In how many bars half of a distance from the mean is gone, if x returns to it.",
      "-ln 2 / ln b with b the slope of x on its value a bar before, over the window; unknown unless 0 < b < 1 "
        + "by more than rounding",
      [.x, .window(least: 2)], unit: .fixed(.count), example: "half_life(premium, 1d)",
      lookBack: { $0.windows[0] }
    ) { Rolling.halfLife($0.numbers[0], window: $0.windows[0], phase: $0.firstBar) },
  ]

  private static func change(of x: [Double], over bars: Int) -> [Double] {
    x.withUnsafeBufferPointer { x in
      [Double](unsafeUninitializedCapacity: x.count) { results, initialized in
        let first = min(bars, x.count)
        results[..<first].initialize(repeating: .nan)
        if let rows = x.baseAddress, let made = results.baseAddress {
          let (now, before) = (column_operand(rows: rows + first, constant: 0), column_operand(rows: rows, constant: 0))
          column_combine(column_change, now, before, made + first, x.count - first)
        }
        initialized = x.count
      }
    }
  }

  /// A function of each value and the one `bars` rows before it; NaN where there is none.
  @inline(__always)
  private static func lagged(
    _ x: [Double], by bars: Int, _ combine: (_ now: Double, _ before: Double) -> Double
  ) -> [Double] {
    x.withUnsafeBufferPointer { x in
      [Double](unsafeUninitializedCapacity: x.count) { results, initialized in
        let first = min(bars, x.count)
        results[..<first].initialize(repeating: .nan)
        for row in first..<x.count { results[row] = combine(x[row], x[row &- first]) }
        initialized = x.count
      }
    }
  }
}
