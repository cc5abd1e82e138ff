/// `median(x, window)`.
struct Median: SignalOperator {
  let name = "median"
  let about = "The middle value of x over the window."
  let formula = "of the last `window` values in order, the middle one, or the mean of the middle two"
  let inputs = [OperatorInput.x, .window]
  let unit = OperatorUnit.same(as: 0)
  let example = "median(volume, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.median(call.numbers[0], window: call.windows[0]))
  }
}
