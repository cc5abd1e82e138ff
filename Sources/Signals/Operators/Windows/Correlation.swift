/// `correlation(x, y, window)`.
struct Correlation: SignalOperator {
  let name = "correlation"
  let about = "Pearson's correlation of x and y over the window."
  let formula = "covariance / (std x · std y), -1 to 1; unknown where either is constant"
  let inputs = [OperatorInput.x, OperatorInput("y", .series), .window(least: 2)]
  let unit = OperatorUnit.fixed(.score)
  let example = "correlation(close, open_interest, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.correlation(call.numbers[0], call.numbers[1], window: call.windows[0], phase: call.firstBar))
  }
}
