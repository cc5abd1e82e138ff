/// `since(condition, window)`.
struct BarsSince: SignalOperator {
  let name = "since"
  let about = "How many bars ago a condition last held."
  let formula = "0 where it holds now; `window` where it has not held in the last `window` bars"
  let inputs = [OperatorInput.condition, .window]
  let unit = OperatorUnit.fixed(.count)
  let example = "since(abs(change(close, 1h)) > 1%, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(call.overTruthWindows { $0.isFull && !$0.hasUnknown ? Double($0.barsSinceHeld) : .nan })
  }
}
