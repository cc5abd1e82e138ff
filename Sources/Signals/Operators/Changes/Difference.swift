import Numerics

/// `difference(x, window)`.
struct Difference: SignalOperator {
  let name = "difference"
  let about = "How much x has changed over the window, in its own unit."
  let formula = "x[t] - x[t - window]"
  let inputs = [OperatorInput.x, .window]
  let unit = OperatorUnit.same(as: 0)
  let missing = MissingRule.read
  let example = "difference(premium, 1h)"
  let reads = OperatorReach.bothEnds

  func lookBack(windows: [Int]) -> Int { windows[0] }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(lagged(call.numbers[0], by: call.windows[0]) { now, before in finite(now - before) })
  }
}
