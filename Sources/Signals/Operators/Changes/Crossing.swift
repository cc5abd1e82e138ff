import Market

/// `crosses_above(a, b)`.
struct CrossesAbove: SignalOperator {
  let name = "crosses_above"
  let about = "Whether a has just moved above b."
  let formula = "a[t] > b[t] and a[t-1] <= b[t-1]"
  let inputs = [OperatorInput("a", .number), OperatorInput("b", .number)]
  let result = Node.Kind.condition
  let unit = OperatorUnit.fixed(.flag)
  let missing = MissingRule.read
  let example = "crosses_above(close, mean(close, 1d))"

  func lookBack(windows: [Int]) -> Int { 1 }

  func evaluate(_ call: OperatorCall) -> SignalColumn { crossings(of: call.numbers[0], above: call.numbers[1]) }
}

/// `crosses_below(a, b)`.
struct CrossesBelow: SignalOperator {
  let name = "crosses_below"
  let about = "Whether a has just moved below b."
  let formula = "a[t] < b[t] and a[t-1] >= b[t-1]"
  let inputs = [OperatorInput("a", .number), OperatorInput("b", .number)]
  let result = Node.Kind.condition
  let unit = OperatorUnit.fixed(.flag)
  let missing = MissingRule.read
  let example = "crosses_below(close, mean(close, 1d))"

  func lookBack(windows: [Int]) -> Int { 1 }

  func evaluate(_ call: OperatorCall) -> SignalColumn { crossings(of: call.numbers[1], above: call.numbers[0]) }
}

/// The bars on which `a` is above `b` and was not on the bar before.
private func crossings(of a: [Double], above b: [Double]) -> SignalColumn {
  let isKnown = zip(a, b).map { !$0.isNaN && !$1.isNaN }
  return .conditions(
    Truth(
      a.indices.map { row -> Bool? in
        guard row > 0, isKnown[row], isKnown[row - 1] else { return nil }
        return a[row] > b[row] && a[row - 1] <= b[row - 1]
      }))
}
