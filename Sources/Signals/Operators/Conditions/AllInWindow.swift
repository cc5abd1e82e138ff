/// `all(condition, window)`.
struct AllInWindow: SignalOperator {
  let name = "all"
  let about = "Whether a condition has held all through the window."
  let formula = "over the last `window` bars, this one included; unknown if it can only have failed on an unknown bar"
  let inputs = [OperatorInput.condition, .window]
  let result = Node.Kind.condition
  let unit = OperatorUnit.fixed(.flag)
  let missing = MissingRule.read
  let example = "all(premium > 0, 6h)"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .conditions(
      Truth(
        call.overTruthWindows { window -> Bool? in
          guard window.isFull else { return nil }
          return window.hasFailed ? false : window.hasUnknown ? nil : true
        }))
  }
}
