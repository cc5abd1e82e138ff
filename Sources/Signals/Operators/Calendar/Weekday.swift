import Market

/// `weekday()`.
struct Weekday: SignalOperator {
  let name = "weekday"
  let about = "The UTC day of the week on which the bar opens."
  let formula = "0 Monday to 6 Sunday"
  let inputs: [OperatorInput] = []
  let unit = OperatorUnit.fixed(.count)
  let missing = MissingRule.never
  let example = "weekday()"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers((0..<call.grid.count).map { Double(call.grid.open($0).weekday) })
  }
}
