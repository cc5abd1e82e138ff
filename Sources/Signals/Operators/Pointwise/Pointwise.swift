/// An operator on the values of one bar, with one argument.
protocol UnaryOperator: SignalOperator {
  func value(_ x: Double) -> Double
}

/// An operator on the values of one bar, with two arguments.
protocol BinaryOperator: SignalOperator {
  func value(_ a: Double, _ b: Double) -> Double
}

extension UnaryOperator {
  var inputs: [OperatorInput] { [OperatorInput("x", .number)] }
  var missing: MissingRule { .read }

  func lookBack(windows: [Int]) -> Int { 0 }
  func evaluate(_ call: OperatorCall) -> SignalColumn { .numbers(call.numbers[0].map(value)) }

  func simplified(_ arguments: [Node]) -> Node? {
    guard case .number(let x) = arguments[0].form else { return nil }
    return .number(value(x))
  }
}

extension BinaryOperator {
  var inputs: [OperatorInput] { [OperatorInput("a", .number), OperatorInput("b", .number)] }
  var missing: MissingRule { .read }

  func lookBack(windows: [Int]) -> Int { 0 }
  func evaluate(_ call: OperatorCall) -> SignalColumn { .numbers(zip(call.numbers[0], call.numbers[1]).map(value)) }

  func simplified(_ arguments: [Node]) -> Node? {
    guard case .number(let a) = arguments[0].form, case .number(let b) = arguments[1].form else { return nil }
    return .number(value(a, b))
  }
}
