import Market

/// `hour()`.
struct HourOfDay: SignalOperator {
  let name = "hour"
  let about = "The UTC hour in which the bar opens, 0 to 23."
  let formula = "of the bar's open"
  let inputs: [OperatorInput] = []

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers((0..<call.grid.count).map { Double(call.grid.open($0).millisecondOfDay / Interval.hour.milliseconds) })
  }
}

/// `weekday()`.
struct Weekday: SignalOperator {
  let name = "weekday"
  let about = "The UTC day of the week on which the bar opens, 0 Monday to 6 Sunday."
  let formula = "of the bar's open"
  let inputs: [OperatorInput] = []

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers((0..<call.grid.count).map { Double(call.grid.open($0).weekday) })
  }
}

/// `bars_per_year()`.
struct BarsPerYear: SignalOperator {
  let name = "bars_per_year"
  let about = "How many bars make 365 days: 105,120 for 5m."
  let formula = "365 days / bar width"
  let inputs: [OperatorInput] = []

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    .numbers([Double](repeating: call.grid.interval.perYear, count: call.grid.count))
  }
}
