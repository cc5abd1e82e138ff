import Market

/// `bars_per_year()`.
struct BarsPerYear: SignalOperator {
  let name = "bars_per_year"
  let about = "How many bars make 365 days."
  let formula = "365 days / width of a bar: 105,120 for 5m"
  let inputs: [OperatorInput] = []
  let unit = OperatorUnit.fixed(.count)
  let missing = MissingRule.never
  let example = "bars_per_year()"

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers([Double](repeating: call.grid.interval.perYear, count: call.grid.count))
  }
}
