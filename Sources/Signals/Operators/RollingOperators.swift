/// `zscore(x, window)`.
struct ZScore: SignalOperator {
  let name = "zscore"
  let about = "How many standard deviations x lies from its mean over the window."
  let formula = "(x - mean) / std over the last `window` bars, this one included, ddof 1; unknown where std is 0"
  let inputs = [OperatorInput.x, OperatorInput("window", .window(least: 2))]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.zscore(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}

/// `mean(x, window)`.
struct RollingMean: SignalOperator {
  let name = "mean"
  let about = "The mean of x over the window."
  let formula = "sum of the last `window` values / window"
  let inputs = [OperatorInput.x, .window]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.mean(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}

/// `std(x, window)`.
struct RollingDeviation: SignalOperator {
  let name = "std"
  let about = "The standard deviation of x over the window."
  let formula = "ddof 1; exactly 0 where x is constant"
  let inputs = [OperatorInput.x, OperatorInput("window", .window(least: 2))]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.std(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}

/// `sum(x, window)`.
struct RollingSum: SignalOperator {
  let name = "sum"
  let about = "The sum of x over the window."
  let formula = "x[t] + x[t-1] + … over `window` bars"
  let inputs = [OperatorInput.x, .window]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.sum(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}

/// `min(x, window)` and `max(x, window)`.
struct RollingExtreme: SignalOperator {
  let isMaximum: Bool
  var name: String { isMaximum ? "max" : "min" }
  var about: String { "The \(isMaximum ? "largest" : "smallest") x over the window." }
  var formula: String { "of the last `window` values, this one included" }
  var inputs: [OperatorInput] { [.x, .window] }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(
      isMaximum
        ? Rolling.max(call.numbers[0], window: call.windows[0], phase: call.firstBar)
        : Rolling.min(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}

/// `rank(x, window)`.
struct TrailingRank: SignalOperator {
  let name = "rank"
  let about = "Where x stands among the values of its window, 0 lowest to 1 highest."
  let formula = "(values below + half of the other values equal) / (window - 1)"
  let inputs = [OperatorInput.x, OperatorInput("window", .window(least: 2))]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.rank(call.numbers[0], window: call.windows[0]))
  }
}

/// `median(x, window)`.
struct RollingMedian: SignalOperator {
  let name = "median"
  let about = "The median of x over the window."
  let formula = "the middle of the last `window` values, the mean of the middle two when they are even in number"
  let inputs = [OperatorInput.x, .window]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.median(call.numbers[0], window: call.windows[0]))
  }
}

/// `ema(x, span)`.
struct ExponentialMean: SignalOperator {
  let name = "ema"
  let about = "A mean whose weights fall exponentially into the past."
  let formula =
    "weights (1 - a)^i with a = 2 / (span + 1), cut after 4 spans, where 0.03% of them is left, and scaled to 1"
  let inputs = [OperatorInput.x, OperatorInput("span", .window(least: 1))]

  func lookBack(windows: [Int]) -> Int { Rolling.emaMemory(span: windows[0]) - 1 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.ema(call.numbers[0], span: call.windows[0], phase: call.firstBar))
  }
}

/// `correlation(x, y, window)`.
struct RollingCorrelation: SignalOperator {
  let name = "correlation"
  let about = "Pearson correlation of x and y over the window."
  let formula = "covariance / (std x · std y); unknown where either is constant"
  let inputs = [OperatorInput.x, OperatorInput("y", .numbers), OperatorInput("window", .window(least: 3))]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(
      Rolling.correlation(call.numbers[0], call.numbers[1], window: call.windows[0], phase: call.firstBar))
  }
}

/// `slope(y, x, window)`.
struct RollingSlope: SignalOperator {
  let name = "slope"
  let about = "The least-squares slope of y on x over the window: its beta."
  let formula = "covariance / variance of x; unknown where x is constant"
  let inputs = [OperatorInput("y", .numbers), OperatorInput.x, OperatorInput("window", .window(least: 3))]

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.slope(call.numbers[0], on: call.numbers[1], window: call.windows[0], phase: call.firstBar))
  }
}
