/// `max(x, window)`.
struct Maximum: SignalOperator {
  let name = "max"
  let about = "The largest x over the window."
  let formula = "of the last `window` values, this one included; of two numbers at one bar it is greatest(a, b)"
  let inputs = [OperatorInput.x, .window]
  let unit = OperatorUnit.same(as: 0)
  let example = "max(high, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.max(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}
