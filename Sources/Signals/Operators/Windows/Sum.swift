/// `sum(x, window)`.
struct Sum: SignalOperator {
  let name = "sum"
  let about = "The sum of x over the window."
  let formula = "x[t] + x[t-1] + … over `window` bars"
  let inputs = [OperatorInput.x, .window]
  let unit = OperatorUnit.same(as: 0)
  let example = "sum(2 * taker_buy_volume - volume, 4h)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.sum(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}
