/// `count(condition, window)`.
struct HeldCount: SignalOperator {
  let name = "count"
  let about = "On how many bars of the window a condition held."
  let formula = "of the last `window` bars, this one included"
  let inputs = [OperatorInput.condition, .window]
  let unit = OperatorUnit.fixed(.count)
  let example = "count(premium > 0, 1d)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers(call.overTruthWindows { $0.isFull && !$0.hasUnknown ? Double($0.held) : .nan })
  }
}
