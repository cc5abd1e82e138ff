/// `std(x, window)`.
struct StandardDeviation: SignalOperator {
  let name = "std"
  let about = "The standard deviation of x over the window."
  let formula = "ddof 1; exactly 0 where x is constant"
  let inputs = [OperatorInput.x, .window(least: 2)]
  let unit = OperatorUnit.same(as: 0)
  let example = "std(close, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.std(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}
