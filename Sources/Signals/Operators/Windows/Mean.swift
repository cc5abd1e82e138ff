/// `mean(x, window)`.
struct Mean: SignalOperator {
  let name = "mean"
  let about = "The mean of x over the window."
  let formula = "sum of the last `window` values / window; exactly x where x is constant"
  let inputs = [OperatorInput.x, .window]
  let unit = OperatorUnit.same(as: 0)
  let example = "mean(funding_rate, 7d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.mean(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}
