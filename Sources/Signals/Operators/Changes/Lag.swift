/// `lag(x, window)`, of one bar when the window is left out.
struct Lag: SignalOperator {
  let name = "lag"
  let about = "What x was a window ago."
  let formula = "x[t - window]"
  let inputs = [OperatorInput.x, OperatorInput("window", .window(least: 1), standard: 1)]
  let unit = OperatorUnit.same(as: 0)
  let missing = MissingRule.read
  let example = "lag(close, 1h)"
  let reads = OperatorReach.here

  func lookBack(windows: [Int]) -> Int { windows[0] }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(lagged(call.numbers[0], by: call.windows[0]) { _, before in before })
  }
}

/// A function of each value and the one `bars` rows before it; NaN where there is none.
@inline(__always)
func lagged(_ x: [Double], by bars: Int, _ combine: (_ now: Double, _ before: Double) -> Double) -> [Double] {
  x.withUnsafeBufferPointer { x in
    [Double](unsafeUninitializedCapacity: x.count) { results, initialized in
      let first = min(bars, x.count)
      results[..<first].initialize(repeating: .nan)
      for row in first..<x.count { results[row] = combine(x[row], x[row &- first]) }
      initialized = x.count
    }
  }
}
