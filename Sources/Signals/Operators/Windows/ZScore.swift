/// `zscore(x, window)`.
struct ZScore: SignalOperator {
  let name = "zscore"
  let about = "How many standard deviations x lies from its mean over the window."
  let formula =
    "(x - mean) / std over the last `window` bars, this one included, ddof 1; exactly 0 for a value at its mean; "
    + "unknown where std is 0"
  let inputs = [OperatorInput.x, .window(least: 2)]
  let unit = OperatorUnit.fixed(.score)
  let example = "zscore(funding_rate, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(Rolling.zscore(call.numbers[0], window: call.windows[0], phase: call.firstBar))
  }
}
