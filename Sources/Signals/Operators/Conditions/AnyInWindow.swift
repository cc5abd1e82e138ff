/// `any(condition, window)`.
struct AnyInWindow: SignalOperator {
  let name = "any"
  let about = "Whether a condition has held at least once in the window."
  let formula = "over the last `window` bars, this one included; unknown if it might have held on an unknown bar only"
  let inputs = [OperatorInput.condition, .window]
  let result = Node.Kind.condition
  let unit = OperatorUnit.fixed(.flag)
  let missing = MissingRule.read
  let example = "any(change(close, 1h) < -2%, 6h)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .conditions(
      Truth(
        call.overTruthWindows { window -> Bool? in
          guard window.isFull else { return nil }
          return window.hasHeld ? true : window.hasUnknown ? nil : false
        }))
  }
}
