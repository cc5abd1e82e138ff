import Numerics

/// `change(x, window)`.
struct Change: SignalOperator {
  let name = "change"
  let about = "How much x has changed over the window, as a fraction of what it was."
  let formula = "x[t] / x[t - window] - 1; unknown where it was 0"
  let inputs = [OperatorInput.x, .window]
  let unit = OperatorUnit.fixed(.fraction)
  let missing = MissingRule.read
  let example = "change(open_interest, 1d)"
  let reads = OperatorReach.bothEnds

  func lookBack(windows: [Int]) -> Int { windows[0] }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(lagged(call.numbers[0], by: call.windows[0]) { now, before in finite(now / before - 1) })
  }
}
