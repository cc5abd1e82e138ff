/// `if(condition, a, b)`.
struct Choice: SignalOperator {
  let name = "if"
  let about = "One number where a condition holds and another where it does not."
  let formula = "a where the condition holds, b where it does not; unknown where that is unknown"
  let inputs = [OperatorInput.condition, OperatorInput("a", .number), OperatorInput("b", .number)]
  let unit = OperatorUnit.same(as: 1)
  let missing = MissingRule.read
  let example = "if(premium > 0, -1, 1)"

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    let (condition, a, b) = (call.conditions[0], call.numbers[0], call.numbers[1])
    return .numbers(a.indices.map { row in condition[row].map { $0 ? a[row] : b[row] } ?? .nan })
  }

  func simplified(_ arguments: [Node]) -> Node? {
    guard case .flag(let holds) = arguments[0].form else { return nil }
    return holds ? arguments[1] : arguments[2]
  }
}
