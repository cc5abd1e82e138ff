/// `slope(y, x, window)`.
struct Slope: SignalOperator {
  let name = "slope"
  let about = "The slope of the least-squares line of y on x over the window: the beta of y to x."
  let formula = "covariance / variance of x; unknown where x is constant"
  let inputs = [OperatorInput("y", .series), OperatorInput.x, .window(least: 2)]
  let unit = OperatorUnit.derived("y's per x's")
  let example = "slope(close, open_interest, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.slope(call.numbers[0], on: call.numbers[1], window: call.windows[0], phase: call.firstBar))
  }
}
