/// `lag(x, window)`.
struct Lag: SignalOperator {
  let name = "lag"
  let about = "What x was so long ago."
  let formula = "x[t - window]"
  let inputs = [OperatorInput.x, .window]

  func lookBack(windows: [Int]) -> Int { windows[0] }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(lagged(call.numbers[0], by: call.windows[0]) { _, before in before })
  }
}

/// `change(x, window)`.
struct Change: SignalOperator {
  let name = "change"
  let about = "How much x has changed, as a fraction of what it was."
  let formula = "x[t] / x[t - window] - 1"
  let inputs = [OperatorInput.x, .window]

  func lookBack(windows: [Int]) -> Int { windows[0] }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(lagged(call.numbers[0], by: call.windows[0]) { now, before in now / before - 1 })
  }
}

/// `difference(x, window)`.
struct Difference: SignalOperator {
  let name = "difference"
  let about = "How much x has changed, in its own unit."
  let formula = "x[t] - x[t - window]"
  let inputs = [OperatorInput.x, .window]

  func lookBack(windows: [Int]) -> Int { windows[0] }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(lagged(call.numbers[0], by: call.windows[0]) { now, before in now - before })
  }
}

@inline(__always)
private func lagged(_ x: [Double], by bars: Int, _ combine: (Double, Double) -> Double) -> [Double] {
  x.indices.map { $0 >= bars ? combine(x[$0], x[$0 - bars]) : .nan }
}
