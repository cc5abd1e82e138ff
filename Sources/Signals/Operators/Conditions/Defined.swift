import Market

/// `defined(x)`.
struct Defined: SignalOperator {
  let name = "defined"
  let about = "Whether x is known."
  let formula = "false where x is unknown, else true"
  let inputs = [OperatorInput.x]
  let result = Node.Kind.condition
  let unit = OperatorUnit.fixed(.flag)
  let missing = MissingRule.never
  let example = "defined(open_interest)"

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .conditions(
      Truth(
        holds: Bitmap(call.numbers[0].map { !$0.isNaN }), known: Bitmap(repeating: true, count: call.grid.count)))
  }
}
