/// `ema(x, span)`.
struct ExponentialMean: SignalOperator {
  let name = "ema"
  let about = "The mean of x with weights that fall exponentially into the past."
  let formula = "weights (1 - 2/(span + 1))^age over the last 4 spans, scaled to 1; what is cut off weighs 0.03 %"
  let inputs = [OperatorInput.x, OperatorInput("span", .window(least: 1))]
  let unit = OperatorUnit.same(as: 0)
  let example = "ema(close, 12h)"

  func lookBack(windows: [Int]) -> Int { Rolling.emaMemory(span: windows[0]) - 1 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.ema(call.numbers[0], span: call.windows[0], phase: call.firstBar))
  }
}
