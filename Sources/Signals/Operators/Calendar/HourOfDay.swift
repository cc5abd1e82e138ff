import Market

/// `hour()`.
struct HourOfDay: SignalOperator {
  let name = "hour"
  let about = "The UTC hour in which the bar opens."
  let formula = "0 to 23"
  let inputs: [OperatorInput] = []
  let unit = OperatorUnit.fixed(.hours)
  let missing = MissingRule.never
  let example = "hour()"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers((0..<call.grid.count).map { Double(call.grid.open($0).millisecondOfDay / Interval.hour.milliseconds) })
  }
}
