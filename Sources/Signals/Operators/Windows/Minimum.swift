/// `min(x, window)`.
struct Minimum: SignalOperator {
  let name = "min"
  let about = "The smallest x over the window."
  let formula = "of the last `window` values, this one included; of two numbers at one bar it is least(a, b)"
  let inputs = [OperatorInput.x, .window]
  let unit = OperatorUnit.same(as: 0)
  let example = "min(low, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.min(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}
